/* What the leaders' page shows, from what the server counts. */
import type { Schema } from '@shared/schema'

export type Figure = Schema<'IndicatorFigure'>
export type Tally = Schema<'CaseTally'>
export type Week = Schema<'CaseWeek'>

/* Of age, and neither at school nor lawfully elsewhere. */
export const missing = (figure: Figure) => figure.denominator - figure.numerator

const sum = (tallies: Tally[], is: (tally: Tally) => boolean) =>
  tallies.filter(is).reduce((n, tally) => n + tally.n, 0)

export interface Step {
  id: string
  label: string
  value: number
}

/* Where persuasion failed a case goes one rung up (逐级上报): whoever stands on
 * a rung was on those below it. */
export function reached(tallies: Tally[], rungs: { code: string; label: string }[]): Step[] {
  const place = new Map(rungs.map(({ code }, at) => [code, at]))
  return rungs.map(({ code, label }, at) => ({
    id: code,
    label,
    value: sum(
      tallies,
      (tally) => tally.state !== 'dismissed' && (place.get(tally.level) ?? 0) >= at,
    ),
  }))
}

export interface Late {
  id: string
  label: string
  open: number
  overdue: number
}

const isOver = (tally: Tally) => ['closed', 'dismissed'].includes(tally.state)

export function lateByLevel(tallies: Tally[], rungs: { code: string; label: string }[]): Late[] {
  return rungs
    .map(({ code, label }) => {
      const own = tallies.filter((tally) => tally.level === code && !isOver(tally))
      return {
        id: code,
        label,
        open: own.reduce((n, tally) => n + tally.n, 0),
        overdue: own.reduce((n, tally) => n + tally.overdue, 0),
      }
    })
    .filter((one) => one.open > 0)
}

/* A kind of work that units owe, what of it is late, and whose it is. */
export interface LateWork {
  id: string
  label: string
  total: number
  units: string[]
}

const NAMED = 5

/* "人社局 3、虎头镇 1 等 7 个单位", whoever is late with most of it first. */
export function lateUnits(units: string[]): string {
  const times = new Map<string, number>()
  for (const unit of units) times.set(unit, (times.get(unit) ?? 0) + 1)
  const most = [...times].sort((a, b) => b[1] - a[1])
  const named = most.slice(0, NAMED).map(([unit, n]) => `${unit} ${n}`).join('、')
  return most.length > NAMED ? `${named} 等 ${most.length} 个单位` : named
}
