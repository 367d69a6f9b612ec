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
