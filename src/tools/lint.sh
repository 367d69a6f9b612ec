#!/bin/bash
# Checks what a compiler does not: layers, foreign headers, banned functions,
# file length, format, and static analysis.  lint.sh [ROOT]; prints each
# finding and ends with 1 when there is one.
set -u
cd "${1:-.}" || exit 2
found=0
say() {
    echo "lint: $*"
    found=1
}

# ---- layers: who may include whose headers --------------------------------------
declare -A may=(
    [base]="base"
    [text]="base text"
    [crypto]="base crypto"
    [json]="base text json"
    [sheet]="base text sheet"
    [db]="base json crypto db"
    [domain]="base text json domain"
    [store]="base text json crypto db domain store"
    [http]="base text json crypto db http"
    [jobs]="base text crypto json sheet db domain store jobs"
    [api]="base text crypto json sheet db domain store http jobs api"
    [app]="base text crypto json sheet db domain store http jobs api app"
)
while IFS=: read -r file _ include; do
    layer=$(echo "$file" | cut -d/ -f2)
    target=$(echo "$include" | sed -n 's/.*"\([a-z]*\)\/.*/\1/p')
    [ -n "$target" ] && [ -n "${may[$layer]:-}" ] || continue
    [[ " ${may[$layer]} " == *" $target "* ]] ||
        say "$file: layer $layer may not use $target"
done < <(grep -nE '^#include "[a-z]+/' src/*/*.[ch] include/*/*.h |
    grep -v '^src/tools/')

# ---- foreign headers stay in their layer -------------------------------------------
while read -r header layers; do
    for f in $(grep -lE "^#include <$header" src/*/*.[ch] include/*/*.h); do
        layer=$(echo "$f" | cut -d/ -f2)
        [ "$layer" = tools ] || [[ " $layers " == *" $layer "* ]] ||
            say "$f: <$header> belongs to $layers"
        [[ $f == include/* ]] && say "$f: <$header> in a header of ours"
    done
done <<'TABLE'
sqlite3.h db
microhttpd.h http
jansson.h json
sodium.h crypto
liboath crypto
nettle crypto
utf8proc.h text
xlsxwriter.h sheet
zlib.h sheet http
archive sheet
expat.h sheet
TABLE

# ---- domain: no I/O, no clock of its own ----------------------------------------------
grep -nE '\b(clock_now_ms|clock_today|clock_mono_us|fopen|open|read|write|printf)\(' \
    src/domain/*.c && say "domain does I/O or asks the clock"

# ---- banned functions ---------------------------------------------------------------------
banned='strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|gets|atoi|atol|atoll|atof|localtime|gmtime|ctime|asctime|mktime|setlocale|system|popen|tmpnam|mktemp|rand|srand|alloca'
if grep -nE "(^|[^A-Za-z0-9_>.\"])($banned)[[:space:]]*\(" src/*/*.[ch] \
    include/*/*.h | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|//)'; then
    say "banned function"
fi

# ---- files of one noun stay below 500 lines ---------------------------------------------------
find src include static/console static/survey static/shared -name '*.[ch]' \
    -o -name '*.ts' -not -name '*.gen.ts' | xargs wc -l |
    awk '$2 != "total" && $1 > 500 { print $1, $2; bad = 1 } END { exit bad }' ||
    say "file above 500 lines"
find static -name '*.vue' -not -path '*/node_modules/*' -exec wc -l {} + |
    awk '$2 != "total" && $1 > 300 { print $1, $2; bad = 1 } END { exit bad }' ||
    say "component above 300 lines"

# ---- promises left ------------------------------------------------------------------------------
grep -rnE 'TODO|FIXME|\bXXX\b' src include migrations static/console static/survey \
    static/shared tests --include='*.[ch]' --include='*.sql' --include='*.ts' \
    --include='*.vue' && say "a promise left in the code"

# ---- what is asked has a test that shows it ------------------------------------------------------
src/tools/requirements.sh || say "tests/requirements.tsv"
src/tools/requirements.sh --self-check || say "the check of tests/requirements.tsv"

# ---- format and static analysis ------------------------------------------------------------------
clang-format --dry-run -Werror src/*/*.[ch] include/*/*.h tests/*/*.[ch] \
    2>&1 | grep -E 'error|warning' | sed 's/: error.*//' | cut -d: -f1 | sort -u |
    sed 's/^/lint: not formatted: /' | tee /dev/stderr | grep -q . && found=1
if [ "${LINT_FAST:-}" != 1 ]; then
    cppcheck -j2 --quiet --std=c11 --error-exitcode=1 --inline-suppr \
        --enable=warning,portability --suppress=missingIncludeSystem \
        --suppress=normalCheckLevelMaxBranches \
        -Iinclude -D_GNU_SOURCE src/base src/text src/crypto src/json src/sheet \
        src/db src/domain src/store src/http src/jobs src/api src/app ||
        say "cppcheck"
fi
[ "$found" = 0 ] && echo "lint: 1 passed, 0 failed"
exit "$found"
