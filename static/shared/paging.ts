/* A list fetched page by page with the server's cursors. */
import { onScopeDispose, reactive, watch } from 'vue'
import { api, type Query } from './api'
import { asProblem, isAbort, type Problem } from './problem'
import type { Page } from './schema'
import { onSignedInAgain } from './session'

export interface Pager<Item> {
  items: Item[]
  total: number | null
  loading: boolean
  problem: Problem | null
  /* From 0; in append mode the last page fetched. */
  page: number
  hasNext: boolean
  reload: () => Promise<void>
  next: () => Promise<void>
  previous: () => Promise<void>
}

export interface PagerOptions {
  limit?: number
  /* Ask for the total as well. */
  count?: boolean
  /* Further pages are added below instead of taking the place of the last. */
  append?: boolean
  /* The member that an item is known by, copied to `id`. */
  key?: string
}

/*
 * Fetches the first page at once and again whenever the query changes; an
 * answer that a newer request has overtaken is thrown away.  Belongs to the
 * component that calls it.
 */
export function usePager<Item>(
  path: () => string,
  query: () => Query = () => ({}),
  { limit = 50, count = false, append = false, key }: PagerOptions = {},
): Pager<Item> {
  let cursors: (string | null)[] = [null]
  let underway: AbortController | null = null

  const pager = reactive({
    items: [],
    total: null,
    loading: false,
    problem: null,
    page: 0,
    hasNext: false,
    reload: () => go(append ? 0 : pager.page),
    next: () => (pager.hasNext ? go(pager.page + 1) : Promise.resolve()),
    previous: () => (pager.page > 0 ? go(pager.page - 1) : Promise.resolve()),
  }) as Pager<Item>

  async function go(page: number): Promise<void> {
    underway?.abort()
    const mine = new AbortController()
    underway = mine
    pager.loading = true
    pager.problem = null
    try {
      const answer = await api.get<Page<Item>>(path(), {
        query: {
          ...query(),
          limit,
          cursor: cursors[page] ?? null,
          ...(count && page === 0 && { count: true }),
        },
        signal: mine.signal,
      })
      const fresh = key
        ? answer.items.map((item) => ({ ...item, id: item[key as keyof Item] }))
        : answer.items
      pager.items = append && page > 0 ? [...pager.items, ...fresh] : fresh
      if (page === 0) pager.total = answer.total ?? null
      pager.page = page
      pager.hasNext = answer.next_cursor !== null
      cursors = [...cursors.slice(0, page + 1), answer.next_cursor]
    } catch (thrown) {
      if (!isAbort(thrown) && underway === mine) {
        pager.problem = asProblem(thrown)
      }
    } finally {
      if (underway === mine) pager.loading = false
    }
  }

  watch(
    () => [path(), JSON.stringify(query())],
    () => {
      cursors = [null]
      void go(0)
    },
    { immediate: true },
  )
  onSignedInAgain(() => {
    if (pager.problem?.status === 401) void pager.reload()
  })
  onScopeDispose(() => underway?.abort())
  return pager
}
