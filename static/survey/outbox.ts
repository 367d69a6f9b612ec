/*
 * What waits for the server's acknowledgement, and the way it goes there.
 *
 * An item is a body under one UUID and never changes.  It is in the phone's
 * store before anybody is told that it is saved; it is sent, and sent again,
 * until the server says that it has it or that it refuses it.  Nothing leaves
 * but by that answer or by the officer's hand.  What was acknowledged is kept
 * for 30 days more: a server that was put back to an older backup lacks it
 * without knowing, so it is asked which numbers of this phone it has, and what
 * it lacks goes back into the queue (trust: sync).
 */
import { reactive } from 'vue'
import { CODE } from '@shared/api'
import { isAbort, Problem } from '@shared/problem'
import { type Change, roomless, type Store } from './store'
import type { Answer, Receipts, Served, ServiceIn, VisitBody } from './types'

/* sending: under way; waiting: no answer, or one that says later; refused:
 * surely not saved, to be put right by a person. */
export type State = 'sending' | 'waiting' | 'refused'

interface Written {
  readonly uuid: string
  /* The work that it came from. */
  readonly key: string
  readonly title: string
  readonly madeAt: string
}

/* What a person put in: a visit, */
export interface VisitLetter extends Written {
  readonly kind?: undefined
  readonly body: VisitBody
  /* The door need not be knocked at again. */
  readonly isSettled: boolean
  /* The body's children, in its order, and the cases open before. */
  readonly children: { key: string; name: string; caseId: number | null }[]
}

/* or a paper that was served (送达), whose picture goes before it. */
export interface ServiceLetter extends Written {
  readonly kind: 'service'
  readonly document: number
  readonly village: string
  readonly body: ServiceIn
}

export type Letter = VisitLetter | ServiceLetter

/* As it is kept: its number on this phone stands in the body too. */
interface Numbered {
  readonly sequence: number
  /* Acknowledged once, and lost by the server since. */
  readonly isAgain?: true
}
export type KeptVisit = VisitLetter & Numbered
export type KeptService = ServiceLetter & Numbered
export type Kept = KeptVisit | KeptService

interface Standing {
  state: State
  problem: Problem | null
}
export type VisitItem = KeptVisit & Standing
export type ServiceItem = KeptService & Standing
export type Item = VisitItem | ServiceItem

/* isAgain: it was acknowledged before; the form at its door is another one by now. */
export interface VisitReceipt {
  item: KeptVisit
  answer: Answer
  isAgain: boolean
}
export interface ServiceReceipt {
  item: KeptService
  answer: Served
  isAgain: boolean
}
export type Receipt = VisitReceipt | ServiceReceipt
export const isVisit = (one: VisitReceipt | ServiceReceipt): one is VisitReceipt =>
  one.item.kind === undefined

/* What the phone keeps of a visit that was acknowledged, and when it was. */
export interface Sent {
  readonly letter: Kept
  readonly at: number
}

interface Device {
  id: string
  next: number
}

export interface OutboxOptions {
  send: (letter: Kept) => Promise<Answer | Served>
  /* What has to come first is there. */
  isReady: (letter: Kept) => boolean
  /* Which numbers from `first` on the server has of this device. */
  ask: (device: string, first: number) => Promise<Receipts[]>
  saved: (receipt: Receipt) => void
  /* Calls back later; the answer calls it off. */
  later: (seconds: number, call: () => void) => () => void
  now: () => number
}

const LATER = [3, 6, 12, 30, 60]
const DAY_MS = 86_400_000
export const OFFERED_DAYS = 30
const ASK_EVERY_MS = 3_600_000

/* The picture has not come before its service: it is sent again. */
export const PICTURE_FIRST = 'service.picture'

export const says = ({ code, errors }: Problem, sought: string) =>
  code === sought || errors.some((error) => error.code === sought)

const PHOTO_TOO_LARGE =
  '刚才填的没有存进手机，内容还在屏幕上。请不要关闭本页；可以去掉照片再保存，或清理手机空间后再试。'

/* Whether an answer settles that nothing was saved and nothing will be by
 * sending the same again. */
export function refuses(problem: Problem): boolean {
  const { status } = problem
  const later = [401, 408, 425, 429]
  return (
    ![
      'foreign',
      CODE.password, // it goes on under the new one
      PICTURE_FIRST,
      'upload.gap', // looked at again
    ].some((code) => says(problem, code)) &&
    status >= 400 &&
    status < 500 &&
    !later.includes(status)
  )
}

/* Neither the server's answer nor the want of one. */
function noteBug(thrown: unknown): void {
  if (!(thrown instanceof Problem) && !isAbort(thrown)) console.error(thrown)
}

