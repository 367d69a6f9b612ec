/*
 * The shapes that cross the API, by their names in the OpenAPI document, from
 * which api.gen.ts is made (npm run types).  Screens name them Schema<'Me'>.
 */
import type { components } from './api.gen'

type Generated = components['schemas']

/* Not in the document yet; each gives way as soon as it is. */
interface Pending {
  Ledger: { name: string; title: string; filters: string[] }
  LedgerPage: {
    name: string
    title: string
    unit: string
    year: number
    columns: unknown
    items: unknown
    next_cursor: string | null
    total: number | null
  }
}

export type Schemas = Generated & Omit<Pending, keyof Generated>

export type Schema<Name extends keyof Schemas> = Schemas[Name]

/* One page of any list: `limit` and `cursor` in, this out. */
export interface Page<Item> {
  items: Item[]
  next_cursor: string | null
  total?: number
}
