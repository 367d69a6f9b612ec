/* How a survey round is written, and its form. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Column } from './table'

export type Round = Schema<'SurveyRound'>
export type Coverage = Schema<'SurveyCoverage'> & { id: string }
export type Door = Schema<'SurveyDoor'> & { id: number }

export const roundColumns: Column<Round>[] = [
  { key: 'name', label: '轮次' },
  { key: 'year', label: '年度', width: '4em', text: (row) => `${row.year} 年` },
  { key: 'starts_on', label: '开始', width: '9em', text: (row) => date(row.starts_on) },
  { key: 'ends_on', label: '结束', width: '9em', text: (row) => date(row.ends_on) },
  {
    key: 'state',
    label: '状态',
    width: '5em',
    text: (row) => label('round_state', row.state),
  },
]

export const roundFields: Field[] = [
  { name: 'year', label: '年度', type: 'integer', required: true },
  {
    name: 'name',
    label: '轮次名称',
    type: 'text',
    required: true,
    max: 60,
    hint: '如：2026 年 8 月入户摸排。',
  },
  { name: 'starts_on', label: '开始日期', type: 'date', required: true },
  { name: 'ends_on', label: '结束日期', type: 'date', required: true },
]

export const roundChangeFields = roundFields.slice(1)
