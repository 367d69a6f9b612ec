/* A list of the county spoilt, and put right as a person would. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const PYTHON = '/usr/bin/python3'

/* Three rows of a list spoilt, each in another way: row and column of the
 * sheet, what stands there and what belongs there. */
export const SPOILT = [
  { row: 2, column: 5, bad: '9999999999', says: 'E 列 学校标识码' },
  { row: 3, column: 6, bad: '高一', says: 'F 列 年级' },
  { row: 4, column: 1, bad: '', says: 'A 列 姓名' },
]

export function spoil(from, to) {
  const lines = readFileSync(from, 'utf8').replace(/^\ufeff/, '').split(/\r?\n/)
  const good = SPOILT.map(({ row, column, bad }) => {
    const cells = lines[row - 1].split(',')
    const [was] = cells.splice(column - 1, 1, bad)
    lines[row - 1] = cells.join(',')
    return { row, column, was }
  })
  writeFileSync(to, lines.join('\n'))
  return good
}

/* Debian's openpyxl puts right what a person would, in the workbook itself. */
export function mend(book, to, good) {
  const script = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
heads = [cell.value for cell in sheet[1]]
assert '原因' in heads and '处理办法' in heads, heads
why = heads.index('原因') + 1
for one in json.loads(sys.argv[3]):
    assert sheet.cell(one['row'], why).value, one
    assert sheet.cell(one['row'], one['column']).fill.fgColor.rgb != '00000000', one
    sheet.cell(one['row'], one['column']).value = one['was']
book.save(sys.argv[2])
`
  execFileSync(PYTHON, ['-c', script, book, to, JSON.stringify(good)])
}
