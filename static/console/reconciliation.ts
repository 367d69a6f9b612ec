/* How 信息比对, its verdicts and its questions are written. */
import { label } from '@shared/codes'
import { date, percent } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import type { Column } from './table'

export type Run = Schema<'Reconciliation'>
export type Tally = Schema<'VerdictTally'>
export type Verdict = Schema<'Verdict'>
export type Candidate = Schema<'CandidateView'>
export type CasePlan = Schema<'CasePlan'>
export type AssignedRate = Schema<'AssignedRate'>
export type AssignedCount = Schema<'AssignedCount'>
export type Assigned = Schema<'Assigned'>
export type Leaver = Schema<'Leaver'>
export type HandoverCount = Schema<'HandoverCount'>

export const isRunning = ({ state }: Run) => state === 'waiting' || state === 'running'

/* The three lists that 四查三比对 turns on, by their members in a tally. */
export const lists = [
  { name: 'household_register', title: '户籍' },
  { name: 'enrolment', title: '学籍' },
  { name: 'attendance', title: '在校' },
] as const

type InLists = Pick<Tally, (typeof lists)[number]['name']>

/* 户籍＋学籍 */
export function standsIn(row: InLists): string {
  const names = lists.filter(({ name }) => row[name]).map(({ title }) => title)
  return names.join('＋') || '只在其他名单'
}

const yesNo = [
  { code: 'true', label: '有' },
  { code: 'false', label: '没有' },
]

/* A filter for each of the lists. */
export const listFilters: Filter[] = lists.map(({ name, title }) => ({
  name,
  label: `${title}名单`,
  kind: 'choice',
  options: yesNo,
}))

/* To the names behind a number. */
export const namesOf = (run: number, query: Record<string, string>) => ({
  name: 'verdicts',
  params: { id: run },
  query,
})

export const queryOf = (row: InLists): Record<string, string> =>
  Object.fromEntries(lists.map(({ name }) => [name, String(row[name])]))

/* enrolment:2 attendance:7 → 学籍库第 2 行、在校学生第 7 行 */
export function evidenceText(evidence: string): string {
  return evidence
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => {
      const [kind = '', row = ''] = part.split(':')
      return kind === 'survey' ? '入户摸排所见' : `${label('roster_kind', kind)}第 ${row} 行`
    })
    .join('、')
}

/* 0.87 → 87% */
export const sure = (confidence: number) => percent(confidence).replace('.00', '')

export const verdictColumns = (titles: Map<string, string>): Column<Verdict>[] => [
  { key: 'name', label: '姓名', width: '5em' },
  { key: 'sex', label: '性别', width: '3em', text: (row) => label('sex', row.sex) },
  { key: 'birth_date', label: '出生日期', width: '9em', text: (row) => date(row.birth_date) },
  { key: 'verdict', label: '核查结论', text: (row) => label('verdict', row.verdict) },
  { key: 'rule', label: '依据的规则', text: (row) => titles.get(row.rule) ?? row.rule },
  { key: 'evidence', label: '所依据的行', text: (row) => evidenceText(row.evidence) },
  {
    key: 'confidence',
    label: '把握',
    align: 'right',
    width: '4em',
    text: (row) => sure(row.confidence),
  },
]

export interface Flow {
  from: string
  query: Record<string, string>
  verdict: string
  n: number
}

/* From sets of lists to verdicts, each child once. */
export function flowsOf(tallies: Tally[]): Flow[] {
  const flows = new Map<string, Flow>()
  for (const tally of tallies) {
    const from = standsIn(tally)
    const key = `${from} ${tally.verdict}`
    const flow = flows.get(key)
    if (flow) flow.n += tally.n
    else flows.set(key, { from, query: queryOf(tally), verdict: tally.verdict, n: tally.n })
  }
  return [...flows.values()]
}

export interface RuleTally {
  id: string
  rule: string
  title: string
  verdict: string
  kind: string | null
  owner: string | null
  level: string | null
  disposition: string | null
  n: number
}

/* By rule, whatever lists the children stand in; most first. */
export function rulesOf(tallies: Tally[]): RuleTally[] {
  const rules = new Map<string, RuleTally>()
  for (const { rule, title, verdict, kind, owner, level, disposition, n } of tallies) {
    const known = rules.get(rule)
    if (known) known.n += n
    else {
      rules.set(rule, {
        id: rule,
        rule,
        title: title ?? rule,
        verdict,
        kind,
        owner,
        level,
        disposition,
        n,
      })
    }
  }
  return [...rules.values()].sort((a, b) => b.n - a.n)
}

/* ---- 小升初 ---- */
export interface Handover {
  id: string
  from: string
  to: string
  school: string
  query: Record<string, string>
  all: number
  arrived: number
  missing: number
  open: number
  other: number
}

const PART: Record<string, 'arrived' | 'missing' | 'open'> = {
  arrived: 'arrived',
  missing: 'missing',
  unsure: 'open',
  unknown: 'open',
}

/* A row for each two schools; those where most are missing first. */
export function handedOver(counts: HandoverCount[]): Handover[] {
  const rows = new Map<string, Handover>()
  for (const one of counts) {
    const id = `${one.from_school} ${one.to_school ?? ''}`
    const row = rows.get(id) ?? {
      id,
      from: one.from_name ?? one.from_school,
      to: one.to_name ?? one.to_school ?? '未落实',
      school: one.from_school,
      query: {
        standing: 'missing',
        from_school: one.from_school,
        ...(one.to_school ? { to_school: one.to_school } : { placed: 'false' }),
      },
      all: 0,
      arrived: 0,
      missing: 0,
      open: 0,
      other: 0,
    }
    row.all += one.n
    row[PART[one.standing] ?? 'other'] += one.n
    rows.set(id, row)
  }
  return [...rows.values()].sort((a, b) => b.missing - a.missing || b.all - a.all)
}

/* By primary school, those with somebody missing. */
export function unarrived(rows: Handover[]) {
  const schools = new Map<string, { school: string; name: string; all: number; missing: number }>()
  for (const { school, from, all, missing } of rows) {
    const one = schools.get(school) ?? { school, name: from, all: 0, missing: 0 }
    one.all += all
    one.missing += missing
    schools.set(school, one)
  }
  return [...schools.values()].filter(({ missing }) => missing > 0)
}
