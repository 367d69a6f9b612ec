/*
 * The questions of a run in a row: each child that may be another, each of its
 * candidates; where one stands, what was decided, and the way back.
 */
import { computed, reactive, ref, watch } from 'vue'
import { api } from '@shared/api'
import { usePager } from '@shared/paging'
import { asProblem, type Problem } from '@shared/problem'
import type { Candidate, Verdict } from '../../reconciliation'

export type Decision = 'same' | 'different' | 'later'

interface Done {
  question: number
  candidate: number
  name: string
}

export function useQuestions(run: () => number) {
  const pager = usePager<Verdict>(
    () => `/reconciliations/${run()}/verdicts`,
    () => ({ rule: 'candidates', undecided: true }),
    { append: true, count: true },
  )
  const at = ref(0)
  const part = ref(0)
  const candidates = ref<Candidate[]>([])
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  const last = ref<Done | null>(null)

  const question = computed(() => pager.items[at.value] ?? null)
  const current = computed(() => candidates.value[part.value] ?? null)

  async function load(from: 'first' | 'last' = 'first') {
    candidates.value = []
    part.value = 0
    problem.value = null
    if (!question.value) return
    try {
      const mine = question.value.id
      const found = await api.get<{ items: Candidate[] }>(`/verdicts/${mine}/candidates`)
      if (question.value?.id !== mine) return
      candidates.value = found.items
      const open = found.items.findIndex(({ decision }) => !decision)
      part.value = from === 'last' ? found.items.length - 1 : Math.max(0, open)
    } catch (thrown) {
      problem.value = asProblem(thrown)
    }
  }

  async function move(step: 1 | -1): Promise<boolean> {
    const next = part.value + step
    if (next >= 0 && next < candidates.value.length) {
      part.value = next
      return true
    }
    if (step === 1 && at.value === pager.items.length - 1) await pager.next()
    const to = at.value + step
    if (to < 0 || to >= pager.items.length) return false
    at.value = to
    await load(step === 1 ? 'first' : 'last')
    return true
  }

  /* Kept for this and coming years; the verdicts of both follow at once. */
  async function decide(decision: Decision, reason: string): Promise<boolean> {
    const asked = question.value
    const one = current.value
    if (!asked || !one || busy.value) return false
    busy.value = true
    problem.value = null
    try {
      candidates.value[part.value] = await api.post<Candidate>(
        `/verdicts/${asked.id}/decision`,
        { candidate_id: one.id, decision, reason },
      )
      last.value = { question: at.value, candidate: one.id, name: asked.name }
      return true
    } catch (thrown) {
      problem.value = asProblem(thrown)
      return false
    } finally {
      busy.value = false
    }
  }

  /* The last decision becomes 以后再核, and its question stands there again. */
  async function undo(reason: string): Promise<void> {
    const done = last.value
    if (!done || busy.value) return
    at.value = done.question
    await load()
    part.value = Math.max(
      0,
      candidates.value.findIndex(({ id }) => id === done.candidate),
    )
    if (await decide('later', reason)) last.value = null
  }

  /* The first question, once it is there. */
  watch(question, (now, before) => {
    if (now && !before) void load()
  })
  return reactive({
    pager,
    at,
    part,
    candidates,
    problem,
    busy,
    last,
    question,
    current,
    load,
    move,
    decide,
    undo,
  })
}
