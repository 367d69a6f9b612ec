/* 结对帮扶: how mentors, children and visits are listed and asked for. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type PairingItem = Schema<'PairingItem'>
export type Pairing = Schema<'Pairing'>
export type PairingVisit = Schema<'PairingVisit'>

/* When it was last looked after, or that it was not. */
export const visitedText = (one: PairingItem | Pairing) =>
  one.visited_on ? `${date(one.visited_on)}，共 ${one.visits} 次` : '还没有走访'

const mentorColumns: Column<PairingItem>[] = [
  { key: 'mentor', label: '帮扶人', width: '6em' },
  { key: 'unit_name', label: '帮扶单位' },
  { key: 'difficulty', label: '困难', text: (row) => label('difficulty', row.difficulty) },
  { key: 'from_date', label: '结对', width: '9em', text: (row) => date(row.from_date) },
  { key: 'visited_on', label: '最近走访', text: visitedText },
  { key: 'state', label: '状态', text: (row) => label('pairing_state', row.state) },
]
export const childPairingColumns = mentorColumns
export const pairingColumns: Column<PairingItem>[] = [
  { key: 'student_name', label: '学生', width: '6em' },
  { key: 'school_name', label: '学校' },
  { key: 'township', label: '乡镇街道' },
  ...mentorColumns,
]
export const visitColumns: Column<PairingVisit>[] = [
  { key: 'visited_on', label: '日期', width: '9em', text: (row) => date(row.visited_on) },
  { key: 'method', label: '方式', width: '5em', text: (row) => label('pairing_method', row.method) },
  { key: 'done', label: '走访情况' },
  { key: 'account_name', label: '登记人', width: '6em' },
]
export const pairingFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'pairing_state' },
  { name: 'quiet', label: '只看久未走访', kind: 'check' },
]

export const pairingFields: Field[] = [
  { name: 'mentor', label: '帮扶人', type: 'text', required: true, max: 60 },
  { name: 'unit', label: '帮扶单位', type: 'unit', required: true },
  { name: 'phone', label: '帮扶人电话', type: 'text', required: false, max: 20 },
  { name: 'difficulty', label: '困难类别', type: 'code', required: true, table: 'difficulty' },
  {
    name: 'plan',
    label: '帮扶打算',
    type: 'text',
    required: true,
    max: 1000,
    hint: '如：每月入户一次，辅导功课，联系救助。',
  },
  { name: 'from_date', label: '结对日期', type: 'date', required: true },
]
export const visitFields: Field[] = [
  { name: 'visited_on', label: '走访日期', type: 'date', required: true },
  { name: 'method', label: '走访方式', type: 'code', required: true, table: 'pairing_method' },
  { name: 'done', label: '走访情况', type: 'text', required: true, max: 1000 },
]
export const endFields: Field[] = [
  { name: 'to_date', label: '结束日期', type: 'date', required: true },
  { name: 'ending', label: '结束的原因', type: 'text', required: true, max: 500 },
]
