/* The papers that are to be served in the villages taken along. */
import { reactive } from 'vue'
import type { KeptService } from './outbox'
import { source } from './source'
import type { Paper, Served } from './types'

const taken = reactive(new Map<string, Paper[]>())

export const papersOf = (village: string) => taken.get(village) ?? []

export async function takePapers(village: string): Promise<void> {
  taken.set(village, await source.papers(village))
}

/* A paper as it is since its service. */
export const since = (all: readonly Paper[], { document, body }: KeptService, { state }: Served) =>
  all.map((each) => (each.id === document ? { ...each, state, method: body.method } : each))

export async function served(letter: KeptService, answer: Served): Promise<void> {
  const { village } = letter
  const all = taken.get(village)
  if (all) taken.set(village, since(all, letter, answer))
  await source.keepPapers(village, (kept) => since(kept, letter, answer))
}

/* The key of a paper's letter. */
export const paperKey = (document: number) => `paper/${document}`
