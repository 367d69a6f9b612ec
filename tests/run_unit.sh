#!/bin/bash
# Runs test programs, two at a time, each within two minutes; prints what
# failed and one closing line.
set -u
export ASAN_OPTIONS=detect_stack_use_after_return=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
one() {
    local log=$1/$(basename "$2").log
    if timeout 180 "$2" >"$log" 2>&1; then
        echo "ok $2" >>"$1/passed"
    else
        echo "$2" >>"$1/failed"
        echo "FAILED $2"
        grep -vE '^\{"at"' "$log" | grep -E \
            'FAILED|ERROR|error|SUMMARY|runtime|assert|\.c:[0-9]' | head -n 40
    fi
    return 0
}
export -f one
printf '%s\n' "$@" | xargs -P 2 -I{} bash -c 'one "$@"' _ "$out" {}
count() { [ -f "$1" ] && wc -l <"$1" || echo 0; }
tests=$(cat "$out"/*.log | grep -cE '^\[ +OK +\]')
echo "unit: $tests checks in $(($(count "$out/passed") + $(count "$out/failed"))) programs"
echo "$(count "$out/passed") passed, $(count "$out/failed") failed"
[ ! -f "$out/failed" ]
