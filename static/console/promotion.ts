/* How 升级, its preview and its runs are written. */
import { label, options } from '@shared/codes'
import { count } from '@shared/format'
import type { Schema } from '@shared/schema'

export type Promotion = Schema<'Promotion'>
export type PromotionPlan = Schema<'PromotionPlan'>
export type PromotionCount = Schema<'PromotionCount'>
export type PromotionChild = Schema<'PromotionChild'>
export type PromotionKept = Schema<'PromotionKept'>

export const isMoving = ({ state }: Promotion) =>
  ['waiting', 'running', 'undoing'].includes(state)

/* One school's grade: a figure a step, and of all those with a case in hand. */
export interface GradeRow {
  id: string
  school: string
  grade: string
  query: Record<string, string>
  steps: Record<string, number>
  in_case: number
}

/* The address of a school's grade in the list of names. */
const queryOf = ({ school, grade }: PromotionCount): Record<string, string> => ({
  ...(school ? { school } : { outside: 'true' }),
  ...(grade ? { grade } : {}),
})

export function gradeRows(counts: PromotionCount[]): GradeRow[] {
  const rows = new Map<string, GradeRow>()
  for (const one of counts) {
    const id = `${one.school ?? ''} ${one.grade ?? ''}`
    const row = rows.get(id) ?? {
      id,
      school: one.school_name ?? one.school ?? '市外学校',
      grade: one.grade ? label('grade', one.grade) : '不明',
      query: queryOf(one),
      steps: {},
      in_case: 0,
    }
    row.steps[one.step] = (row.steps[one.step] ?? 0) + one.n
    row.in_case += one.in_case
    rows.set(id, row)
  }
  return [...rows.values()]
}

/* How many of each step, all schools together, as the server orders them. */
export const stepTotals = (counts: PromotionCount[]) =>
  options('promotion_step').map(({ code, label: title }) => ({
    id: code,
    title,
    n: counts.reduce((all, one) => all + (one.step === code ? one.n : 0), 0),
  }))

export const casesIn = (counts: PromotionCount[]) =>
  counts.reduce((all, one) => all + one.in_case, 0)

/* What a run did, or how far it is. */
export function runText(one: Promotion): string {
  if (one.state === 'undoing') return `正在撤回：已撤回 ${count(one.undone)} 人`
  if (isMoving(one)) {
    return `正在升级：${count(one.rows_done)} / ${count(one.rows_total)} 人`
  }
  const did = `升级 ${count(one.up)} 人，毕业 ${count(one.graduated)} 人`
  if (one.state !== 'undone') return did
  return `${did}；撤回 ${count(one.undone)} 人，之后有改动而没有撤回 ${count(one.kept)} 人`
}

export const shareOf = (one: Promotion) =>
  one.state !== 'undoing' && one.rows_total > 0
    ? Math.min(1, one.rows_done / one.rows_total)
    : null
