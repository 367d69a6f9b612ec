#!/bin/bash
# Checks tests/requirements.tsv: every requirement of the plan stands
# there once, and every test it names exists in the file it names.
# requirements.sh [TABLE]; prints each finding and ends with 1 when there is one.
# --self-check breaks the table in every such way and expects to be told.
set -u
table=tests/requirements.tsv
wanted="$(echo {1..103})"

# Written and, in C, also registered with the runner.
has_test() {
    case $1 in
    *.c) grep -qE "^static void $2\(void \*\*" "$1" &&
        grep -qE "^ +([A-Z_]+|cmocka_unit_test[a-z_]*)\($2\b" "$1" ;;
    *.mjs) grep -qE "function $2\b" "$1" ;;
    *.py) grep -qE "^ *def $2\b" "$1" ;;
    *) false ;;
    esac
}

check() {
    local found=0 number phrase answer tests rest more t
    local -A seen=()
    while IFS=$'\t' read -r number phrase answer tests rest more; do
        [[ $number == \#* ]] && continue
        [ -n "$rest" ] && [ -z "$more" ] ||
            { echo "requirements: $number has not five columns"; found=1; }
        [ -z "${seen[$number]:-}" ] ||
            { echo "requirements: $number stands twice"; found=1; }
        seen[$number]=1
        [ "$tests" != - ] || { [ "$answer" = - ] && [ "$rest" != - ]; } ||
            { echo "requirements: $number claims what no test shows"; found=1; }
        for t in ${tests#-}; do
            [ -f "${t%%:*}" ] && has_test "${t%%:*}" "${t##*:}" ||
                { echo "requirements: $number names no test: $t"; found=1; }
        done
    done <"$1"
    for number in $wanted; do
        [ -n "${seen[R$number]:-}" ] ||
            { echo "requirements: R$number is missing"; found=1; }
    done
    return "$found"
}

# One fault each, by a sed script.
self_check() {
    local broken fault
    check "$table" >/dev/null || return 1
    broken=$(mktemp) || return 1
    for fault in '/^R62\t/d' '/^R62\t/p' 's/_once/_ones/' 's/\ttests\/unit\/plan/&s/' \
        '/^R9\t/s/\ttests[^\t]*/\t-/' '/^R24\t/s/\ttests[^\t]*\t-$/\t-\t-/' '/^R9\t/s/\t-$//'; do
        sed "$fault" "$table" >"$broken"
        if check "$broken" >/dev/null; then
            echo "requirements: not noticed: $fault"
            rm -f "$broken"
            return 1
        fi
    done
    rm -f "$broken"
}

if [ "${1:-}" = --self-check ]; then self_check; else check "${1:-$table}"; fi
