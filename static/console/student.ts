/* How a child is written in lists and on its own page, and its forms. */
import { label } from '@shared/codes'
import { age, date, time } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import { placeName } from './places'
import type { Column } from './table'

export type Student = Schema<'Student'>

export const classOf = (row: {
  grade: string | null
  class: string | null
}): string => label('grade', row.grade) + (row.class ? ` ${row.class} 班` : '')

export const birth = (day: string | null): string =>
  day ? `${date(day)}（${age(day) ?? '—'} 岁）` : ''

/* On the way it is at neither school, whatever its last schooling was. */
export const standingOf = (row: {
  enrolment_state: string | null
  transfer_state: string | null
}): string =>
  label('transfer_state', row.transfer_state) ||
  label('enrolment_state', row.enrolment_state)

const situation = (row: Student) => label('situation', row.situation)

export const studentColumns: Column<Student>[] = [
  { key: 'name', label: '姓名', width: '6em' },
  { key: 'sex', label: '性别', width: '3em', text: (row) => label('sex', row.sex) },
  {
    key: 'birth_date',
    label: '出生日期',
    width: '13em',
    text: (row) => birth(row.birth_date),
  },
  { key: 'id_no', label: '证件号码', width: '12em' },
  { key: 'school_name', label: '学校' },
  { key: 'grade', label: '年级班级', width: '9em', text: classOf },
  { key: 'enrolment_state', label: '就学状态', width: '7em', text: standingOf },
  {
    key: 'residence_name',
    label: '现住地',
    text: (row) => placeName(row.residence_division, row.residence_name),
  },
  { key: 'situation', label: '入户所见', width: '6em', text: situation },
]

export const studentFilters: Filter[] = [
  { name: 'q', label: '姓名', kind: 'text', hint: '汉字、全拼或首字母' },
  { name: 'division', label: '所在地', kind: 'division' },
  { name: 'school', label: '学校', kind: 'school' },
  { name: 'grade', label: '年级', kind: 'code', table: 'grade' },
  { name: 'class', label: '班级', kind: 'text', hint: '如 2' },
  { name: 'tag', label: '特殊类别', kind: 'code', table: 'tag' },
  { name: 'situation', label: '入户所见', kind: 'code', table: 'situation' },
  { name: 'status', label: '状态', kind: 'code', table: 'student_state' },
]

export const isNumber = (text: string) => /^(\d{15}|\d{17}[\dXx])$/.test(text)

interface Fact {
  label: string
  value: string | null
}

const where = (code: string | null, name: string | null, door: string | null) =>
  [placeName(code, name), door].filter(Boolean).join(' ')

/* The child itself, in the order of the official roster. */
export const factsOf = (s: Student): Fact[] => [
  { label: '性别', value: label('sex', s.sex) },
  { label: '出生日期', value: birth(s.birth_date) },
  { label: '民族', value: label('nation', s.nation) },
  { label: '证件类型', value: label('id_kind', s.id_kind) },
  { label: '证件号码', value: s.id_no },
  { label: '证件校验', value: label('id_no_state', s.id_no_state) },
  { label: '户籍地', value: where(s.huji_division, s.huji_name, s.huji_address) },
  {
    label: '现住地',
    value: where(s.residence_division, s.residence_name, s.residence_address),
  },
  { label: '健康状况', value: label('health', s.health) },
  {
    label: '入户所见',
    value: s.situation && `${situation(s)}（${time(s.situation_at)}）`,
  },
  { label: '学生状态', value: label('student_state', s.status) },
  { label: '备注', value: s.note },
]

const text = (name: string, label: string, max: number): Field => ({
  name,
  label,
  type: 'text',
  required: false,
  max,
})
const code = (name: string, label: string, table: string): Field => ({
  name,
  label,
  type: 'code',
  required: false,
  table,
})

export const newStudentFields: Field[] = [
  { ...text('name', '姓名', 60), required: true },
  { ...code('id_kind', '身份证件类型', 'id_kind'), hint: '没有证件的，号码可以空着。' },
  { ...text('id_no', '身份证件号', 40), hint: '身份证号会自动核对，并带出出生日期和性别。' },
  code('sex', '性别', 'sex'),
  { name: 'birth_date', label: '出生日期', type: 'date', required: false },
  code('nation', '民族', 'nation'),
  { name: 'huji_division', label: '户籍地', type: 'division', required: false },
  text('huji_address', '户籍地址', 100),
  { name: 'residence_division', label: '现住地', type: 'division', required: false },
  text('residence_address', '现住址', 100),
  code('relation', '与户主关系', 'relation'),
  code('health', '健康状况', 'health'),
  text('note', '备注', 500),
]

export const studentFields: Field[] = [
  ...newStudentFields.map((field) =>
    field.name === 'id_no'
      ? { ...field, kept: true, hint: '不改就空着；要改请输入完整的新号码。' }
      : field,
  ),
  { ...code('status', '学生状态', 'student_state'), required: true },
]

export const guardianFields: Field[] = [
  { ...text('name', '姓名', 60), required: true },
  code('relation', '与学生关系', 'guardian_relation'),
  text('phone', '联系电话', 20),
  { ...text('away', '外出务工地', 60), hint: '在家的不填。' },
  { name: 'main', label: '首要联系人', type: 'boolean', required: false },
]

export const enrolmentFields: Field[] = [
  {
    name: 'school',
    label: '学校',
    type: 'school',
    required: false,
    hint: '市外就读的不选，填下面的学校名称。',
  },
  text('school_name', '市外学校名称', 60),
  code('grade', '年级', 'grade'),
  text('class', '班级', 20),
  { ...text('student_no', '学籍号', 19), kept: true },
  { ...code('state', '就学状态', 'enrolment_state'), required: true },
  code('boarding', '就读方式', 'boarding'),
  { name: 'from_date', label: '开始日期', type: 'date', required: false },
]

export const enrolmentChangeFields: Field[] = [
  code('grade', '年级', 'grade'),
  text('class', '班级', 20),
  { ...text('student_no', '学籍号', 19), kept: true, hint: '不改就空着。' },
  { ...code('state', '就学状态', 'enrolment_state'), required: true },
  code('boarding', '就读方式', 'boarding'),
  { name: 'to_date', label: '结束日期', type: 'date', required: false },
]

export const tagFields: Field[] = [
  { ...code('tag', '特殊类别', 'tag'), required: true },
  { ...text('basis', '认定依据', 100), hint: '文件名称、名册或证件编号。' },
  { name: 'from_date', label: '开始日期', type: 'date', required: false },
]
