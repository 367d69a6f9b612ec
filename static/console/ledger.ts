/* A ledger's columns as the server declares them. */
import type { Filter } from './filters'

export interface LedgerColumn {
  name: string
  header: string
  group: string | null
  kind: 'text' | 'int' | 'date'
}

export type LedgerRow = Record<string, string | number | null> & {
  /* A child of a lead need not be in the register. */
  student_id: number | null
  case_id: number | null
}

/* The filters that ledgers take; each declares which. */
export const ledgerFilters: Filter[] = [
  { name: 'q', label: '姓名', kind: 'text', hint: '汉字、全拼或首字母' },
  { name: 'division', label: '所在地', kind: 'division' },
  { name: 'school', label: '学校', kind: 'school' },
  { name: 'stage', label: '学段', kind: 'code', table: 'stage' },
  { name: 'tag', label: '特殊类别', kind: 'code', table: 'tag' },
  { name: 'sex', label: '性别', kind: 'code', table: 'sex' },
  { name: 'term', label: '学期', kind: 'code', table: 'aid_term' },
]

export interface Head {
  text: string
  span: number
  deep: number
}

/* Two rows of heads: neighbours of one group under one merged head. */
export function heads(columns: LedgerColumn[]): { top: Head[]; low: Head[] } {
  const top: Head[] = []
  const low: Head[] = []
  const grouped = columns.some((column) => column.group)
  let last: string | null = null
  for (const column of columns) {
    const head = top[top.length - 1]
    if (column.group && column.group === last && head) head.span += 1
    else if (column.group) top.push({ text: column.group, span: 1, deep: 1 })
    else top.push({ text: column.header, span: 1, deep: grouped ? 2 : 1 })
    if (column.group) low.push({ text: column.header, span: 1, deep: 1 })
    last = column.group
  }
  return { top, low }
}
