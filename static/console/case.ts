/* How a case is written in lists and on its own page. */
import { label } from '@shared/codes'
import { date, due, time } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import { classOf } from './student'
import type { Column } from './table'

export type Case = Schema<'Case'>
export type CaseItem = Schema<'CaseItem'>
export type Action = Schema<'AllowedAction'>
export type CaseEvent = Schema<'CaseEvent'>

/* The states in which somebody still has to do something. */
export const openStates = [
  'reported',
  'persuading',
  'arranging',
  'enforcing',
  'review',
  'watching',
]

/* 劝返中（乡镇街道）: the state, and whose turn it is. */
export const standing = (c: { state: string; level: string }): string =>
  ['reported', 'persuading', 'arranging', 'enforcing'].includes(c.state)
    ? `${label('case_state', c.state)}（${label('case_level', c.level)}）`
    : label('case_state', c.state)

export const school = (row: {
  school_name: string | null
  grade: string | null
  class: string | null
}): string => [row.school_name, classOf(row)].filter(Boolean).join(' ')

export const caseColumns: Column<CaseItem>[] = [
  { key: 'student_name', label: '姓名', width: '6em' },
  { key: 'kind', label: '类别', width: '5em', text: (r) => label('case_kind', r.kind) },
  { key: 'state', label: '状态', width: '11em', text: standing },
  { key: 'school_name', label: '学校', text: school },
  { key: 'village_name', label: '村居', width: '6em' },
  {
    key: 'absent_since',
    label: '离校日期',
    width: '9em',
    text: (row) => date(row.absent_since),
  },
  { key: 'persuasions', label: '劝返', align: 'right', width: '3em' },
  { key: 'due_at', label: '期限', width: '11em' },
]

export const caseFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'case_state' },
  { name: 'kind', label: '类别', kind: 'code', table: 'case_kind' },
  { name: 'level', label: '责任层级', kind: 'code', table: 'case_level' },
  { name: 'division', label: '所在地', kind: 'division' },
  { name: 'disposition', label: '处置类别', kind: 'code', table: 'disposition' },
  { name: 'overdue', label: '已逾期', kind: 'check' },
  { name: 'mine', label: '待我办理', kind: 'check' },
]

export const dueText = (at: string | null): string =>
  at ? `${time(at).replace(/ 23:59$/, '')} ${due(at)}` : ''

/* What lies on file for the next step. */
const fileFacts = (c: Case) => {
  const file = c.file
  const said = [
    file.appraised ? '已有医学鉴定' : '',
    file.appraisal_asked ? '已提请医学鉴定，未办结' : '',
    file.advice ? `专家建议${label('placement', file.advice)}` : '',
    file.police_asked ? '已提请公安核查，未办结' : '',
    file.plan_items > 0 ? `一生一策 ${file.plan_items} 项措施` : '',
    file.admonished ? '已批评教育' : '',
    file.order_served ? `责令书 ${date(file.order_served)} 送达` : '',
    file.order_until ? `责令期限 ${date(file.order_until)}` : '',
    file.urging_served ? `催告书 ${date(file.urging_served)} 送达` : '',
    file.in_court ? '已提请司法' : '',
  ].filter(Boolean)
  return said.length > 0 ? [{ label: '在案材料', value: said.join('；') }] : []
}

/* What is known of a case beside its timeline. */
export const caseFacts = (c: Case) => [
  { label: '类别', value: label('case_kind', c.kind) },
  { label: '状态', value: standing(c) },
  { label: '线索来源', value: label('case_source', c.source) },
  { label: '原因', value: label('reason', c.reason) },
  { label: '离校日期', value: date(c.absent_since) },
  { label: '劝返次数', value: String(c.persuasions) },
  { label: '立案时间', value: time(c.opened_at) },
  ...(c.disposition
    ? [{ label: '处置类别', value: label('disposition', c.disposition) }]
    : []),
  ...(c.outcome ? [{ label: '销号结果', value: label('outcome', c.outcome) }] : []),
  ...(c.returned_on ? [{ label: '返校日期', value: date(c.returned_on) }] : []),
  ...(c.closed_at ? [{ label: '销号时间', value: time(c.closed_at) }] : []),
  ...(c.period_until
    ? [{ label: '期限', value: `${date(c.period_from)} 至 ${date(c.period_until)}` }]
    : []),
  ...(c.placed_at ? [{ label: '安置学校', value: c.placed_at }] : []),
  ...(c.conclusion
    ? [{ label: '公安结论', value: label('conclusion', c.conclusion) }]
    : []),
  ...(c.archive_no ? [{ label: '免予入学档案号', value: c.archive_no }] : []),
  ...(c.report_no
    ? [{ label: '逐级汇报', value: `${c.report_no} ${date(c.reported_on)}` }]
    : []),
  ...(c.visits.length > 0
    ? [
        {
          label: '各级劝返',
          value: c.visits
            .map((one) => `${label('case_level', one.level)} ${one.n} 次`)
            .join('，'),
        },
      ]
    : []),
  ...fileFacts(c),
  ...(c.state === 'watching'
    ? [{ label: '已回访', value: `${c.watch_step} 次` }]
    : []),
]
