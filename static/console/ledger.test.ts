import { describe, expect, it } from 'vitest'
import { heads, type LedgerColumn } from './ledger'

const column = (header: string, group: string | null = null): LedgerColumn => ({
  name: header,
  header,
  group,
  kind: 'text',
})

describe('the heads of a ledger', () => {
  it('merge the neighbours of a group', () => {
    const { top, low } = heads([
      column('姓名'),
      column('省市县', '就读学校'),
      column('学校名称', '就读学校'),
      column('备注'),
    ])
    expect(top).toEqual([
      { text: '姓名', span: 1, deep: 2 },
      { text: '就读学校', span: 2, deep: 1 },
      { text: '备注', span: 1, deep: 2 },
    ])
    expect(low.map((head) => head.text)).toEqual(['省市县', '学校名称'])
  })
  it('are one row where nothing is grouped', () => {
    const { top, low } = heads([column('姓名'), column('性别')])
    expect(top.every((head) => head.deep === 1)).toBe(true)
    expect(low).toEqual([])
  })
  it('keep two groups of one name apart when something stands between', () => {
    const { top } = heads([column('甲', '组'), column('乙'), column('丙', '组')])
    expect(top.map((head) => head.span)).toEqual([1, 1, 1])
  })
})
