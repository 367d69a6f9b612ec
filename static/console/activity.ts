/* 工作记录 and 隐患与办学条件: how they are listed, typed and told. */
import { label } from '@shared/codes'
import { count, date, today } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field, Option } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Activity = Schema<'Activity'>
export type ActivityItem = Schema<'ActivityItem'>
export type ActivityKind = Schema<'ActivityKind'>
export type ActivityCount = Schema<'ActivityCount'>
export type Hazard = Schema<'Hazard'>
export type HazardItem = Schema<'HazardItem'>

const kindText = (row: { kind: string }) => label('activity_kind', row.kind)
const stateNote = (row: { state: string }) => (row.state === 'withdrawn' ? '（已撤回）' : '')
export const titleText = (row: ActivityItem) => row.title + stateNote(row)
const number = (value: number | null) => (value === null ? '' : count(value))

export const activityColumns: Column<ActivityItem>[] = [
  { key: 'title', label: '标题', text: titleText },
  { key: 'kind', label: '类别', width: '7em', text: kindText },
  { key: 'held_on', label: '日期', width: '9em', text: (row) => date(row.held_on) },
  { key: 'unit_name', label: '单位' },
  { key: 'school_name', label: '学校' },
  { key: 'student_name', label: '学生', width: '5em' },
  { key: 'people', label: '人数', align: 'right', width: '4em', text: (row) => number(row.people) },
  {
    key: 'photos',
    label: '材料',
    align: 'right',
    width: '3em',
    text: (row) => (row.photos ? count(row.photos) : ''),
  },
]

/* What did a duty: without its unit, which is the page's. */
export const doneColumns = activityColumns.filter(({ key }) =>
  ['title', 'held_on', 'people', 'photos'].includes(key),
)

export const thisYear = () => Number(today().slice(0, 4))
export const years = (): Option[] =>
  Array.from({ length: 6 }, (_, back) => thisYear() - back).map((year) => ({
    code: String(year),
    label: `${year} 年`,
  }))

export const activityFilters = (units: Option[]): Filter[] => [
  { name: 'year', label: '年度', kind: 'choice', options: years() },
  { name: 'kind', label: '类别', kind: 'code', table: 'activity_kind' },
  { name: 'unit', label: '单位', kind: 'choice', options: units },
  { name: 'unit_kind', label: '单位类别', kind: 'code', table: 'unit_kind' },
  { name: 'school', label: '学校', kind: 'school' },
  { name: 'state', label: '状态', kind: 'code', table: 'activity_state' },
]

/* ---- counts ---------------------------------------------------------------- */
/* A unit's line: how many of each kind. */
export interface UnitCounts {
  id: string
  name: string
  total: number
  people: number
  kinds: Record<string, number>
}

export function byUnit(counts: ActivityCount[]): UnitCounts[] {
  const units = new Map<string, UnitCounts>()
  for (const one of counts) {
    const unit = units.get(one.unit) ?? {
      id: one.unit,
      name: one.unit_name,
      total: 0,
      people: 0,
      kinds: {},
    }
    unit.total += one.activities
    unit.people += one.people
    unit.kinds[one.kind] = one.activities
    units.set(one.unit, unit)
  }
  return [...units.values()]
}

/* In the order of the table of kinds; those of which there is none left out. */
export function byKind(counts: ActivityCount[], order: string[]) {
  return order
    .map((kind) => ({
      kind,
      label: label('activity_kind', kind),
      value: counts
        .filter((one) => one.kind === kind)
        .reduce((sum, one) => sum + one.activities, 0),
    }))
    .filter((one) => one.value > 0)
}

/* ---- one --------------------------------------------------------------------- */
export function activityFacts(one: Activity) {
  const some = (text: string, value: string | null | undefined) =>
    value ? [{ label: text, value }] : []
  const media = [one.media, one.issue].filter(Boolean).join(' ')
  return [
    { label: '类别', value: kindText(one) },
    { label: '日期', value: date(one.held_on) },
    ...some('地点', one.place),
    ...some('场所', one.venue),
    ...some('学校', one.school_name),
    ...some('家庭', one.family),
    ...some('对象', one.audiences.map((code) => label('activity_audience', code)).join('、')),
    ...some('人数', number(one.people)),
    ...some('金额', one.amount_yuan === null ? '' : `${count(one.amount_yuan)} 元`),
    ...some('媒体', media),
    ...some('队伍人员', one.team),
  ]
}

/* ---- hazards ------------------------------------------------------------------- */
export const hazardState = (row: { state: string; overdue: boolean; late: boolean }) =>
  label('hazard_state', row.state) + (row.overdue ? '，已超期' : row.late ? '（曾超期）' : '')

export const hazardColumns: Column<HazardItem>[] = [
  { key: 'detail', label: '情况' },
  { key: 'school_name', label: '学校' },
  { key: 'kind', label: '类别', text: (row) => label('hazard_kind', row.kind) },
  {
    key: 'gravity',
    label: '轻重',
    width: '8em',
    text: (row) => label('hazard_gravity', row.gravity),
  },
  { key: 'mender_name', label: '整改单位' },
  { key: 'due_on', label: '期限', width: '9em', text: (row) => date(row.due_on) },
  { key: 'state', label: '状态', text: hazardState },
]

export const hazardFilters: Filter[] = [
  { name: 'overdue', label: '只看超期', kind: 'check' },
  { name: 'state', label: '状态', kind: 'code', table: 'hazard_state' },
  { name: 'gravity', label: '轻重', kind: 'code', table: 'hazard_gravity' },
  { name: 'kind', label: '类别', kind: 'code', table: 'hazard_kind' },
  { name: 'school', label: '学校', kind: 'school' },
]

export const hazardFields: Field[] = [
  { name: 'school', label: '学校', type: 'school', required: true },
  { name: 'kind', label: '类别', type: 'code', required: true, table: 'hazard_kind' },
  { name: 'gravity', label: '轻重', type: 'code', required: true, table: 'hazard_gravity' },
  { name: 'found_on', label: '发现日期', type: 'date', required: true },
  { name: 'detail', label: '情况', type: 'text', required: true, max: 1000 },
  {
    name: 'mender',
    label: '整改单位',
    type: 'unit',
    required: false,
    hint: '不选时由学校自己整改。',
  },
  { name: 'due_on', label: '整改期限', type: 'date', required: true },
]
