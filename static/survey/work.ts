/*
 * The visits that are being filled in.  They are kept in memory alone, for as
 * long as the page lives: a child's data is not left in the browser's storage
 * in plain text (ASVS 14.3.3).  Leaving the page asks first.
 */
import { reactive, readonly } from 'vue'
import type { Draft } from './draft'
import type { Door } from './types'

export interface Work {
  /* As it was when the form was opened: what the changes are based on. */
  readonly door: Door
  draft: Draft
  /* What undoing goes back to, the oldest first. */
  past: string[]
  /* What the last change was about: further typing there is one step. */
  last: string
}

export const workKey = (roundId: number, householdId: number) =>
  `${roundId}/${householdId}`

const all = reactive(new Map<string, Work>())
export const works = readonly(all)

const MOST_STEPS = 60

export function openWork(key: string, door: Door, draft: Draft): Work {
  all.set(key, { door, draft, past: [], last: '' })
  return all.get(key)!
}

export function workOf(key: string): Work | undefined {
  return all.get(key)
}

export function closeWork(key: string): void {
  all.delete(key)
}

/* One change that can be undone; `what` names the place that it changes. */
export function edit(
  work: Work,
  what: string,
  change: (draft: Draft) => void,
): void {
  const typing = what !== '' && what === work.last
  if (!typing) {
    work.past.push(JSON.stringify(work.draft))
    if (work.past.length > MOST_STEPS) work.past.shift()
  }
  work.last = what
  change(work.draft)
}

export function undo(work: Work): void {
  const before = work.past.pop()
  if (before === undefined) return
  work.draft = JSON.parse(before) as Draft
  work.last = ''
}

export const begun = (work: Work) => work.past.length > 0

export const anyBegun = () => [...all.values()].some(begun)

export function forgetWork(): void {
  all.clear()
}
