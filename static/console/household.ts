/* How a household is written in lists and on its own page, and its form. */
import { label } from '@shared/codes'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import { placeName } from './places'
import type { Column } from './table'

export type Household = Schema<'Household'>
export type Visit = Schema<'SurveyVisit'>

export const householdColumns: Column<Household>[] = [
  { key: 'head_name', label: '户主', width: '6em' },
  {
    key: 'division_name',
    label: '村居或网格',
    width: '9em',
    text: (row) => placeName(row.division, row.division_name),
  },
  { key: 'phone', label: '联系电话', width: '9em' },
  {
    key: 'state',
    label: '家庭状况',
    width: '5em',
    text: (row) => label('household_state', row.state),
  },
  {
    key: 'children',
    label: '孩子',
    text: (row) => row.children.map((child) => child.name).join('、'),
  },
]

export const householdFilters: Filter[] = [
  { name: 'q', label: '户主', kind: 'text', hint: '姓名开头的字' },
  { name: 'division', label: '所在地', kind: 'division' },
  { name: 'state', label: '家庭状况', kind: 'code', table: 'household_state' },
]

export const householdFields: Field[] = [
  {
    name: 'division',
    label: '村居或网格',
    type: 'division',
    required: true,
    hint: '选到村居；分了网格的，选到网格。',
  },
  { name: 'head_name', label: '户主', type: 'text', required: true, max: 60 },
  { name: 'register_no', label: '户号', type: 'text', required: false, max: 30 },
  { name: 'address', label: '地址', type: 'text', required: false, max: 100 },
  { name: 'phone', label: '联系电话', type: 'text', required: false, max: 20 },
  {
    name: 'state',
    label: '家庭状况',
    type: 'code',
    required: true,
    table: 'household_state',
  },
  { name: 'note', label: '备注', type: 'text', required: false, max: 500 },
]
