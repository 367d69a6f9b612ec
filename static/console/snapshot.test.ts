import { describe, expect, it } from 'vitest'
import type { LedgerColumn } from './ledger'
import { changes, type Difference } from './snapshot'

const columns: LedgerColumn[] = [
  { name: 'name', header: '姓名', group: null, kind: 'text' },
  { name: 'level', header: '责任层级', group: null, kind: 'text' },
]
const different = (before: unknown, after: unknown) =>
  ({ kind: 'changed', student_id: 1, case_id: 2, name: '甲', before, after }) as Difference

describe('differences of a locked ledger', () => {
  it('names the columns that are not as they were', () => {
    const told = changes(
      different([{ name: '甲', level: null }], [{ name: '甲', level: '村居' }]),
      columns,
    )
    expect(told).toEqual(['责任层级：空 → 村居'])
  })
  it('says so when only what is masked has changed', () => {
    expect(changes(different([{ name: '甲' }], [{ name: '甲' }]), columns)).toEqual([
      '隐去的内容有变更',
    ])
  })
  it('has no columns for a line that came or went', () => {
    expect(changes(different(null, [{ name: '甲' }]), columns)).toEqual([])
  })
})
