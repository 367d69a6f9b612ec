import { describe, expect, it } from 'vitest'
import {
  blank,
  body,
  changes,
  control,
  filled,
  missing,
  words,
  type Field,
} from './fields'

const field = (more: Partial<Field>): Field => ({
  name: 'x',
  label: '样例',
  type: 'text',
  required: false,
  ...more,
})

const choices = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ code: `${i}`, label: `第${i}项` }))

describe('the control of a field', () => {
  it('is a line for a short text', () => {
    expect(control(field({ max: 40 }))).toBe('line')
  })
  it('is an area for a long text', () => {
    expect(control(field({ max: 500 }))).toBe('area')
  })
  it('shows few options at once and many in a list', () => {
    expect(control(field({ options: choices(3) }))).toBe('radio')
    expect(control(field({ options: choices(20) }))).toBe('select')
  })
})

describe('what is missing', () => {
  it('is what is required and blank', () => {
    const fields = [
      field({ name: 'reason', required: true }),
      field({ name: 'note' }),
    ]
    expect(missing(fields, { reason: '  ', note: '' })).toEqual(['reason'])
  })
  it('is not a no', () => {
    const fields = [field({ type: 'boolean', required: true })]
    expect(missing(fields, { x: false })).toEqual([])
    expect(missing(fields, blank(fields))).toEqual(['x'])
  })
})

describe('the body', () => {
  it('leaves out what is blank', () => {
    expect(body([field({})], { x: '' })).toEqual({})
  })
  it('turns a number into one', () => {
    expect(body([field({ type: 'integer' })], { x: ' 12 ' })).toEqual({ x: 12 })
  })
  it('leaves what is no number to the server', () => {
    expect(body([field({ type: 'integer' })], { x: '十二' })).toEqual({ x: '十二' })
  })
  it('gives a time its offset', () => {
    expect(body([field({ type: 'time' })], { x: '2026-08-31T09:30' })).toEqual({
      x: '2026-08-31T09:30:00+08:00',
    })
  })
  it('holds only the fields that are described', () => {
    expect(body([field({})], { x: '甲', other: '乙' })).toEqual({ x: '甲' })
  })
})

describe('what changed', () => {
  const fields = [
    field({ name: 'name', required: true }),
    field({ name: 'note' }),
    field({ name: 'rank', type: 'integer' }),
    field({ name: 'id_no', kept: true }),
  ]
  const record = { name: '甲', note: '旧', rank: 3, id_no: '230381****' }

  it('is nothing while the form stands as it was filled', () => {
    expect(changes(fields, record, filled(fields, record))).toEqual({})
  })
  it('is the new value alone', () => {
    const values = { ...filled(fields, record), rank: '4' }
    expect(changes(fields, record, values)).toEqual({ rank: 4 })
  })
  it('is null for what was emptied', () => {
    const values = { ...filled(fields, record), note: ' ' }
    expect(changes(fields, record, values)).toEqual({ note: null })
  })
  it('leaves a masked value alone unless it is typed anew', () => {
    expect(filled(fields, record).id_no).toBe('')
    const values = { ...filled(fields, record), id_no: 'X1' }
    expect(changes(fields, record, values)).toEqual({ id_no: 'X1' })
  })
})

describe('a value in words', () => {
  it('is its label', () => {
    expect(words(field({ options: choices(3) }), '1')).toBe('第1项')
  })
  it('is said to be empty when it is', () => {
    expect(words(field({}), '')).toBe('（空）')
  })
})
