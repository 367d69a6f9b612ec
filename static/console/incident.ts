/* 突发情况: how an incident is listed and told. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import type { Column } from './table'

export type Incident = Schema<'Incident'>
export type IncidentItem = Schema<'IncidentItem'>

export const kindText = (row: { kind: string }) => label('incident_kind', row.kind)
export const stateText = (row: { state: string }) => label('incident_state', row.state)

export const incidentColumns: Column<IncidentItem>[] = [
  { key: 'title', label: '标题' },
  {
    key: 'happened_on',
    label: '日期',
    width: '9em',
    text: (row) => date(row.happened_on),
  },
  { key: 'kind', label: '类别', width: '9em', text: kindText },
  { key: 'student_name', label: '学生', width: '6em' },
  { key: 'handlers', label: '处置单位' },
  { key: 'state', label: '状态', width: '5em', text: stateText },
]

export const incidentFilters: Filter[] = [
  { name: 'mine', label: '待我处置', kind: 'check' },
  { name: 'state', label: '状态', kind: 'code', table: 'incident_state' },
  { name: 'kind', label: '类别', kind: 'code', table: 'incident_kind' },
]
