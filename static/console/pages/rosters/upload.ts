/*
 * Files on their way up, one after another, so that the first is not slowed
 * down by the last; what waits can be taken back, what is sent can be stopped.
 */
import { onScopeDispose, reactive } from 'vue'
import { api } from '@shared/api'
import { asProblem, isAbort, type Problem } from '@shared/problem'
import type { Import } from '../../roster'

export interface Sending {
  key: number
  file: File
  kind: string
  year: number
  complete: boolean
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'stopped'
  sent: number
  /* Of the import that the file became. */
  id: number | null
  problem: Problem | null
}

export interface Queue {
  items: Sending[]
  add: (given: Pick<Sending, 'file' | 'kind' | 'year' | 'complete'>) => void
  again: (one: Sending) => void
  stop: (one: Sending) => void
  drop: (one: Sending) => void
}

/* Ends with the calling component: what waits then is not sent. */
export function useQueue(): Queue {
  const items = reactive<Sending[]>([])
  let under: AbortController | null = null
  let next = 1
  let gone = false

  async function send(one: Sending) {
    under = new AbortController()
    one.state = 'sending'
    one.problem = null
    one.sent = 0
    try {
      const { kind, year, complete } = one
      const made = await api.post<Import>('/imports', one.file, {
        query: { kind, year, complete },
        signal: under.signal,
        onSent: (bytes) => (one.sent = Math.min(bytes, one.file.size)),
      })
      one.id = made.id
      one.state = 'sent'
    } catch (thrown) {
      one.state = isAbort(thrown) ? 'stopped' : 'failed'
      if (!isAbort(thrown)) one.problem = asProblem(thrown)
    } finally {
      under = null
    }
  }

  async function run() {
    if (under || gone) return
    const one = items.find(({ state }) => state === 'waiting')
    if (!one) return
    await send(one)
    void run()
  }

  onScopeDispose(() => {
    gone = true
    under?.abort()
  })
  return {
    items,
    add(given) {
      items.push({
        key: next++,
        ...given,
        state: 'waiting',
        sent: 0,
        id: null,
        problem: null,
      })
      void run()
    },
    again(one) {
      one.state = 'waiting'
      void run()
    },
    stop(one) {
      if (one.state === 'sending') under?.abort()
      else one.state = 'stopped'
    },
    drop(one) {
      items.splice(items.indexOf(one), 1)
    },
  }
}
