"""One list, written by openpyxl, LibreOffice and Gnumeric as XLSX, XLS and CSV
(GB18030), imported each into a store of its own: the same rows are taken and
refused for the same reasons, and the same children come out.

    office_import_test.py BAOXUE
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

import openpyxl

BAOXUE = os.path.abspath(sys.argv[1])
DIVISIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                         "data", "divisions-230381.csv")
# comma, quotes, GB18030 (85), text as shown
GB_CSV = "csv:Text - txt - csv (StarCalc):44,34,85,1,,0,false,true,false"
YEAR = "2026"


def run(*command):
    return subprocess.run(command, check=True, timeout=180, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env={**os.environ, "HOME": home}).stdout


def write(rows, path):
    """Under a title, all cells text as a careful clerk has them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["虎林市学籍名单（造的）"])
    sheet.merge_cells("A1:F1")
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format = "@"
    book.save(path)


def taken(name):
    """What an import reports, and the children it leads to."""
    db = at(f"{name}.db")
    run(BAOXUE, "init", "--divisions", DIVISIONS, "--db", db)
    run(BAOXUE, "import", "schools", at("lists/schools.csv"), "--year", YEAR,
        "--db", db)
    report = json.loads(run(BAOXUE, "import", "enrolment", at(name), "--year",
                            YEAR, "--partial", "--json", "--db", db))
    run(BAOXUE, "reconcile", "--year", YEAR, "--out", at(f"{name}.verdicts"),
        "--db", db)
    with open(at(f"{name}.verdicts"), encoding="utf-8-sig") as f:
        return report, sorted(f)


def difference(got, expected):
    """The first thing that is not alike."""
    for key, value in expected[0].items():
        if got[0].get(key) != value:
            return f"{key} {got[0].get(key)}, not {value}"[:600]
    pairs = [(a, b) for a, b in zip(got[1], expected[1]) if a != b]
    return f"{len(got[1])} children, not {len(expected[1])}; {pairs[:2]}"


with tempfile.TemporaryDirectory() as home:
    def at(name):
        return os.path.join(home, name)

    run(BAOXUE, "generate", "--children", "200", "--seed", "11", "--year", YEAR,
        "--out", at("lists"))
    with open(at("lists/enrolment.csv"), encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))
    rows[3][rows[0].index("年级")] = "高一"
    rows[4][rows[0].index("姓名")] = "㐂测𠮷"
    write(rows, at("openpyxl.xlsx"))
    for kind, name in (("xlsx:Calc MS Excel 2007 XML", "xlsx"),
                       ("xls:MS Excel 97", "xls"), (GB_CSV, "csv")):
        run("soffice", "--headless", "--convert-to", kind, "--outdir", at("calc"),
            at("openpyxl.xlsx"))
        os.rename(at(f"calc/openpyxl.{name}"), at(f"calc.{name}"))
    for kind, name in (("Gnumeric_Excel:xlsx", "gnumeric.xlsx"),
                       ("Gnumeric_Excel:excel_biff8", "gnumeric.xls")):
        run("ssconvert", "-T", kind, at("calc.xlsx"), at(name))

    with open(at("calc.csv"), "rb") as f:
        assert "㐂测𠮷".encode("gb18030") in f.read()
    expected = taken("openpyxl.xlsx")
    assert expected[0]["refused"] > 0 and expected[0]["added"] > 100, expected[0]
    files = ["calc.xlsx", "calc.xls", "calc.csv", "gnumeric.xlsx", "gnumeric.xls"]
    failed = 0
    for name in files:
        got = taken(name)
        same = got == expected
        failed += not same
        print(f"office import {name}:", "same children" if same else
              "DIFFERS: " + difference(got, expected))
    print(f"{len(files) - failed} passed, {failed} failed")
    sys.exit(failed != 0)
