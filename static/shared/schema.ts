/*
 * The shapes that cross the API, by their names in the OpenAPI document, from
 * which api.gen.ts is made (npm run types).  Screens name them Schema<'Me'>.
 */
import type { components } from './api.gen'

export type Schemas = components['schemas']

export type Schema<Name extends keyof Schemas> = Schemas[Name]

/* One page of any list: `limit` and `cursor` in, this out. */
export interface Page<Item> {
  items: Item[]
  next_cursor: string | null
  total?: number
}
