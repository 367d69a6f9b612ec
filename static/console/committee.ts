/* How members of the expert committee and their sessions are written. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Column } from './table'

export type CommitteeMember = Schema<'CommitteeMember'>
export type Assessment = Schema<'Assessment'>
export type AssessmentItem = Schema<'AssessmentItem'>

export const fieldOf = (row: { field: string }): string =>
  label('committee_field', row.field)

/* 已形成安置建议：送教上门; 待评估，已签 1/3 */
export const resultOf = (row: AssessmentItem): string => {
  const state = label('assessment_state', row.state)
  if (row.state === 'convened') return `${state}，已签 ${row.signed_seats}/${row.seats}`
  return row.advice ? `${state}：${label('placement', row.advice)}` : state
}

export const assessmentColumns: Column<AssessmentItem>[] = [
  { key: 'child_name', label: '姓名', width: '6em' },
  {
    key: 'session_on',
    label: '评估日期',
    width: '9em',
    text: (row) => date(row.session_on),
  },
  { key: 'place', label: '评估地点' },
  { key: 'state', label: '评估情况', text: resultOf },
]
