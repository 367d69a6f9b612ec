/* One record fetched, and fetched again when asked. */
import { onScopeDispose, reactive, watch } from 'vue'
import { api } from './api'
import { asProblem, isAbort, type Problem } from './problem'
import { onSignedInAgain } from './session'

export interface Held<Item> {
  item: Item | null
  loading: boolean
  problem: Problem | null
  reload: () => Promise<void>
}

/*
 * Fetches at once and whenever the path changes.  An action's answer, being
 * the record itself, may be put into `item`.
 */
export function useRecord<Item>(path: () => string): Held<Item> {
  let underway: AbortController | null = null
  const held = reactive({
    item: null,
    loading: false,
    problem: null,
    reload,
  }) as Held<Item>

  async function reload(): Promise<void> {
    underway?.abort()
    const mine = new AbortController()
    underway = mine
    held.loading = true
    held.problem = null
    try {
      held.item = await api.get<Item>(path(), { signal: mine.signal })
    } catch (thrown) {
      if (!isAbort(thrown) && underway === mine) {
        held.problem = asProblem(thrown)
      }
    } finally {
      if (underway === mine) held.loading = false
    }
  }

  watch(
    path,
    () => {
      held.item = null
      void reload()
    },
    { immediate: true },
  )
  onSignedInAgain(() => {
    if (held.problem?.status === 401) void reload()
  })
  onScopeDispose(() => underway?.abort())
  return held
}
