/*
 * The visits of this phone from the form to the acknowledgement: one outbox,
 * when it sends, what was acknowledged since the client was opened, and the
 * guard that asks before unsaved things are lost.
 */
import { reactive, watch } from 'vue'
import { onApi } from '@shared/api'
import { session } from '@shared/session'
import { outcomeOf } from '@shared/form'
import { body, sentChildren } from './draft'
import { createOutbox, type Receipt } from './outbox'
import { onOpen, phone, store as keptStore } from './phone'
import { source } from './source'
import { attachTaken } from './taken'
import type { DoorRow, Form } from './types'
import { save as saveFile } from '@shared/save'
import { uuid } from '@shared/uuid'
import { linesOf, sealTo } from './carry'
import { papers } from './serving'
import { stamp } from './when'
import { anyBegun, attachWork, closeWork, type Work, workKey } from './work'

const receipts = reactive(new Map<string, Receipt>())

export const outbox = createOutbox({
  send: source.save,
  ask: source.receipts,
  saved(receipt) {
    const { item, answer, isAgain } = receipt
    if (!isAgain) {
      receipts.set(item.key, receipt)
      closeWork(item.key)
    }
    source.visited(item, answer)
  },
  later(seconds, call) {
    const timer = setTimeout(call, seconds * 1000)
    return () => clearTimeout(timer)
  },
  now: Date.now,
})

onOpen(async (store, device) => {
  await attachWork(store)
  await attachTaken(store)
  await outbox.attach(store, device)
  void outbox.flush()
})

/* Puts the work as it now is into the outbox: on the phone when it is done. */
export async function save(key: string, work: Work, form: Form): Promise<void> {
  const { door, draft } = work
  const now = new Date()
  const before = outbox.of(key)
  if (before && before.state !== 'refused') return
  receipts.delete(key)
  const letter = {
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
  }
  await outbox.put(letter, before?.uuid)
}

/* Doors with what was filled in here laid over them. */
export function withWaiting(round: number, doors: DoorRow[]): DoorRow[] {
  return doors.map((door) => {
    const item = outbox.of(workKey(round, door.household_id))
    if (!item) return door
    const { outcome, visited_at, return_at = null } = item.body
    const state = item.isSettled ? 'done' : 'revisit'
    return { ...door, state, outcome, visited_at, return_at }
  })
}

/* The doors of a village. */
export const doorsOf = (round: number, village: string) =>
  withWaiting(round, source.village(round, village).rows)

export const receiptOf = (key: string) => receipts.get(key)

/* What was neither sent nor carried away; services are not carried. */
export const hasUnsaved = () =>
  outbox.items.some(({ uuid: id }) => !carried.has(id)) ||
  papers.items.length > 0 ||
  anyBegun()

/* ---- carried away -------------------------------------------------------------------- */
const carried = reactive(new Set<string>())
let name = ''

onOpen(async (store, device) => {
  name = device
  for (const id of (await store.get<string[]>('state', 'carried')) ?? [])
    carried.add(id)
})

/* Seals all that waits into one file of the phone's downloads; its name. */
export async function carryAway(): Promise<string> {
  const me = session.state.me
  const kept = keptStore()
  if (!me || !kept) throw new Error('nobody is here')
  const letters = outbox.items.map(({ uuid: id, title, body }) => ({
    uuid: id,
    title,
    body,
  }))
  const now = new Date()
  const lines = linesOf(me.id, name, now, letters)
  const key = await source.carryKey()
  const file = await sealTo(key, new TextEncoder().encode(lines))
  const day = stamp(now).slice(0, 10)
  const called = `保学带出-${me.username}-${day}-${letters.length}条.baoxue`
  saveFile({ blob: new Blob([file]), name: called })
  const ids = letters.map(({ uuid: id }) => id)
  await kept.change([{ kind: 'state', key: 'carried', value: ids }])
  carried.clear()
  ids.forEach((id) => carried.add(id))
  return called
}

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
  if (phone.isLasting || !hasUnsaved()) return
  event.preventDefault()
  event.returnValue = '' // what older browsers ask for
})
