/*
 * The visits that are being filled in.  Each change is kept on the phone,
 * sealed, so that a page that is closed, or killed, is opened again where it
 * was.
 */
import { reactive, readonly, ref } from 'vue'
import { type Problem } from '@shared/problem'
import type { Draft } from './draft'
import { type Change, roomless, type Store } from './store'
import type { Door } from './types'

export interface Work {
  /* As it was when the form was opened: what the changes are based on. */
  readonly door: Door
  draft: Draft
  /* The draft as it was then; what undoing goes back to may not reach so far. */
  readonly first: string
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
const KEPT_STEPS = 5

/* ---- on the phone ------------------------------------------------------------------- */
let store: Store | null = null
const changed = new Set<string>()
let writing: Promise<void> | null = null
const fault = ref<Problem | null>(null)
/* What keeps drafts from being kept. */
export const draftFault = readonly(fault)

function changeOf(key: string): Change {
  const work = all.get(key)
  if (!work || !begun(work)) return { kind: 'draft', key, gone: true }
  const value = { ...work, past: work.past.slice(-KEPT_STEPS) }
  return { kind: 'draft', key, value }
}

async function write(to: Store): Promise<void> {
  while (changed.size > 0) {
    const keys = [...changed]
    changed.clear()
    try {
      await to.change(keys.map(changeOf))
    } catch (thrown) {
      fault.value = roomless(thrown)
      keys.forEach((key) => changed.add(key)) // with the next change again
      return
    }
  }
  fault.value = null
}

function note(key: string): void {
  changed.add(key)
  if (store) writing ??= write(store).finally(() => (writing = null))
}

/* All that was filled in up to now is on the phone. */
export async function settled(): Promise<void> {
  while (writing) await writing
}

export async function attachWork(opened: Store): Promise<void> {
  for (const [key, work] of await opened.all<Work>('draft')) all.set(key, work)
  store = opened
}

export function detachWork(): void {
  store = null
  changed.clear()
  all.clear()
}

/* ---- filling in ---------------------------------------------------------------------- */
export function openWork(key: string, door: Door, draft: Draft): Work {
  all.set(key, { door, draft, first: JSON.stringify(draft), past: [], last: '' })
  return all.get(key)!
}

export function workOf(key: string): Work | undefined {
  return all.get(key)
}

export function closeWork(key: string): void {
  if (all.delete(key)) note(key)
}

/* One change that can be undone; `what` names the place that it changes. */
export function edit(
  key: string,
  what: string,
  change: (draft: Draft) => void,
): void {
  const work = all.get(key)
  if (!work) return
  const typing = what !== '' && what === work.last
  if (!typing) {
    work.past.push(JSON.stringify(work.draft))
    if (work.past.length > MOST_STEPS) work.past.shift()
  }
  work.last = what
  change(work.draft)
  note(key)
}

export function undo(key: string): void {
  const work = all.get(key)
  const before = work?.past.pop()
  if (!work || before === undefined) return
  work.draft = JSON.parse(before) as Draft
  work.last = ''
  note(key)
}

export const begun = (work: Work) => JSON.stringify(work.draft) !== work.first

export const anyBegun = () => [...all.values()].some(begun)
