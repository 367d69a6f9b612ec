/* 督查 and 限期整改: how they are listed and told. */
import { label } from '@shared/codes'
import { count, date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Inspection = Schema<'Inspection'>
export type InspectionItem = Schema<'InspectionItem'>
export type Finding = Schema<'Finding'>
export type Rectification = Schema<'Rectification'>
export type RectificationItem = Schema<'RectificationItem'>
export type Evidence = Schema<'SupervisionEvidence'>

export const inspectionState = (row: { state: string; overdue: boolean }) =>
  row.overdue ? '已过计划日期' : label('inspection_state', row.state)

export const rectificationState = (row: { state: string; overdue: boolean; late: boolean }) =>
  label('rectification_state', row.state) +
  (row.overdue ? '，已超期' : row.late ? '（曾超期）' : '')

export const inspectionColumns: Column<InspectionItem>[] = [
  { key: 'unit_name', label: '被督查单位' },
  { key: 'kind', label: '类别', width: '6em', text: (row) => label('inspection_kind', row.kind) },
  { key: 'planned_on', label: '计划日期', width: '9em', text: (row) => date(row.planned_on) },
  { key: 'inspector_name', label: '督查单位' },
  {
    key: 'findings',
    label: '发现',
    align: 'right',
    width: '3em',
    text: (row) => count(row.findings),
  },
  {
    key: 'pending',
    label: '未完成整改',
    align: 'right',
    width: '6em',
    text: (row) => `${count(row.pending)}/${count(row.rectifications)}`,
  },
  { key: 'state', label: '状态', width: '7em', text: inspectionState },
]

export const inspectionFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'inspection_state' },
  { name: 'unit_kind', label: '单位类别', kind: 'code', table: 'unit_kind' },
]

export const planFields: Field[] = [
  { name: 'unit', label: '督查哪个单位', type: 'unit', required: true },
  {
    name: 'kind',
    label: '督查类别',
    type: 'code',
    required: true,
    table: 'inspection_kind',
  },
  { name: 'planned_on', label: '计划日期', type: 'date', required: true },
  {
    name: 'purpose',
    label: '督查内容',
    type: 'text',
    required: false,
    max: 500,
    hint: '不写学生姓名。',
  },
]

export const rectificationColumns: Column<RectificationItem>[] = [
  { key: 'demand', label: '整改要求' },
  { key: 'unit_name', label: '整改单位' },
  { key: 'due_on', label: '期限', width: '9em', text: (row) => date(row.due_on) },
  { key: 'inspector_name', label: '下达单位' },
  { key: 'state', label: '状态', text: rectificationState },
]

export const rectificationFilters: Filter[] = [
  { name: 'mine', label: '只看本单位', kind: 'check' },
  { name: 'overdue', label: '只看超期', kind: 'check' },
  { name: 'state', label: '状态', kind: 'code', table: 'rectification_state' },
  { name: 'unit_kind', label: '单位类别', kind: 'code', table: 'unit_kind' },
]

export const orderFields: Field[] = [
  { name: 'demand', label: '整改要求', type: 'text', required: true, max: 1000 },
  { name: 'due_on', label: '整改期限', type: 'date', required: true },
  {
    name: 'unit',
    label: '由哪个单位整改（不选时是被督查单位）',
    type: 'unit',
    required: false,
  },
]
