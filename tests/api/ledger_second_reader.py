#!/usr/bin/python3
"""Opens an exported workbook with another reader and compares it with the CSV
of the same ledger: head, every row, every cell.  Exit 1 on any difference."""

import csv
import datetime
import sys

import openpyxl

# What a spreadsheet would run; the CSV puts a ' before it.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def text(value):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plain(cell):
    if cell[:1] == "'" and cell[1:].startswith(FORMULA):
        return cell[1:]
    return cell.replace("\r\n", "\n")


def head_row(sheet):
    """The row of the head that begins with 序号."""
    for row in range(1, min(sheet.max_row, 10) + 1):
        if sheet.cell(row, 1).value == "序号":
            return row
    sys.exit("no head in the workbook")


def lines(value, width):
    wide = sum(2 if ord(c) >= 0x1100 else 1 for c in value)
    return max(1, -(-wide // max(1, round(width))))


def see_whole(sheet, top):
    """Every text stands in its cell whole: wrapped, in a row as high as it."""
    widths = {}
    for d in sheet.column_dimensions.values():
        widths.update((column, d.width) for column in range(d.min, d.max + 1))
    for row in sheet.iter_rows(min_row=top):
        most = 1
        for cell in row:
            if isinstance(cell.value, str) and cell.alignment.wrapText:
                most = max(most, lines(cell.value, widths[cell.column] - 0.7))
            elif isinstance(cell.value, str) and cell.border.left.style:
                sys.exit("a text that runs over its cell in " + cell.coordinate)
        high = sheet.row_dimensions[row[0].row].height or 15
        if high < 13 * most:
            sys.exit("row %d is %g high, for %d lines" % (row[0].row, high, most))


def read_xlsx(path):
    sheet = openpyxl.load_workbook(path).active
    top = head_row(sheet)
    merged = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merged[row, column] = sheet.cell(area.min_row, area.min_col)
    width = sheet.max_column
    # 序号 stands in no group: it reaches down over a head of two rows.
    two = merged.get((top + 1, 1)) is not None and (
        merged[top + 1, 1].row == top
    )
    head = []
    for column in range(1, width + 1):
        above = merged.get((top, column), sheet.cell(top, column))
        below = merged.get((top + 1, column), sheet.cell(top + 1, column))
        name = text(above.value)
        if two and below is not above:
            name = name + "-" + text(below.value)
        head.append(name)
    see_whole(sheet, top + (2 if two else 1))
    rows = []
    for row in range(top + (2 if two else 1), sheet.max_row + 1):
        if (row, 1) in merged or not isinstance(
            sheet.cell(row, 1).value, (int, float)
        ):
            break  # the foot
        rows.append([text(sheet.cell(row, c).value) for c in range(1, width + 1)])
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                sys.exit("a formula in " + cell.coordinate)
    return head, rows


def read_csv(path):
    with open(path, "rb") as f:
        data = f.read()
    if not data.startswith(b"\xef\xbb\xbf"):
        sys.exit("the CSV has no byte order mark")
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))
    head, rows = lines[0], lines[1:]
    if rows and not rows[-1][0].isdigit():
        rows = rows[:-1]  # the watermark
    return head, [[plain(cell) for cell in row] for row in rows]


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: ledger_second_reader.py F.xlsx F.csv")
    xlsx_head, xlsx_rows = read_xlsx(sys.argv[1])
    csv_head, csv_rows = read_csv(sys.argv[2])
    bad = 0
    if xlsx_head != csv_head:
        print("heads differ:", xlsx_head, csv_head)
        bad += 1
    if len(xlsx_rows) != len(csv_rows):
        print("rows: %d in the workbook, %d in the CSV"
              % (len(xlsx_rows), len(csv_rows)))
        bad += 1
    for number, (a, b) in enumerate(zip(xlsx_rows, csv_rows), 1):
        for name, x, y in zip(csv_head, a, b):
            if x != y:
                print("row %d, %s: %r in the workbook, %r in the CSV"
                      % (number, name, x, y))
                bad += 1
        if len(a) != len(b):
            print("row %d: %d cells, %d cells" % (number, len(a), len(b)))
            bad += 1
    if bad:
        sys.exit(1)
    print("%d rows, %d columns, no difference" % (len(csv_rows), len(csv_head)))


if __name__ == "__main__":
    main()
