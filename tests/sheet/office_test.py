"""One table, written by openpyxl, LibreOffice and Gnumeric as XLSX, XLS and
CSV: Baoxue reads the same rows in all of them.

    office_test.py ROWS           makes the files anew and reads them
    office_test.py ROWS --keep D  also keeps them in the folder D, as samples
"""
import datetime
import os
import shutil
import subprocess
import sys
import tempfile

import openpyxl

ROWS = os.path.abspath(sys.argv[1])
KEEP = sys.argv[3] if len(sys.argv) > 3 else None
CALC_CSV = "csv:Text - txt - csv (StarCalc):44,34,85,1,,0,false,true,false"

TABLE = [
    ["测试县适龄儿童名单"],
    ["序号", "姓名", "身份证号", "出生日期", "年级", "身高", "住校", "备注", "周岁"],
    [1, "测试甲", "230381201009011234", datetime.date(2010, 9, 1), "初二", 1.52,
     True, "父母外出，随奶奶", "=2024-2010"],
    [2, "测试·乙", "23038120110228123X", datetime.date(2011, 2, 28), "初一", 1.5,
     False, "两行\n备注", "=A4*13"],
    [3, "测试丙𠮷", "230381201212311239", datetime.date(2012, 12, 31), None, None,
     None, '带"引号",和逗号', '="第"&A5&"名"'],
    [4, "㐂测试丁", "000123", datetime.date(1999, 1, 1), "", 0.1, True, None,
     "=1/8"],
]
EXPECTED = """\
1\t测试县适龄儿童名单
1\t序号\t姓名\t身份证号\t出生日期\t年级\t身高\t住校\t备注\t周岁
1\t1\t测试甲\t230381201009011234\t2010-09-01\t初二\t1.52\tTRUE\t父母外出，随奶奶\t14
1\t2\t测试·乙\t23038120110228123X\t2011-02-28\t初一\t1.5\tFALSE\t两行
备注\t26
1\t3\t测试丙𠮷\t230381201212311239\t2012-12-31\t\t\t\t带"引号",和逗号\t第3名
1\t4\t㐂测试丁\t000123\t1999-01-01\t\t0.1\tTRUE\t\t0.125
"""


def write(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in TABLE:
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    for row in sheet.iter_rows(min_row=3, min_col=4, max_col=4):
        row[0].number_format = "yyyy-mm-dd"
    book.save(path)


def run(*command):
    subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, env={**os.environ, "HOME": home})


with tempfile.TemporaryDirectory() as home:
    def at(name):
        return os.path.join(home, name)

    write(at("source.xlsx"))
    for kind, name in (("xlsx:Calc MS Excel 2007 XML", "xlsx"),
                       ("xls:MS Excel 97", "xls"), (CALC_CSV, "csv")):
        run("soffice", "--headless", "--convert-to", kind, "--outdir", at("calc"),
            at("source.xlsx"))
        os.rename(at(f"calc/source.{name}"), at(f"calc.{name}"))
    for kind, name in (("Gnumeric_Excel:xlsx", "gnumeric.xlsx"),
                       ("Gnumeric_Excel:excel_biff8", "gnumeric.xls")):
        run("ssconvert", "-T", kind, at("calc.xlsx"), at(name))
    # openpyxl saves no results with formulas, so it gets them as values
    values = openpyxl.load_workbook(at("calc.xlsx"), data_only=True)
    values.save(at("openpyxl.xlsx"))

    failed = 0
    files = ["openpyxl.xlsx", "calc.xlsx", "calc.xls", "calc.csv", "gnumeric.xlsx",
             "gnumeric.xls"]
    for name in files:
        got = subprocess.run([ROWS, at(name)], capture_output=True, text=True,
                             timeout=60)
        same = got.stdout == EXPECTED
        failed += not same
        print(f"office {name}:", "same rows" if same else
              f"DIFFERS\n{got.stdout}{got.stderr}")
        if KEEP and same:
            shutil.copy(at(name), os.path.join(KEEP, name))
    print(f"{len(files) - failed} passed, {failed} failed")
    sys.exit(failed != 0)
