import { describe, expect, it } from 'vitest'
import { lateByLevel, lateUnits, missing, reached, type Figure, type Tally } from './overview'

const rungs = [
  { code: 'class_teacher', label: '班主任' },
  { code: 'principal', label: '校长' },
  { code: 'bureau', label: '教育局' },
]
const tally = (state: string, level: string, n: number, overdue = 0) =>
  ({ state, level, disposition: null, n, overdue }) as Tally

describe('the leaders’ page', () => {
  it('counts as missing what a denominator has over its numerator', () => {
    expect(missing({ denominator: 10, numerator: 7 } as Figure)).toBe(3)
  })
  it('counts a case on its rung and on all below it, a dismissed one on none', () => {
    const found = reached(
      [
        tally('persuading', 'class_teacher', 4),
        tally('closed', 'principal', 2),
        tally('review', 'bureau', 1),
        tally('dismissed', 'bureau', 8),
      ],
      rungs,
    )
    expect(found.map(({ value }) => value)).toEqual([7, 3, 1])
  })
  it('leaves out what is closed, and rungs with nothing on them', () => {
    const found = lateByLevel(
      [
        tally('persuading', 'principal', 5, 2),
        tally('enforcing', 'principal', 1, 1),
        tally('closed', 'bureau', 9, 0),
      ],
      rungs,
    )
    expect(found).toEqual([{ id: 'principal', label: '校长', open: 6, overdue: 3 }])
  })
  it('names first whoever is late with most', () => {
    expect(lateUnits([])).toBe('')
    expect(lateUnits(['甲镇', '乙局', '乙局'])).toBe('乙局 2、甲镇 1')
    expect(lateUnits(['一', '二', '三', '四', '五', '六'])).toBe(
      '一 1、二 1、三 1、四 1、五 1 等 6 个单位',
    )
  })
})
