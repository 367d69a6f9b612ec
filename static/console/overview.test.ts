import { describe, expect, it } from 'vitest'
import { lateByLevel, missing, reached, type Figure, type Tally } from './overview'

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
})
