/* 公告, 表扬与问责, 考核得分: how they are listed and told. */
import { label } from '@shared/codes'
import { count, date, time, today } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Announcement = Schema<'Announcement'>
export type Accountability = Schema<'Accountability'>
export type Score = Schema<'Score'>
export type ScorePart = Schema<'ScorePart'>
export type ScoreItem = Schema<'ScoreItem'>
export type Trace = Schema<'CaseTrace'>
export type TraceStage = Schema<'TraceStage'>

/* ---- 公告 ---- */
export const announcementColumns: Column<Announcement>[] = [
  { key: 'title', label: '标题' },
  {
    key: 'number',
    label: '公告号',
    width: '8em',
    text: (row) => (row.number ? `〔${row.year}〕${row.number}号` : ''),
  },
  {
    key: 'published_at',
    label: '发布时间',
    width: '11em',
    text: (row) => (row.published_at ? time(row.published_at) : ''),
  },
  {
    key: 'state',
    label: '状态',
    width: '5em',
    text: (row) => label('announcement_state', row.state),
  },
]

export const announcementFields: Field[] = [
  { name: 'title', label: '标题', type: 'text', required: true, max: 60 },
  {
    name: 'body',
    label: '正文',
    type: 'text',
    required: true,
    max: 2000,
    hint: '只写数字和单位。保存时会检查：不能有学生和监护人的姓名、证件号、电话、住址。',
  },
]

/* ---- 表扬与问责 ---- */
export const accountabilityColumns: Column<Accountability>[] = [
  {
    key: 'kind',
    label: '类别',
    width: '6em',
    text: (row) => label('accountability_kind', row.kind),
  },
  { key: 'unit_name', label: '单位' },
  {
    key: 'holder',
    label: '责任人',
    text: (row) => [row.duty && label('duty', row.duty), row.holder].filter(Boolean).join(' '),
  },
  {
    key: 'ground',
    label: '依据',
    width: '6em',
    text: (row) => label('accountability_ground', row.ground),
  },
  { key: 'on_date', label: '日期', width: '9em', text: (row) => date(row.on_date) },
  { key: 'account_name', label: '登记人', width: '6em' },
]

export const accountabilityFilters: Filter[] = [
  { name: 'kind', label: '类别', kind: 'code', table: 'accountability_kind' },
]

export const accountabilityFields: Field[] = [
  {
    name: 'kind',
    label: '类别',
    type: 'code',
    required: true,
    table: 'accountability_kind',
    hint: '约谈由领导小组组长进行，登记时自动写上在任组长。',
  },
  { name: 'unit', label: '哪个单位', type: 'unit', required: true },
  {
    name: 'duty',
    label: '责任岗位（在任的人自动写上）',
    type: 'code',
    required: false,
    table: 'duty',
  },
  { name: 'on_date', label: '日期', type: 'date', required: true },
  { name: 'year', label: '考核年度', type: 'integer', required: true },
  { name: 'detail', label: '内容', type: 'text', required: true, max: 2000 },
]
export const accountabilityStart = () => ({
  kind: 'criticism',
  on_date: today(),
  year: today().slice(0, 4),
})

/* ---- 考核得分 ---- */
export const points = (value: number | null | undefined) =>
  value === null || value === undefined ? '—' : value.toFixed(1)

export const partTold = (part: ScorePart) =>
  part.denominator
    ? `${count(part.numerator)} / ${count(part.denominator)}`
    : '没有可计的'

/* ---- 追责 ---- */
export const stageEnd = (stage: TraceStage) => (stage.to_at ? time(stage.to_at) : '现在')
