#!/bin/bash
# Generates a county's rosters for each seed, imports and reconciles them, and
# judges what comes out.  evaluate.sh BAOXUE [CHILDREN [SEED...]]
set -euo pipefail
here=$(dirname "$0")
baoxue=$1
children=${2:-20000}
seeds=("${@:3}")
[ ${#seeds[@]} -gt 0 ] || seeds=(1 2 3 4 5)
year=2026
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for seed in "${seeds[@]}"; do
    dir=$out/$seed
    "$baoxue" generate --children "$children" --seed "$seed" --year $year \
        --out "$dir" >/dev/null 2>"$out/log" || { cat "$out/log"; exit 1; }
    "$baoxue" init --divisions "$here/../data/divisions-230381.csv" \
        --db "$dir/county.db" >/dev/null
    for kind in schools enrolment attendance household_register \
        register_change poverty disability assigned; do
        # what is refused stands in the report, and the judge looks at it
        "$baoxue" import $kind "$dir/$kind.csv" --year $year --partial --json \
            --db "$dir/county.db" >"$dir/$kind.json" 2>"$out/log" ||
            { tail -n 5 "$out/log"; echo "import $kind of seed $seed failed"; exit 1; }
    done
    "$baoxue" reconcile --year $year --out "$dir/verdicts.csv" \
        --db "$dir/county.db" >"$out/log" 2>&1 ||
        { tail -n 5 "$out/log"; echo "reconcile of seed $seed failed"; exit 1; }
    rm -rf "$dir"/county.db*
done
python3 -B "$here/evaluate.py" "${seeds[@]/#/$out/}"
