/* 逐级上报: how those who learn elsewhere without 学籍 are listed. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type UpwardReport = Schema<'UpwardReport'>
export type UpwardListing = Schema<'UpwardListing'>

export const upwardColumns: Column<UpwardReport>[] = [
  { key: 'upward_no', label: '上报编号', width: '11em' },
  { key: 'name', label: '姓名', width: '6em' },
  { key: 'township', label: '乡镇街道' },
  { key: 'school_name', label: '就读学校' },
  { key: 'report_no', label: '上报文号' },
  { key: 'reported_on', label: '上报日期', width: '9em', text: (row) => date(row.reported_on) },
  { key: 'state', label: '状态', text: (row) => label('upward_state', row.state) },
  { key: 'answer', label: '答复', text: (row) => label('upward_answer', row.answer) },
]
export const upwardFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'upward_state' },
]
export const answerFields: Field[] = [
  { name: 'answer', label: '上级答复', type: 'code', required: true, table: 'upward_answer' },
  { name: 'answered_on', label: '答复日期', type: 'date', required: true },
  { name: 'note', label: '答复内容', type: 'text', required: false, max: 500 },
]
