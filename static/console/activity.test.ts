import { describe, expect, it } from 'vitest'
import { byKind, byUnit, hazardState, type ActivityCount } from './activity'

const line = (unit: string, kind: string, activities: number, people: number): ActivityCount =>
  ({ unit, unit_name: unit, kind, activities, people, amount_yuan: 0 }) as ActivityCount

const counts = [line('a', 'law', 2, 40), line('a', 'funds', 1, 0), line('b', 'law', 3, 9)]

describe('the counts of a year', () => {
  it('gives each unit one line with its kinds', () => {
    expect(byUnit(counts)).toEqual([
      { id: 'a', name: 'a', total: 3, people: 40, kinds: { law: 2, funds: 1 } },
      { id: 'b', name: 'b', total: 3, people: 9, kinds: { law: 3 } },
    ])
  })

  it('adds the units up by kind, in the order of the table, none left empty', () => {
    expect(
      byKind(counts, ['publicity', 'law', 'funds']).map(({ kind, value }) => [kind, value]),
    ).toEqual([
      ['law', 5],
      ['funds', 1],
    ])
  })

  it('says of a hazard that it was late, also when it is mended', () => {
    expect(hazardState({ state: 'passed', overdue: false, late: true })).toContain('曾超期')
  })
})
