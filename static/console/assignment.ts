/* 交办: how an assignment is listed, given, and taken back. */
import { ElButton, ElMessage } from 'element-plus'
import { h, shallowRef } from 'vue'
import { api } from '@shared/api'
import { label } from '@shared/codes'
import { date } from '@shared/format'
import { asProblem } from '@shared/problem'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import type { Column } from './table'

export type Assignment = Schema<'Assignment'>
export type AssignmentItem = Schema<'AssignmentItem'>
export type AssignmentBatch = Schema<'AssignmentBatch'>
export type AssignmentTask = Schema<'AssignmentTask'>

export const dueText = (row: { due_on: string; overdue: boolean }) =>
  `${date(row.due_on)}${row.overdue ? '（已超期）' : ''}`

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
  { key: 'due_on', label: '期限', width: '12em', text: dueText },
  { key: 'reminders', label: '催办', align: 'right', width: '3em' },
]

export const assignmentFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'assignment_state' },
  { name: 'task', label: '事项', kind: 'code', table: 'assignment_task' },
  { name: 'overdue', label: '已超期', kind: 'check' },
]

/* The table of tasks, fetched once. */
export const tasks = shallowRef<AssignmentTask[]>([])
let underway: Promise<void> | null = null
export function fetchTasks(): Promise<void> {
  underway ??= api
    .get<{ items: AssignmentTask[] }>('/assignment-tasks')
    .then((answer) => void (tasks.value = answer.items))
    .catch((thrown: unknown) => {
      underway = null
      throw thrown
    })
  return underway
}

/* Says what was done, or is about to be, with a way back for some seconds. */
export function offerUndo(
  text: string,
  undo: () => void,
  seconds: number,
  later?: () => void,
): void {
  let undone = false
  const message = ElMessage({
    type: 'success',
    duration: seconds * 1000,
    showClose: true,
    message: h('span', [
      text,
      ' ',
      h(
        ElButton,
        {
          size: 'small',
          onClick: () => {
            undone = true
            message.close()
            undo()
          },
        },
        () => '撤销',
      ),
    ]),
    onClose: () => {
      if (!undone) later?.()
    },
  })
}

/* What was just given can be taken back, all of it or nothing. */
export function offerWithdrawal(batch: AssignmentBatch, done: () => void): void {
  const withdraw = async () => {
    try {
      await api.post('/assignments/withdraw', {
        assignments: batch.items.map(({ id }) => ({ id })),
        note: '交办后撤销',
      })
      ElMessage.success('已撤回，承办单位不再看到。')
    } catch (thrown) {
      const problem = asProblem(thrown)
      ElMessage.error(`${problem.title}：${problem.detail}`)
    }
    done()
  }
  offerUndo(`已交办 ${batch.items.length} 项。`, () => void withdraw(), 10)
}
