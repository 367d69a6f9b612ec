/* Fetches a record again while the server is still at work on it. */
import { onScopeDispose, watch } from 'vue'
import type { Held } from '@shared/record'

const FIRST_MS = 600
const LONGEST_MS = 4000

/*
 * Asks again after ever longer waits as long as `underway` says so of the
 * item; after a failure the user asks.  Ends with the calling component.
 */
export function useFollow<Item>(
  held: Held<Item>,
  underway: (item: Item) => boolean,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_MS

  function step() {
    clearTimeout(timer)
    if (!held.item || held.problem || !underway(held.item)) {
      wait = FIRST_MS
      return
    }
    timer = setTimeout(() => void held.reload(), wait)
    wait = Math.min(LONGEST_MS, wait * 1.3)
  }
  watch(
    () => [held.item, held.loading],
    () => {
      if (!held.loading) step()
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
