# How things are built; included by the Makefile at the top.

deps:
	@src/tools/deps.sh build

$(O)/%.o: src/%.c | deps
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(O)/gen/%.o: $(G)/%.c | deps
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Wno-overlength-strings -c $< -o $@

$(LIB): $(OBJ) $(GEN_OBJ)
	@rm -f $@
	@ar rcs $@ $^

# ---- sources made at build time ----------------------------------------------
$(G)/tool-%: src/tools/%.c | deps
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE -Iinclude $(WARN) -O1 $< -o $@ -lutf8proc

UNIHAN := /usr/share/unicode
$(G)/readings.c: $(G)/tool-readings
	bzcat $(UNIHAN)/Unihan_Readings.txt.bz2 $(UNIHAN)/Unihan_Variants.txt.bz2 \
	    | $< $@

$(G)/shapes.c: $(G)/tool-shapes
	bzcat $(UNIHAN)/Unihan_DictionaryLikeData.txt.bz2 \
	    $(UNIHAN)/Unihan_IRGSources.txt.bz2 | $< $@

$(G)/migrations.c: $(G)/tool-migrations $(sort $(wildcard migrations/*.sql))
	$< $@ $(sort $(wildcard migrations/*.sql))

$(G)/county_csv.c: $(G)/tool-text tests/data/divisions-230381.csv
	$< $@ county_csv tests/data/divisions-230381.csv

# The templates of papers, each after a line with its name.
PAPERS := $(sort $(wildcard src/papers/*.txt))
$(G)/papers.txt: $(PAPERS)
	@mkdir -p $(@D)
	awk 'FNR == 1 { n = FILENAME; gsub(/.*\/|\.txt$$/, "", n); print "= " n } 1' \
	    $(PAPERS) > $@

$(G)/papers.c: $(G)/tool-text $(G)/papers.txt
	$< $@ papers_txt $(G)/papers.txt

$(G)/no_assets.c: $(G)/tool-assets
	$< - $@

$(G)/assets.c: $(G)/tool-assets $(B)/.client
	$< static/dist/manifest.tsv $@

# ---- the drawing of a case's life in the README ---------------------------------
$(G)/drawing: src/tools/drawing.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

drawing: $(G)/drawing
	$< README.md

# ---- the client ------------------------------------------------------------------
# The server without a client tells its API; from that the client's types are
# made; the built client goes into the server.
CLIENT_SRC := $(shell find static -type f \
    -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name '*.gen.ts')

$(B)/baoxue-bare$(if $(V),-$(V)): $(O)/app/main.o $(O)/gen/no_assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# The document keeps its time when it did not change, and the client with it.
$(B)/.openapi: $(B)/baoxue-bare
	$< openapi > $(B)/openapi.new
	@cmp -s $(B)/openapi.new $(B)/openapi.json || \
	    cp $(B)/openapi.new $(B)/openapi.json
	@touch $@
$(B)/openapi.json: $(B)/.openapi ;

static/node_modules/.ready: static/package-lock.json | deps
	cd static && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

static/shared/api.gen.ts: $(B)/openapi.json static/node_modules/.ready
	cd static && npm run --silent types

$(B)/.client: $(CLIENT_SRC) static/shared/api.gen.ts
	cd static && npm run --silent bundle
	@touch $@

# ---- the server --------------------------------------------------------------------
$(BIN): $(O)/app/main.o $(O)/gen/assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

build: $(BIN)

run: build
	@mkdir -p var
	@test -e var/demo.db || { \
	    $(BIN) demo --db var/demo.db > var/demo.accounts.new && \
	    mv var/demo.accounts.new var/demo.accounts; }
	@cat var/demo.accounts
	@exec $(BIN) serve --db var/demo.db --listen 127.0.0.1:8080

install: build
	install -D -m 0755 $(BIN) $(DESTDIR)$(or $(PREFIX),/usr/local)/bin/baoxue

clean:
	rm -rf $(B) static/dist