export function createOutbox(options: OutboxOptions) {
  const { send, isReady, ask, saved, later, now } = options
  const items = reactive<Item[]>([])
  let store: Store | null = null
  let device: Device = { id: '', next: 1 }
  let asked = 0
  let running: Promise<void> | null = null
  let storing: Promise<unknown> = Promise.resolve()
  let failures = 0
  let callOff = () => {}

  /* One after the other, so that no two take one number. */
  function inTurn<Value>(step: (store: Store) => Promise<Value>): Promise<Value> {
    const turn = storing.then(() => {
      if (!store) throw new Error('the store is locked')
      return step(store)
    })
    storing = turn.catch(() => {})
    return turn
  }

  const take = (id: string) => {
    const at = items.findIndex((item) => item.uuid === id)
    if (at >= 0) items.splice(at, 1)
  }
  /* In the order they were made: one may correct another. */
  const show = (kept: Kept) => {
    const at = items.findIndex(({ sequence }) => sequence > kept.sequence)
    const item = { ...kept, state: 'waiting', problem: null } as Item
    items.splice(at < 0 ? items.length : at, 0, item)
  }

  const outOf = (id: string): Change => ({ kind: 'outbox', key: id, gone: true })
  const draftOf = (key: string): Change => ({ kind: 'draft', key, gone: true })
  const into = (kept: Kept): Change => ({
    kind: 'outbox',
    key: kept.uuid,
    value: kept,
  })

  /* ---- what is on the phone ------------------------------------------------------ */
  /* Takes up what the phone has kept; what is over its days is let go.  `id` is
   * the name by which the server knows this phone. */
  async function attach(opened: Store, id: string): Promise<void> {
    store = opened
    asked = 0
    device = (await opened.get<Device>('state', 'device')) ?? { id, next: 1 }
    const waiting = await opened.all<Kept>('outbox')
    for (const [, kept] of waiting) show(kept)
    const since = now() - OFFERED_DAYS * DAY_MS
    const old = (await opened.all<Sent>('sent')).filter(([, { at }]) => at < since)
    await opened.change(
      old.map(([key]): Change => ({ kind: 'sent', key, gone: true })),
    )
  }

  /* Puts a letter into the queue, instead of one that was refused if `instead`
   * names it, and does `more` in the same change, `onKept` after it.  On the disk when
   * its promise is kept; then it is sent. */
  async function put(
    letter: Letter,
    instead?: string,
    more: Change[] = [],
    onKept = () => {},
  ): Promise<void> {
    const kept = await inTurn(async (to) => {
      const sequence = device.next
      const body = { ...letter.body, device: device.id, sequence }
      const fresh = { ...letter, body, sequence } as Kept
      const after = { id: device.id, next: sequence + 1 }
      await to
        .change([
          ...(instead === undefined ? [] : [outOf(instead)]),
          into(fresh),
          ...more,
          { kind: 'state', key: 'device', value: after },
        ])
        .catch((thrown: unknown) => {
          throw roomless(thrown, more.length > 0 ? PHOTO_TOO_LARGE : undefined)
        })
      device = after
      onKept()
      return fresh
    })
    if (instead !== undefined) take(instead)
    show(kept)
    failures = 0
    void flush()
  }

  /* The acknowledgement; the form goes that it was filled in with, and no form
   * of a later visit to the door. */
  async function settle(item: Item, answer: Answer | Served): Promise<void> {
    const { state: _, problem: __, isAgain = false, ...letter } = item
    await inTurn((to) =>
      to.change([
        outOf(item.uuid),
        ...(isAgain ? [] : [draftOf(item.key)]),
        { kind: 'sent', key: item.uuid, value: { letter, at: now() } },
      ]),
    )
    take(item.uuid)
    saved({ item: letter, answer, isAgain } as Receipt)
  }

  /* ---- sending ------------------------------------------------------------------------ */
  /* Sends one; false when the others had better wait too. */
  async function sendOne(item: Item): Promise<boolean> {
    item.state = 'sending'
    try {
      await settle(item, await send(item))
      return true
    } catch (thrown) {
      noteBug(thrown)
      item.problem = thrown instanceof Problem ? thrown : null
      item.state = item.problem && refuses(item.problem) ? 'refused' : 'waiting'
      return item.state === 'refused'
    }
  }

  /* Those of `sent` that the server lacks: it is asked for each phone by the
   * name that the visit itself bears. */
  async function lostOf(sent: Kept[]): Promise<Kept[]> {
    const lost: Kept[] = []
    for (const name of new Set(sent.map(({ body }) => body.device ?? ''))) {
      const own = sent.filter(({ body }) => (body.device ?? '') === name)
      const there = await ask(name, Math.min(...own.map(({ sequence }) => sequence)))
      const isThere = ({ sequence }: Kept) =>
        there.some((run) => run.first <= sequence && sequence <= run.last)
      lost.push(...own.filter((kept) => !isThere(kept)))
    }
    return lost
  }

  /* Puts back into the queue what was acknowledged and is not there any more. */
  async function offer(): Promise<void> {
    if (!store || (asked !== 0 && Math.abs(now() - asked) < ASK_EVERY_MS)) return
    const sent = (await store.all<Sent>('sent')).map(([, each]) => each.letter)
    const lost = (await lostOf(sent)).map((kept): Kept => ({ ...kept, isAgain: true }))
    await inTurn((to) =>
      to.change(
        lost.flatMap((kept): Change[] => [
          { kind: 'sent', key: kept.uuid, gone: true },
          into(kept),
        ]),
      ),
    )
    lost.forEach(show)
    asked = now()
  }

  /* Until all that wait are sent, or the first that gets no answer. */
  async function run(): Promise<void> {
    await offer().catch(noteBug) // what waits goes on; it is asked again
    for (;;) {
      const item = items.find((each) => each.state === 'waiting' && isReady(each))
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
    if (!store) return Promise.resolve()
    running ??= run().finally(() => (running = null))
    return running
  }

  /* What it needs was refused: so it is, too. */
  function refuse(id: string, problem: Problem): void {
    const item = items.find((each) => each.uuid === id)
    if (item) Object.assign(item, { state: 'refused', problem })
  }

  /* Takes away by hand what the server refused. */
  async function withdraw(id: string): Promise<boolean> {
    const item = items.find((each) => each.uuid === id)
    if (item?.state !== 'refused') return false
    await inTurn((to) => to.change([outOf(id)]))
    take(id)
    return true
  }

  return {
    items,
    attach,
    put,
    flush,
    refuse,
    withdraw,
    /* What a door's form has to show: what came of it, else what is to be put
     * right; what is only sent again is no matter of that form. */
    of: (key: string) =>
      items.find((item) => item.key === key && !item.isAgain) ??
      items.find((item) => item.key === key && item.state === 'refused'),
  }
}
