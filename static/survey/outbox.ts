/*
 * What waits for the server's acknowledgement.  An item is a body under one
 * UUID and never changes: it is sent, and sent again, until the server says
 * that it has it or that it refuses it.  Nothing leaves but by that answer or
 * by the officer's hand.
 */
import { reactive } from 'vue'
import { isAbort, Problem } from '@shared/problem'
import type { Answer, VisitBody } from './types'

/* sending: under way; waiting: no answer, or one that says later; refused:
 * surely not saved, to be put right by a person. */
export type State = 'sending' | 'waiting' | 'refused'

export interface Item {
  readonly uuid: string
  /* The work that it came from. */
  readonly key: string
  readonly title: string
  readonly body: VisitBody
  /* The door need not be knocked at again. */
  readonly isSettled: boolean
  /* The body's children, in its order, and the cases open before. */
  readonly children: { key: string; name: string; caseId: number | null }[]
  readonly madeAt: string
  state: State
  problem: Problem | null
}

export interface Receipt {
  item: Item
  answer: Answer
}

export interface OutboxOptions {
  send: (uuid: string, body: VisitBody) => Promise<Answer>
  saved: (receipt: Receipt) => void
  /* Calls back later; the answer calls it off. */
  later: (seconds: number, call: () => void) => () => void
}

const LATER = [3, 6, 12, 30, 60]

/* Whether an answer settles that nothing was saved and nothing will be by
 * sending the same again. */
export function refuses({ status, code }: Problem): boolean {
  const later = [401, 408, 425, 429]
  return (
    code !== 'foreign' &&
    status >= 400 &&
    status < 500 &&
    !later.includes(status)
  )
}

export function createOutbox({ send, saved, later }: OutboxOptions) {
  const items = reactive<Item[]>([])
  let running: Promise<void> | null = null
  let failures = 0
  let callOff = () => {}

  const take = (item: Item) => {
    const at = items.indexOf(item)
    if (at >= 0) items.splice(at, 1)
  }

  /* Sends one; false when the others had better wait too. */
  async function sendOne(item: Item): Promise<boolean> {
    item.state = 'sending'
    try {
      const answer = await send(item.uuid, item.body)
      take(item)
      saved({ item, answer })
      return true
    } catch (thrown) {
      if (!(thrown instanceof Problem) && !isAbort(thrown))
        console.error(thrown)
      item.problem = thrown instanceof Problem ? thrown : null
      item.state = item.problem && refuses(item.problem) ? 'refused' : 'waiting'
      return item.state === 'refused'
    }
  }

  /* Until all that wait are sent, or the first that gets no answer. */
  async function run(): Promise<void> {
    for (;;) {
      const item = items.find(({ state }) => state === 'waiting')
      if (!item) break
      if (!(await sendOne(item))) {
        const wait = LATER[Math.min(failures, LATER.length - 1)] ?? 60
        failures++
        callOff = later(item.problem?.retryAfter ?? wait, () => void flush())
        return
      }
      failures = 0
    }
  }

  /* Sends what waits, in order and one at a time. */
  function flush(): Promise<void> {
    callOff()
    running ??= run().finally(() => (running = null))
    return running
  }

  function put(item: Omit<Item, 'state' | 'problem'>): Promise<void> {
    items.push({ ...item, state: 'waiting', problem: null })
    failures = 0
    return flush()
  }

  /* Takes away what the server refused, to put it right. */
  function withdraw(uuid: string): boolean {
    const item = items.find((each) => each.uuid === uuid)
    if (item?.state !== 'refused') return false
    take(item)
    return true
  }

  function forget(): void {
    callOff()
    items.splice(0)
  }

  return {
    items,
    put,
    flush,
    withdraw,
    forget,
    of: (key: string) => items.find((item) => item.key === key),
  }
}
