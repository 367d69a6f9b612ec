/* 方案和经验: how they are listed and typed. */
import { label } from '@shared/codes'
import { count, date, time, today } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field, Option } from './fields'
import type { Filter } from './filters'
import type { Evidence } from './supervision'
import type { Column } from './table'

export type Material = Schema<'Material'>
export type MaterialVersion = Schema<'MaterialVersion'>
export type MaterialUnit = Schema<'MaterialUnit'>

export const thisYear = () => Number(today().slice(0, 4))
/* Plans of the next year are written before it begins. */
export const years = (): Option[] =>
  Array.from({ length: 6 }, (_, back) => thisYear() + 1 - back).map((year) => ({
    code: String(year),
    label: `${year} 年`,
  }))

const signedText = (row: Material) =>
  row.state === 'published' ? `${count(row.signed_by_units)} / ${count(row.signs)} 个单位` : ''

export const materialColumns: Column<Material>[] = [
  { key: 'title', label: '标题' },
  { key: 'kind', label: '类别', width: '9em', text: (row) => label('material_kind', row.kind) },
  { key: 'unit_name', label: '单位' },
  { key: 'year', label: '年度', width: '5em' },
  { key: 'number', label: '版本', width: '5em', text: (row) => `第 ${row.number} 版` },
  { key: 'at', label: '报送时间', width: '9em', text: (row) => date(row.at) },
  { key: 'state', label: '状态', width: '9em', text: (row) => label('material_state', row.state) },
  { key: 'signed_by_units', label: '签收', width: '8em', text: signedText },
]

export const materialFilters: Filter[] = [
  { name: 'year', label: '年度', kind: 'choice', options: years() },
  { name: 'kind', label: '类别', kind: 'code', table: 'material_kind' },
  { name: 'state', label: '状态', kind: 'code', table: 'material_state' },
]

/* Who has handed in; who has signed. */
export const owedColumns: Column<MaterialUnit>[] = [
  { key: 'unit_name', label: '单位' },
  { key: 'title', label: '工作方案' },
  {
    key: 'state',
    label: '状态',
    width: '10em',
    text: (row) => (row.state ? label('material_state', row.state) : '没有报送'),
  },
  { key: 'at', label: '报送时间', width: '10em', text: (row) => date(row.at) },
]
export const receiptColumns: Column<MaterialUnit>[] = [
  { key: 'unit_name', label: '单位' },
  { key: 'at', label: '签收时间', text: (row) => (row.at ? time(row.at) : '没有签收') },
  { key: 'account_name', label: '签收人' },
]

const written: Field[] = [
  { name: 'title', label: '标题', type: 'text', required: true, max: 100 },
  { name: 'text', label: '正文', type: 'text', required: true, max: 8000 },
]
/* The city's plan has a day by which units sign. */
const signing: Field = {
  name: 'due_on',
  label: '签收期限',
  type: 'date',
  required: false,
  hint: '全市工作方案填写：各单位在这一天以前签收，到期没有签收的在待办里标红。',
}
export const newFields = (city: boolean): Field[] => [
  { name: 'kind', label: '类别', type: 'code', required: true, table: 'material_kind' },
  { name: 'year', label: '年度', type: 'integer', required: true, options: years() },
  ...written,
  ...(city ? [signing] : []),
]
export const againFields = (city: boolean): Field[] => [
  ...written,
  { name: 'note', label: '改动说明', type: 'text', required: true, max: 200 },
  ...(city ? [signing] : []),
]

export const fileOf = (version: MaterialVersion): Evidence[] =>
  version.attachment_id
    ? [
        {
          id: version.id,
          kind: 'material',
          type: version.type ?? '',
          attachment_id: version.attachment_id,
          size: version.size ?? 0,
        } as Evidence,
      ]
    : []
