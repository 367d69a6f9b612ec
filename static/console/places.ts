/*
 * Divisions, schools and units: fetched once and kept while the page is open.
 * A county has some hundreds of each.
 */
import { shallowRef } from 'vue'
import { api } from '@shared/api'
import type { Schema } from '@shared/schema'
import { session } from '@shared/session'

export type Division = Schema<'Division'>
export type School = Schema<'School'>
export type Unit = Schema<'Unit'>

/* Fetches once; a failure may be tried again. */
function kept<Item>(fetch: () => Promise<Item>) {
  let answer: Promise<Item> | null = null
  return {
    get(): Promise<Item> {
      if (!answer) {
        const mine = fetch()
        answer = mine
        mine.catch(() => {
          if (answer === mine) answer = null
        })
      }
      return answer
    },
    forget: () => void (answer = null),
  }
}

/* The divisions as a tree: by code, and the codes right below each. */
export interface Tree {
  by: Map<string, Division>
  below: Map<string, Division[]>
}

async function plant(): Promise<Tree> {
  const tree: Tree = { by: new Map(), below: new Map() }
  for (const one of await api.all<Division>('/divisions')) {
    tree.by.set(one.code, one)
    if (!one.parent) continue
    const siblings = tree.below.get(one.parent)
    if (siblings) siblings.push(one)
    else tree.below.set(one.parent, [one])
  }
  return tree
}

const known = shallowRef<Tree | null>(null)
export const divisions = kept(async () => (known.value = await plant()))

/* A place by its name; a grid's own says too little without its village's. */
export function placeName(code: string | null, name: string | null): string {
  const at = code ? known.value?.by.get(code) : undefined
  if (at?.level !== 'grid') return name ?? ''
  return `${known.value?.by.get(at.parent ?? '')?.name ?? ''} ${name ?? at.name}`
}
export const schools = kept(() => api.all<School>('/schools'))
export const units = kept(() => api.all<Unit>('/units'))

/*
 * Where choosing a place starts: for the field offices their own division, so
 * that nothing is offered that they would not be shown; else the county.
 */
export function rootOf(tree: Tree): string {
  const scope = session.state.me?.scope
  if (scope?.kind === 'division' && scope.code) return scope.code
  for (const one of tree.by.values()) if (one.level === 'county') return one.code
  return ''
}

/* From just below the root down to `code` itself. */
export function lineage(tree: Tree, root: string, code: string): string[] {
  const line: string[] = []
  for (let at = code; at && at !== root; at = tree.by.get(at)?.parent ?? '') {
    line.unshift(at)
  }
  return line
}
