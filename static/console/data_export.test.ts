import { expect, test } from 'vitest'
import { endText, isUnderWay, shareOf, stepText, type DataExport } from './data_export'

const one = (more: Partial<DataExport>): DataExport => ({
  id: 1,
  form: 'csv',
  full: false,
  reason: '年度归档',
  state: 'running',
  sheet: '学生',
  sheets_done: 0,
  sheets_total: 40,
  rows_done: 1200,
  size: null,
  fault: null,
  created_at: '2026-08-20T09:00:00+08:00',
  finished_at: null,
  kept_until: null,
  version: 1,
  ...more,
})

test('an export that waits has no share yet', () => {
  const waiting = one({ state: 'waiting', sheet: null, sheets_total: 0 })
  expect(shareOf(waiting)).toBeNull()
  expect(isUnderWay(waiting)).toBe(true)
})

test('one that runs says which table it is at', () => {
  expect(stepText(one({ sheets_done: 10 }))).toContain('“学生”')
  expect(shareOf(one({ sheets_done: 10 }))).toBe(0.25)
})

test('one that has written all its tables is packing', () => {
  expect(stepText(one({ sheet: null, sheets_done: 40 }))).toBe('正在打包')
})

test('one that failed says why', () => {
  expect(endText(one({ state: 'failed', fault: '磁盘空间不足。' }))).toContain('磁盘空间不足')
  expect(isUnderWay(one({ state: 'failed' }))).toBe(false)
})
