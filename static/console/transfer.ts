/* 转学交接: how a hand-over is listed and told. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Transfer = Schema<'Transfer'>

export const transferState = (row: Transfer) =>
  label('transfer_state', row.state) + (row.overdue ? '，已超期' : '')

export const transferColumns: Column<Transfer>[] = [
  { key: 'student_name', label: '学生', width: '6em' },
  { key: 'grade', label: '年级', width: '7em', text: (row) => label('grade', row.grade) },
  { key: 'from_name', label: '转出学校' },
  { key: 'to_name', label: '转入学校' },
  { key: 'left_on', label: '离校', width: '9em', text: (row) => date(row.left_on) },
  { key: 'due_on', label: '接收期限', width: '9em', text: (row) => date(row.due_on) },
  { key: 'state', label: '状态', text: transferState },
]

export const transferFilters: Filter[] = [
  { name: 'direction', label: '转入转出', kind: 'code', table: 'transfer_direction' },
  { name: 'state', label: '状态', kind: 'code', table: 'transfer_state' },
  { name: 'school', label: '学校', kind: 'school' },
  { name: 'overdue', label: '只看超期', kind: 'check' },
]

export const writeFields: Field[] = [
  {
    name: 'to_school',
    label: '转入本市学校',
    type: 'school',
    required: false,
    hint: '转往市外的不选，填下面的学校名称。',
  },
  { name: 'to_name', label: '市外学校名称', type: 'text', required: false, max: 60 },
  { name: 'left_on', label: '离校日期', type: 'date', required: true },
  { name: 'reason', label: '转学原因', type: 'text', required: true, max: 200 },
]

export const receiveFields: Field[] = [
  { name: 'arrived_on', label: '到校日期', type: 'date', required: true },
  {
    name: 'grade',
    label: '编入年级',
    type: 'code',
    required: false,
    table: 'grade',
    hint: '不选时与原来的年级相同。',
  },
  { name: 'class', label: '编入班级', type: 'text', required: true, max: 20 },
  { name: 'boarding', label: '就读方式', type: 'code', required: false, table: 'boarding' },
]
export const confirmFields: Field[] = [
  { name: 'arrived_on', label: '到校日期', type: 'date', required: true },
]
export const withdrawFields: Field[] = [
  { name: 'note', label: '撤回原因', type: 'text', required: true, max: 200 },
]
