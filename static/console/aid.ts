/* 资助: its terms, and how it is listed and added up. */
import { label } from '@shared/codes'
import { count, date, today } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field, Option } from './fields'
import type { Filter } from './filters'
import { classOf } from './student'
import type { Column } from './table'

export type Aid = Schema<'Aid'>
export type AidMissing = Schema<'AidMissing'>
export type AidTotal = Schema<'AidTotal'>
export type AidBatch = Schema<'AidBatch'>

/* The term that today is in: 2026-1 is the 秋季 of the school year from 2026. */
export function termNow(day = today()): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return month >= 8 ? `${year}-1` : month === 1 ? `${year - 1}-1` : `${year - 1}-2`
}
export const termText = (term: string) =>
  term.endsWith('1')
    ? `${term.slice(0, 4)}年秋季`
    : `${Number(term.slice(0, 4)) + 1}年春季`

/* The terms up to now, the newest first. */
export function termsBack(most: number, now = termNow()): string[] {
  const all = [now]
  while (all.length < most) {
    const last = all[all.length - 1] as string
    const year = Number(last.slice(0, 4))
    all.push(last.endsWith('2') ? `${year}-1` : `${year - 1}-2`)
  }
  return all
}

export const aidColumns: Column<Aid>[] = [
  { key: 'student_name', label: '学生', width: '6em' },
  { key: 'school_name', label: '学校' },
  { key: 'class', label: '年级班级', width: '8em', text: classOf },
  { key: 'kind', label: '资助项目', text: (row) => label('aid_kind', row.kind) },
  { key: 'amount', label: '金额（元）', align: 'right', width: '6em' },
  { key: 'funder', label: '资助单位', width: '6em', text: (row) => label('aid_funder', row.funder) },
  { key: 'paid_on', label: '发放日期', width: '9em', text: (row) => date(row.paid_on) },
  { key: 'state', label: '状态', width: '5em', text: (row) => label('aid_state', row.state) },
]

/* Of one child: which term it was for takes the place of who it is. */
export const childAidColumns: Column<Aid>[] = [
  { key: 'year', label: '学期', width: '8em', text: (row) => termText(`${row.year}-${row.term}`) },
  ...aidColumns.filter(({ key }) => !['student_name', 'school_name', 'class'].includes(key)),
]

export const missingColumns: Column<AidMissing>[] = [
  { key: 'name', label: '学生', width: '6em' },
  { key: 'township', label: '乡镇街道' },
  { key: 'school_name', label: '学校' },
  { key: 'class', label: '年级班级', width: '8em', text: classOf },
  { key: 'boarding', label: '就读方式', width: '6em', text: (row) => label('boarding', row.boarding) },
  {
    key: 'tag_codes',
    label: '特殊类别',
    text: (row) =>
      (row.tag_codes ?? '')
        .split(',')
        .filter(Boolean)
        .map((tag) => label('tag', tag))
        .join('、'),
  },
]

/* One line a school, township or kind: all kinds of it together. */
export interface Sum {
  id: string
  name: string
  children: number
  amount: number
}
export function sumsOf(totals: AidTotal[]): Sum[] {
  const sums = new Map<string, Sum>()
  for (const total of totals) {
    const name = total.name ?? (label('aid_kind', total.key) || '未登记')
    const sum = sums.get(total.key) ?? { id: total.key, name, children: 0, amount: 0 }
    sum.children += total.children
    sum.amount += Number(total.amount ?? 0)
    sums.set(total.key, sum)
  }
  return [...sums.values()].sort((a, b) => b.amount - a.amount)
}
export const yuan = (amount: number) =>
  amount.toLocaleString('zh-CN', { maximumFractionDigits: 2 })
export const sumColumns: Column<Sum>[] = [
  { key: 'name', label: '名称' },
  { key: 'children', label: '人次', align: 'right', text: (row) => count(row.children) },
  { key: 'amount', label: '金额（元）', align: 'right', text: (row) => yuan(row.amount) },
]

export const aidFilters: Filter[] = [
  { name: 'kind', label: '资助项目', kind: 'code', table: 'aid_kind' },
  { name: 'school', label: '学校', kind: 'school' },
  { name: 'division', label: '乡镇村居', kind: 'division' },
]

const given: Field[] = [
  { name: 'kind', label: '资助项目', type: 'code', required: true, table: 'aid_kind' },
  { name: 'amount', label: '每人金额（元）', type: 'text', required: true, max: 20 },
  { name: 'funder', label: '资助单位', type: 'code', required: true, table: 'aid_funder' },
  { name: 'paid_on', label: '发放日期', type: 'date', required: true },
  { name: 'basis', label: '依据（文件、批次）', type: 'text', required: false, max: 100 },
]
/* The school years that a term of now may be entered for. */
const years = (): Option[] =>
  [...new Set(termsBack(6).map((term) => term.slice(0, 4)))].map((year) => ({
    code: year,
    label: `${year}—${Number(year) + 1} 学年`,
  }))
export const oneFields = (): Field[] => [
  { name: 'year', label: '学年', type: 'integer', required: true, options: years() },
  { name: 'term', label: '学期', type: 'code', required: true, table: 'aid_term' },
  ...given,
]
export const oneInitial = (now = termNow()) => ({
  year: now.slice(0, 4),
  term: now.slice(5),
  paid_on: today(),
})
export const batchFields: Field[] = [
  { name: 'school', label: '学校', type: 'school', required: true },
  { name: 'grade', label: '年级（不选是全校）', type: 'code', required: false, table: 'grade' },
  { name: 'class', label: '班级', type: 'text', required: false, max: 20 },
  ...given,
]
export const changeFields: Field[] = given.filter(({ name }) => name !== 'kind')
export const withdrawFields: Field[] = [
  { name: 'reason', label: '撤销原因', type: 'text', required: true, max: 200 },
]
