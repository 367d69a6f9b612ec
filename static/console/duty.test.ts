import { describe, expect, it } from 'vitest'
import { matrixOf, partText, periodText, stateText, type Duty } from './duty'

const duty = (id: number, unit: string, rhythm: string) =>
  ({ id, unit, unit_name: unit, rhythm, overdue: false, late: false, state: 'open' }) as Duty

describe('the matrix of duties', () => {
  it('gives each unit one row, with its duties under their time', () => {
    const { rhythms, units } = matrixOf([
      duty(1, 'a', 'august'),
      duty(2, 'b', 'always'),
      duty(3, 'a', 'august'),
    ])
    expect(rhythms).toEqual(['august', 'always'])
    expect(units.map((unit) => unit.id)).toEqual(['a', 'b'])
    expect(units[0]?.cells.august?.map((one) => one.id)).toEqual([1, 3])
    expect(units[1]?.cells.august).toBeUndefined()
  })

  it('says the part of the year as one does', () => {
    expect(['2026', '2026-Q4', '2026-09'].map(periodText)).toEqual([
      '2026年',
      '2026年第四季度',
      '2026年9月',
    ])
    expect(partText('2026')).toBe('')
  })

  it('says of what is overdue that it is', () => {
    expect(stateText({ ...duty(1, 'a', 'august'), overdue: true })).toBe('已超期，待报送')
  })
})
