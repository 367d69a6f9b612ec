/*
 * Which page is shown.  The page and what it is about live in the entry of the
 * browser's history, so that its back key works and a reload stays where it
 * was, while the address is always /survey/: it can start with no network and
 * never holds a record's number.
 */
import { shallowRef } from 'vue'

export interface Place {
  page: string
  params: Record<string, string | number | boolean>
  /* How many of our own places lie behind this one. */
  depth: number
}

const START: Place = { page: 'home', params: {}, depth: 0 }

function stored(): Place {
  const state = history.state as Partial<Place> | null
  return typeof state?.page === 'string' ? { ...START, ...state } : START
}

export const place = shallowRef<Place>(stored())

function show(next: Place): void {
  place.value = next
  scrollTo(0, 0)
}

export function go(page: string, params: Place['params'] = {}): void {
  const next = { page, params, depth: place.value.depth + 1 }
  history.pushState(next, '')
  show(next)
}

/* Goes on without leaving a way back, as after a form was saved. */
export function replace(page: string, params: Place['params'] = {}): void {
  const next = { page, params, depth: place.value.depth }
  history.replaceState(next, '')
  show(next)
}

/* To the place before, or home when the client was opened right here. */
export function back(): void {
  if (place.value.depth > 0) history.back()
  else replace('home')
}

addEventListener('popstate', () => {
  place.value = stored()
})
