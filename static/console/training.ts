/* 培训意愿: how leavers and what they wish are listed and asked for. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type TrainingWish = Schema<'TrainingWish'>
export type TrainingWishItem = Schema<'TrainingWishItem'>
export type TrainingLeaver = Schema<'TrainingLeaver'>
export type TrainingHandover = Schema<'TrainingHandover'>

export const wishColumns: Column<TrainingWishItem>[] = [
  { key: 'name', label: '姓名', width: '6em' },
  { key: 'stage', label: '毕业学段', text: (row) => label('training_stage', row.stage) },
  { key: 'township', label: '乡镇街道' },
  { key: 'onward', label: '去向', text: (row) => label('training_onward', row.onward) },
  { key: 'course', label: '培训工种', text: (row) => label('training_course', row.course) },
  { key: 'handed_on', label: '移交', width: '9em', text: (row) => date(row.handed_on) },
  { key: 'state', label: '状态', text: (row) => label('training_state', row.state) },
]
export const wishFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'training_state' },
  { name: 'onward', label: '去向', kind: 'code', table: 'training_onward' },
  { name: 'stage', label: '毕业学段', kind: 'code', table: 'training_stage' },
]

export const leaverColumns: Column<TrainingLeaver>[] = [
  { key: 'name', label: '学生', width: '6em' },
  { key: 'school_name', label: '毕业学校' },
  { key: 'class', label: '班级', width: '5em' },
  { key: 'township', label: '乡镇街道' },
]

const wished = '有培训意愿的填写。'
const contactFields = (required: boolean): Field[] => [
  {
    name: 'course',
    label: '培训工种',
    type: 'code',
    required,
    table: 'training_course',
    hint: required ? undefined : wished,
  },
  {
    name: 'contact',
    label: '联系人',
    type: 'text',
    required,
    max: 60,
    hint: required ? undefined : wished,
  },
  {
    name: 'phone',
    label: '联系电话',
    type: 'text',
    required,
    max: 40,
    hint: required ? undefined : '有培训意愿的填写；没有意愿的不登记电话。',
  },
  {
    name: 'informed',
    label: '已告知用途',
    type: 'boolean',
    required,
    hint: '已告诉本人或监护人：姓名和电话交人社局，只用来安排免费培训。',
  },
]
export const juniorFields: Field[] = [
  {
    name: 'onward',
    label: '毕业去向',
    type: 'code',
    required: true,
    table: 'training_onward',
  },
  ...contactFields(false),
]
export const seniorFields: Field[] = [
  { name: 'name', label: '姓名', type: 'text', required: true, max: 60 },
  { name: 'school_name', label: '毕业学校', type: 'text', required: true, max: 60 },
  { name: 'division', label: '乡镇街道', type: 'division', required: true },
  ...contactFields(true),
]
