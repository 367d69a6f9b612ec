#!/bin/bash
# Runs fuzzers one after another: run.sh SECONDS FUZZER...  New inputs go to a
# scratch folder; a crash is kept under build/ and fails the run.
set -u
seconds=$1
shift
passed=0 failed=0
for fuzzer in "$@"; do
    name=$(basename "$fuzzer" _fuzz)
    scratch=$(mktemp -d)
    mkdir -p build/crashes
    if "$fuzzer" "$scratch" "tests/fuzz/corpus/$name" -max_total_time="$seconds" \
        -max_len=20000 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="build/crashes/$name-" >"$scratch.log" 2>&1; then
        passed=$((passed + 1))
        echo "fuzz $name: $(sed -n 's/.*number_of_executed_units: *//p' "$scratch.log") inputs in $seconds s"
    else
        failed=$((failed + 1))
        echo "fuzz $name FAILED"
        grep -E 'ERROR|SUMMARY|#[0-9]+ ' "$scratch.log" | head -n 30
    fi
    rm -rf "$scratch" "$scratch.log"
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
