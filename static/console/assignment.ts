/* 交办: how an assignment is listed and filtered. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import type { Column } from './table'

export type Assignment = Schema<'Assignment'>
export type AssignmentItem = Schema<'AssignmentItem'>

export const assignmentColumns: Column<AssignmentItem>[] = [
  { key: 'task_title', label: '事项', width: '11em' },
  { key: 'student_name', label: '学生', width: '6em' },
  { key: 'unit_name', label: '承办单位' },
  {
    key: 'state',
    label: '状态',
    width: '8em',
    text: (row) => label('assignment_state', row.state),
  },
  {
    key: 'due_on',
    label: '期限',
    width: '12em',
    text: (row) => `${date(row.due_on)}${row.overdue ? '（已超期）' : ''}`,
  },
  { key: 'reminders', label: '催办', align: 'right', width: '3em' },
]

export const assignmentFilters: Filter[] = [
  { name: 'mine', label: '待我办理', kind: 'check' },
  { name: 'state', label: '状态', kind: 'code', table: 'assignment_state' },
  { name: 'task', label: '事项', kind: 'code', table: 'assignment_task' },
  { name: 'overdue', label: '已超期', kind: 'check' },
]
