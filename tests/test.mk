# How things are tested; included by the Makefile at the top.

UNIT_SRC := $(wildcard tests/unit/*_test.c)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(O)/tests/unit/%)
WORLD := $(O)/tests/unit/store_world.o

$(O)/tests/%.o: tests/%.c | deps
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Itests -MMD -MP -c $< -o $@

$(O)/tests/unit/%_test: $(O)/tests/unit/%_test.o $(WORLD) \
                        $(O)/gen/no_assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

.PRECIOUS: $(O)/tests/%.o
-include $(wildcard $(O)/tests/*/*.d)

.PHONY: unit-bin unit
unit-bin: $(UNIT_BIN)
unit: unit-bin
	@tests/run_unit.sh $(UNIT_BIN)

# ---- the API, in process ---------------------------------------------------------
API_OBJ := $(patsubst tests/%.c,$(O)/tests/%.o,$(wildcard tests/api/*.c))
$(O)/tests/api_test: $(API_OBJ) $(WORLD) $(O)/gen/no_assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

# ---- a year, and random lives, through the API -------------------------------------
SIM_OBJ := $(O)/tests/sim/hand.o $(O)/tests/sim/people.o \
           $(O)/tests/api/api_world.o
$(O)/tests/sim/%_test: $(O)/tests/sim/%_test.o $(SIM_OBJ) $(WORLD) \
                       $(O)/gen/no_assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka
.PHONY: year-test life-test
# Their stores are thrown away: in memory where there is some.
SIM_DIR := $(firstword $(wildcard /dev/shm) /tmp)
year-test: $(O)/tests/sim/year_test
	TMPDIR=$(SIM_DIR) $< $(or $(CHILDREN),3000)
life-test: $(O)/tests/sim/life_test
	TMPDIR=$(SIM_DIR) $< $(or $(SEQUENCES),3000)

# ---- the rows of a spreadsheet file, for comparing and timing ---------------------
$(O)/tests/rows: $(O)/tests/sheet/rows.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# ---- crashes -----------------------------------------------------------------------
POWER_OBJ := $(O)/tests/crash/power_test.o $(O)/tests/crash/power_vfs.o
$(O)/tests/power_test: $(POWER_OBJ) $(WORLD) $(O)/gen/no_assets.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

# ---- fuzzers: clang, libFuzzer, ASan and UBSan ----------------------------------------
F := $(B)/obj-fuzz
FUZZ_FLAGS := -std=c17 -D_GNU_SOURCE -Iinclude -I$(G) -Itests -O1 -g \
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
FUZZ_OBJ := $(SRC:src/%.c=$(F)/%.o) $(GEN_OBJ:$(O)/%=$(F)/%) \
    $(F)/gen/no_assets.o $(F)/tests/unit/store_world.o
$(F)/%.o: src/%.c | deps
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -w -MMD -MP -c $< -o $@
$(F)/gen/%.o: $(G)/%.c | deps
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -w -MMD -MP -c $< -o $@
$(F)/tests/unit/store_world.o: tests/unit/store_world.c | deps
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -w -MMD -MP -c $< -o $@
.PRECIOUS: $(F)/%.o
-include $(FUZZ_OBJ:.o=.d)
$(F)/%_fuzz: tests/fuzz/%_fuzz.c $(FUZZ_OBJ)
	clang $(FUZZ_FLAGS) -fsanitize=fuzzer -w -o $@ $^ $(LIBS) -lcmocka -pthread

# ---- what a change must pass ------------------------------------------------------------
.PHONY: phones-bench api-test wire-test roster-test roster-eval kill-test power-test client-test sync-test browser-test fuzz \
        lint tidy
test-deps:
	@src/tools/deps.sh build test
api-test: $(O)/tests/api_test
	$<
wire-test: $(B)/baoxue-bare
	cd tests/wire && python3 -B wire_test.py
# The judge of reconciliation judged; what it says of five seeds' rosters.
roster-test: $(B)/baoxue-bare
	BAOXUE=$(or $(BAOXUE),$(B)/baoxue-bare) \
	    python3 -B tests/roster/evaluate_test.py
roster-eval: $(B)/baoxue-bare
	tests/roster/evaluate.sh $< $(or $(CHILDREN),20000) $(SEEDS)
kill-test: $(B)/baoxue-bare
	python3 -B tests/crash/kill_test.py $(or $(CYCLES),50)
	python3 -B tests/crash/import_kill_test.py $(or $(ROUNDS),2)
	python3 -B tests/crash/import_full_test.py
	python3 -B tests/crash/rollback_full_test.py
	python3 -B tests/crash/reconcile_kill_test.py $(or $(ROUNDS),2)
	python3 -B tests/crash/promotion_kill_test.py $(or $(ROUNDS),2)
power-test: $(O)/tests/power_test
	$< $(or $(IMAGES),600)
sync-test: $(B)/baoxue-bare static/shared/api.gen.ts
	TMPDIR=$(SIM_DIR) node tests/sync/run.mjs $(or $(SCHEDULES),1000)
client-test: static/shared/api.gen.ts
	cd static && npm run --silent check && npm run --silent test
browser-test: $(BIN)
	cd static && node ../tests/browser/run.mjs
lint:
	@src/tools/lint.sh
fuzz: $(F)/json_fuzz $(F)/query_fuzz $(F)/csv_fuzz $(F)/xlsx_fuzz $(F)/xls_fuzz \
      $(F)/socket_fuzz
	@tests/fuzz/run.sh $(or $(SECONDS_EACH),60) $^

# ---- figures ------------------------------------------------------------------------------
$(B)/bare: tests/bench/bare.c | deps
	$(CC) -std=c17 -D_GNU_SOURCE -Wall -Wextra -O2 $< -o $@ -pthread \
	    $$(pkg-config --cflags --libs libmicrohttpd sqlite3 jansson)
$(B)/book: tests/bench/book.c | deps
	$(CC) -std=c17 -D_GNU_SOURCE -Wall -Wextra -O2 $< -o $@ -lxlsxwriter
bench: test-deps $(BIN) $(B)/bare $(B)/book $(O)/tests/rows
	@python3 tests/bench/bench.py $(BIN) $(B)/bare $(O)/tests/rows $(B)/book --big
	@python3 tests/bench/phones.py $(BIN)

# 300 phones that come home at once
phones-bench: $(B)/baoxue-bare
	@python3 tests/bench/phones.py $<

test: test-deps
	@begun=$$SECONDS; set -e; \
	$(MAKE) --no-print-directory lint; \
	$(MAKE) --no-print-directory build $(B)/baoxue-bare; \
	$(MAKE) --no-print-directory V=asan unit-bin \
	    $(B)/obj-asan/tests/api_test $(B)/baoxue-bare-asan; \
	$(MAKE) --no-print-directory V=asan unit; \
	$(MAKE) --no-print-directory V=asan api-test; \
	BAOXUE=$(CURDIR)/$(B)/baoxue-bare-asan \
	    $(MAKE) --no-print-directory wire-test; \
	$(MAKE) --no-print-directory roster-test; \
	$(MAKE) --no-print-directory $(B)/obj/tests/power_test; \
	$(MAKE) --no-print-directory $(B)/obj/tests/sim/year_test \
	    $(B)/obj/tests/sim/life_test; \
	$(MAKE) --no-print-directory -j2 year-test life-test; \
	$(MAKE) --no-print-directory kill-test CYCLES=50; \
	$(MAKE) --no-print-directory power-test IMAGES=600; \
	$(B)/obj/tests/power_test 300 off; \
	$(MAKE) --no-print-directory client-test; \
	$(MAKE) --no-print-directory sync-test SCHEDULES=1000; \
	$(MAKE) --no-print-directory browser-test; \
	echo "make test: all passed in $$((SECONDS - begun)) s"

test-long: test-deps
	@src/tools/deps.sh long
	@set -e; \
	$(MAKE) --no-print-directory tidy; \
	$(MAKE) --no-print-directory build $(B)/baoxue-bare; \
	$(MAKE) --no-print-directory V=tsan unit-bin \
	    $(B)/obj-tsan/tests/api_test $(B)/baoxue-bare-tsan; \
	$(MAKE) --no-print-directory V=tsan unit; \
	$(MAKE) --no-print-directory V=tsan api-test; \
	BAOXUE=$(CURDIR)/$(B)/baoxue-bare-tsan \
	    $(MAKE) --no-print-directory wire-test; \
	$(MAKE) --no-print-directory $(B)/obj/tests/power_test; \
	$(MAKE) --no-print-directory $(B)/obj/tests/sim/life_test; \
	$(MAKE) --no-print-directory life-test SEQUENCES=100000; \
	$(MAKE) --no-print-directory sync-test SCHEDULES=20000; \
	$(MAKE) --no-print-directory build; \
	(cd static && node ../tests/browser/https.mjs); \
	(cd static && KILLS=50 node ../tests/browser/run.mjs away); \
	(cd static && QUIET=1 node ../tests/browser/run.mjs swift); \
	$(MAKE) --no-print-directory kill-test CYCLES=200; \
	$(MAKE) --no-print-directory power-test IMAGES=5000; \
	$(B)/obj/tests/power_test 1000 off; \
	$(MAKE) --no-print-directory $(F)/json_fuzz; \
	$(MAKE) --no-print-directory fuzz SECONDS_EACH=60; \
	$(MAKE) --no-print-directory roster-eval CHILDREN=20000; \
	python3 -B tests/crash/import_rows_test.py; \
	python3 tests/api/libreoffice_test.py $(BIN); \
	$(MAKE) --no-print-directory $(O)/tests/rows; \
	/usr/bin/python3 tests/sheet/office_test.py $(O)/tests/rows; \
	/usr/bin/python3 -B tests/sheet/office_import_test.py $(BIN); \
	echo "make test-long: all passed"

# clang-tidy over everything, two files at a time
tidy:
	@printf '%s\n' $(SRC) | xargs -P 2 -n 4 sh -c 'clang-tidy --quiet \
	    --warnings-as-errors="*" "$$@" -- -std=c17 -D_GNU_SOURCE -Iinclude \
	    -I$(G) $(PKG_CFLAGS) 2>/dev/null' _ && echo "tidy: 1 passed, 0 failed"
