/* The code tables: what a code is called, and which codes there are. */
import { reactive } from 'vue'
import { api } from './api'
import type { Schema } from './schema'

type Code = Schema<'Code'>

const tables = reactive(new Map<string, Code[]>())
let loading: Promise<void> | null = null

/* Fetches the tables once; a failure may be tried again. */
export function loadCodes(): Promise<void> {
  loading ??= api.all<Code>('/codes').then(
    (items) => {
      tables.clear()
      for (const item of [...items].sort((a, b) => a.sort - b.sort)) {
        const table = tables.get(item.table)
        if (table) table.push(item)
        else tables.set(item.table, [item])
      }
    },
    (thrown: unknown) => {
      loading = null
      throw thrown
    },
  )
  return loading
}

/* The label of a code; the code itself while its table is not known. */
export function label(table: string, code: string | null | undefined): string {
  if (code === null || code === undefined || code === '') return ''
  return tables.get(table)?.find((item) => item.code === code)?.label ?? code
}

/* A table's codes in their official order. */
export function options(table: string): Code[] {
  return tables.get(table) ?? []
}
