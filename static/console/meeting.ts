/* 会议 and 决议: how they are listed and told. */
import { label } from '@shared/codes'
import { count, date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field, Option } from './fields'
import type { Filter } from './filters'
import type { Unit } from './places'
import type { Column } from './table'

export type Meeting = Schema<'Meeting'>
export type MeetingItem = Schema<'MeetingItem'>
export type Resolution = Schema<'Resolution'>
export type ResolutionItem = Schema<'ResolutionItem'>

export const meetingState = (row: { state: string; overdue: boolean }) =>
  row.overdue ? '已过会议日期，没有纪要' : label('meeting_state', row.state)

export const resolutionState = (row: { state: string; overdue: boolean; late: boolean }) =>
  label('resolution_state', row.state) +
  (row.overdue ? '，已超期' : row.late ? '（曾超期）' : '')

/* How far what it resolved has come. */
export const resolvedText = (row: MeetingItem) =>
  row.resolutions === 0
    ? '—'
    : `${count(row.resolutions)} 项，未办结 ${count(row.pending)}` +
      (row.late > 0 ? `，超期 ${count(row.late)}` : '')

export const meetingColumns: Column<MeetingItem>[] = [
  { key: 'title', label: '会议名称' },
  { key: 'kind', label: '类别', width: '5em', text: (row) => label('meeting_kind', row.kind) },
  { key: 'held_on', label: '日期', width: '9em', text: (row) => date(row.held_on) },
  { key: 'chair', label: '主持人', width: '7em' },
  { key: 'resolutions', label: '决议', text: resolvedText },
  { key: 'state', label: '状态', width: '7em', text: meetingState },
]

export const meetingFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'meeting_state' },
  { name: 'kind', label: '类别', kind: 'code', table: 'meeting_kind' },
]

/* Those that a meeting of the city is for, by their kind. */
const invited = ['bureau', 'agency', 'supervision', 'township']
export const unitOptions = (units: Unit[]): Option[] =>
  invited.flatMap((kind) =>
    units
      .filter((unit) => unit.active && unit.kind === kind)
      .map((unit) => ({ code: unit.code, label: unit.name })),
  )

export const planFields = (units: Option[]): Field[] => [
  { name: 'title', label: '会议名称', type: 'text', required: true, max: 60 },
  { name: 'kind', label: '会议类别', type: 'code', required: true, table: 'meeting_kind' },
  { name: 'held_on', label: '会议日期', type: 'date', required: true },
  { name: 'place', label: '地点', type: 'text', required: true, max: 60 },
  { name: 'chair', label: '主持人', type: 'text', required: true, max: 60 },
  {
    name: 'agenda',
    label: '议题',
    type: 'text',
    required: true,
    max: 1000,
    hint: '一行一个议题。',
  },
  { name: 'units', label: '参会单位', type: 'list', required: true, options: units },
]

export const resolveFields = (units: Option[]): Field[] => [
  { name: 'demand', label: '决议事项', type: 'text', required: true, max: 1000 },
  { name: 'due_on', label: '办理期限', type: 'date', required: true },
  {
    name: 'units',
    label: '承办单位',
    type: 'list',
    required: true,
    options: units,
    hint: '选了几个单位，就分别交办给几个单位。',
  },
]

export const resolutionColumns: Column<ResolutionItem>[] = [
  { key: 'demand', label: '决议事项' },
  { key: 'unit_name', label: '承办单位' },
  { key: 'due_on', label: '期限', width: '9em', text: (row) => date(row.due_on) },
  { key: 'state', label: '状态', text: resolutionState },
]
export const everyResolutionColumns: Column<ResolutionItem>[] = [
  ...resolutionColumns.slice(0, 1),
  { key: 'meeting', label: '会议' },
  ...resolutionColumns.slice(1),
]

export const resolutionFilters: Filter[] = [
  { name: 'mine', label: '只看本单位', kind: 'check' },
  { name: 'overdue', label: '只看超期', kind: 'check' },
  { name: 'state', label: '状态', kind: 'code', table: 'resolution_state' },
]
