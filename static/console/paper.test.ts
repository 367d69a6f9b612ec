import { describe, expect, it } from 'vitest'
import { isTable, isWhole, partsOf, type Block, type Table } from './paper'

const block = (type: Block['type'], ...cells: string[]): Block => ({
  type,
  text: null,
  cells,
  attachment_id: null,
})

describe('the parts of a paper', () => {
  it('puts the rows of a form into one table', () => {
    const parts = partsOf([
      block('title'),
      block('row', '姓名', '甲', '性别', '男'),
      block('row', '住址', '乙'),
      block('box', '意见', '（公章）'),
      block('note'),
    ])
    expect(parts.map((part) => part.type)).toEqual(['title', 'form', 'note'])
    expect((parts[1] as Table).rows).toHaveLength(3)
    expect((parts[1] as Table).columns).toBe(4)
  })

  it('begins another table where a list follows a form', () => {
    const parts = partsOf([
      block('row', '姓名', '甲'),
      block('cols', '次数', '日期'),
      block('item', '1', '2026年9月1日'),
      block('p'),
      block('cols', '次数', '日期'),
    ])
    expect(parts.map((part) => part.type)).toEqual(['form', 'list', 'p', 'list'])
    expect(parts.filter(isTable)).toHaveLength(3)
  })

  it('keeps dates and short words whole', () => {
    expect(isWhole('2026年9月10日')).toBe(true)
    expect(isWhole('上门')).toBe(true)
    expect(isWhole('包片干部、班主任')).toBe(false)
  })
})
