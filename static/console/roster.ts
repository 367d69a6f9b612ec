/* How rosters and their imports are written. */
import { label } from '@shared/codes'
import { count, time } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Filter } from './filters'
import type { Column } from './table'

export type Import = Schema<'Import'>
export type ImportRow = Schema<'ImportPreview'>
export type RosterKind = Schema<'RosterKind'>

/* A column of the file, and what it was taken for. */
export interface Mapped {
  column: number
  header: string
  member: string | null
  label: string | null
  needed: boolean
}

export const mappedOf = (one: Import) => (one.mapping ?? []) as Mapped[]

/* The server is at work on it. */
export const isUnderway = ({ state }: Import) =>
  ['reading', 'committing', 'rolling_back'].includes(state)

export const stateOf = (one: Import) => label('import_state', one.state)
export const kindOf = (one: Import) => label('roster_kind', one.kind)

/* Of 0 to 1; null while nobody knows how many rows there are. */
export const shareOf = (one: Import) =>
  one.rows_total > 0 ? Math.min(1, one.rows_done / one.rows_total) : null

/* 27 → AA, as spreadsheets call their columns. */
export function columnName(at: number): string {
  let name = ''
  for (let rest = at; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}

/* 读入 300 行：新增 290、拒绝 10 */
export function outcome(one: Import): string {
  const parts = [
    ['新增', one.added],
    ['更新', one.changed],
    ['未变', one.unchanged],
    ['拒绝', one.refused],
    ['名单里不再有', one.ended],
  ] as const
  const told = parts.filter(([, n]) => n > 0).map(([what, n]) => `${what} ${count(n)}`)
  return `${count(one.rows_total)} 行：${told.join('、') || '没有要导入的'}`
}

export const importColumns: Column<Import>[] = [
  { key: 'kind', label: '花名册', text: kindOf },
  { key: 'year', label: '年度', width: '4em', text: (row) => `${row.year}` },
  { key: 'unit_name', label: '单位' },
  { key: 'created_at', label: '上传时间', width: '11em', text: (row) => time(row.created_at) },
  { key: 'state', label: '状态', width: '8em', text: stateOf },
  { key: 'rows_total', label: '内容', text: (row) => row.fault ?? outcome(row) },
]

export const importFilters: Filter[] = [
  { name: 'kind', label: '花名册', kind: 'code', table: 'roster_kind' },
  { name: 'state', label: '状态', kind: 'code', table: 'import_state' },
]
