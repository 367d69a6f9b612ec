import { describe, expect, it } from 'vitest'
import { columnName, outcome, shareOf, type Import } from './roster'

const read = (some: Partial<Import>) =>
  ({
    rows_total: 0,
    rows_done: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    ended: 0,
    ...some,
  }) as Import

describe('an import in words', () => {
  it('names columns as spreadsheets do', () => {
    expect([1, 26, 27, 52, 53, 702, 703].map(columnName)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ])
  })

  it('tells what becomes of the rows and leaves out what there is none of', () => {
    expect(outcome(read({ rows_total: 1300, added: 1290, refused: 10 }))).toBe(
      '1,300 行：新增 1,290、拒绝 10',
    )
  })

  it('knows no share before it knows how many rows there are', () => {
    expect(shareOf(read({}))).toBeNull()
    expect(shareOf(read({ rows_total: 4, rows_done: 1 }))).toBe(0.25)
  })
})
