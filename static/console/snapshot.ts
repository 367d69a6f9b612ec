/* Locked ledgers (台账封存) as the server tells them. */
import type { Schema } from '@shared/schema'
import type { LedgerColumn } from './ledger'

export type Snapshot = Schema<'LedgerSnapshot'>
export type Difference = Schema<'LedgerDifference'>

type Cells = Record<string, string | number | null>

/* A line's cells come as a list of one. */
const cells = (json: unknown): Cells | null => (json as Cells[] | null)?.[0] ?? null

/* Which columns are no longer as they were: "姓名：甲 → 乙". */
export function changes(difference: Difference, columns: LedgerColumn[]): string[] {
  const before = cells(difference.before)
  const after = cells(difference.after)
  if (!before || !after) return []
  const told = columns
    .filter(({ name }) => before[name] !== after[name])
    .map(({ name, header }) => `${header}：${before[name] ?? '空'} → ${after[name] ?? '空'}`)
  return told.length > 0 ? told : ['隐去的内容有变更']
}
