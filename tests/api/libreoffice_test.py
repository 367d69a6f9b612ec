"""A third reader: LibreOffice opens the exported workbook as an office would,
and what it saves as CSV holds the rows that Baoxue's own CSV holds.

    libreoffice_test.py BAOXUE
"""
import csv
import os
import re
import subprocess
import sys
import tempfile

BAOXUE = os.path.abspath(sys.argv[1])


def rows(path, skip_to):
    with open(path, encoding="utf-8-sig", newline="") as f:
        all_rows = [[c.strip() for c in r] for r in csv.reader(f)]
    start = next(i for i, r in enumerate(all_rows) if r and r[0] == skip_to)
    return [r for r in all_rows[start:] if r and r[0].isdigit()]


with tempfile.TemporaryDirectory() as d:
    db = os.path.join(d, "a.db")
    subprocess.run([BAOXUE, "demo", "--children", "400", "--seed", "3", "--db", db],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    failed = 0
    out = os.path.join(d, "office")
    told = subprocess.run([BAOXUE, "export", "?", "--year", "2026", "--out", "x.csv"],
                          capture_output=True, text=True).stderr
    ledgers = re.findall(r" (\w+)（", told.split("台账：")[1])
    for ledger in ledgers:
        for end in ("xlsx", "csv"):
            subprocess.run([BAOXUE, "export", ledger, "--year", "2026", "--db", db,
                            "--out", os.path.join(d, f"{ledger}.{end}")], check=True)
    subprocess.run(["soffice", "--headless", "--convert-to", "csv:Text - txt - csv "
                    "(StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                    "--outdir", out] +
                   [os.path.join(d, f"{ledger}.xlsx") for ledger in ledgers],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env={**os.environ, "HOME": d}, timeout=240)
    for ledger in ledgers:
        made = [f for f in os.listdir(out) if f.startswith(ledger + "-")]
        ours = rows(os.path.join(d, f"{ledger}.csv"), "序号")
        theirs = rows(os.path.join(out, made[0]), "序号")
        same = len(ours) == len(theirs) and all(
            a[:3] == b[:3] for a, b in zip(ours, theirs))
        print(f"libreoffice {ledger}: {len(theirs)} rows", "" if same else "DIFFER")
        failed += not same
    print(f"{len(ledgers) - failed} passed, {failed} failed")
    sys.exit(failed != 0)
