/*
 * The visits of this phone from the form to the acknowledgement: one outbox,
 * when it sends, what was acknowledged since the client was opened, and the
 * guard that asks before unsaved things are lost.
 */
import { reactive, watch } from 'vue'
import { onApi } from '@shared/api'
import { session } from '@shared/session'
import { body, outcomeOf, sentChildren } from './draft'
import { createOutbox, type Receipt } from './outbox'
import { source } from './source'
import type { Form } from './types'
import { uuid } from './uuid'
import { anyBegun, closeWork, forgetWork, type Work } from './work'

/* A request on a bad network that has said nothing for so long is given up
 * and made again. */
const PATIENCE_MS = 25_000

const receipts = reactive(new Map<string, Receipt>())

export const outbox = createOutbox({
  async send(id, visit) {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
    try {
      return await source.save(id, visit, stop.signal)
    } finally {
      clearTimeout(timer)
    }
  },
  saved(receipt) {
    const { item, answer } = receipt
    receipts.set(item.key, receipt)
    closeWork(item.key)
    source.visited(item.body, answer, item.isSettled)
  },
  later(seconds, call) {
    const timer = setTimeout(call, seconds * 1000)
    return () => clearTimeout(timer)
  },
})

/* Puts the work as it now is into the outbox. */
export function save(key: string, work: Work, form: Form): Promise<void> {
  const { door, draft } = work
  const now = new Date()
  const before = outbox.of(key)
  if (before && !outbox.withdraw(before.uuid)) return outbox.flush()
  receipts.delete(key)
  return outbox.put({
    uuid: uuid(),
    key,
    title: draft.household.head_name || door.household.head_name,
    body: body(form, door, draft, now),
    isSettled: outcomeOf(form, draft.outcome)?.settles ?? false,
    children: sentChildren(form, draft).map((child) => ({
      key: child.key,
      name: child.data.name || child.name,
      caseId:
        door.children.find(({ student_id }) => student_id === child.studentId)
          ?.open_case_id ?? null,
    })),
    madeAt: now.toISOString(),
  })
}

export const receiptOf = (key: string) => receipts.get(key)

export const hasUnsaved = () => outbox.items.length > 0 || anyBegun()

/* ---- when it sends --------------------------------------------------------------- */
const flush = () => void outbox.flush()

addEventListener('online', flush)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') flush()
})
onApi('up', () => {
  if (outbox.items.some(({ state }) => state === 'sending')) return
  if (
    outbox.items.some(
      ({ state, problem }) => state === 'waiting' && !problem?.status,
    )
  )
    flush()
})
watch(
  () => session.state.lapsed,
  (lapsed) => {
    if (!lapsed && session.state.me) flush()
  },
)

/* ---- what is left behind ----------------------------------------------------------- */
addEventListener('beforeunload', (event) => {
  if (!hasUnsaved()) return
  event.preventDefault()
  event.returnValue = '' // what older browsers ask for
})

/* Whoever signs in next sees nothing of this account. */
watch(
  () => session.state.me?.id,
  (now, before) => {
    if (before === undefined || now === before) return
    outbox.forget()
    receipts.clear()
    forgetWork()
    source.forget()
  },
)
