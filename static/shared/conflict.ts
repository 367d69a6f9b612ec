/*
 * Fields that two people changed: both values before the one who decides, and
 * the decision, which the server takes once and only over what was seen.
 */
import { reactive } from 'vue'
import { api } from './api'
import { asProblem, Problem } from './problem'
import type { Page, Schema } from './schema'

export type Conflict = Schema<'Conflict'>
export type Choice = 'visit' | 'record' | 'other'

/* One card: what is chosen so far, and what came of it. */
export interface Card {
  conflict: Conflict
  choice: Choice | ''
  value: string
  isBusy: boolean
  problem: Problem | null
}

const MOST = 50

const cardOf = (conflict: Conflict): Card => ({
  conflict,
  choice: '',
  value: '',
  isBusy: false,
  problem: null,
})

export function useConflicts() {
  const state = reactive({
    cards: [] as Card[],
    total: 0,
    isKnown: false,
    problem: null as Problem | null,
  })

  async function load(): Promise<void> {
    state.problem = null
    try {
      const query = { state: 'open', limit: MOST, count: true }
      const page = await api.get<Page<Conflict>>('/conflicts', { query })
      state.cards = page.items.map(cardOf)
      state.total = page.total ?? page.items.length
      state.isKnown = true
    } catch (thrown) {
      state.problem = asProblem(thrown)
    }
  }

  /* What stands there now, when somebody was there first. */
  async function look(card: Card): Promise<void> {
    card.conflict = await api.get<Conflict>(`/conflicts/${card.conflict.id}`)
    card.choice = ''
  }

  async function confirm(card: Card): Promise<void> {
    if (card.choice === '' || card.isBusy) return
    card.isBusy = true
    card.problem = null
    const { id, record_change } = card.conflict
    try {
      card.conflict = await api.put<Conflict>(`/conflicts/${id}/decision`, {
        choice: card.choice,
        record_change: record_change ?? 0,
        ...(card.choice === 'other' && { value: card.value.trim() }),
      })
      state.total -= 1
    } catch (thrown) {
      card.problem = asProblem(thrown)
      if (card.problem.status === 409) await look(card).catch(() => {})
    } finally {
      card.isBusy = false
    }
  }

  return { state, load, confirm }
}
