/*
 * The visits of this phone from the form to the acknowledgement: one outbox,
 * when it sends, what was acknowledged since the client was opened, and the
 * guard that asks before unsaved things are lost.
 */
import { reactive, watch } from 'vue'
import { onApi } from '@shared/api'
import { Problem } from '@shared/problem'
import { session } from '@shared/session'
import { outcomeOf } from '@shared/form'
import { body, sentChildren } from './draft'
import {
  createOutbox,
  isVisit,
  PICTURE_FIRST,
  says,
  type ServiceLetter,
  type VisitItem,
  type VisitReceipt,
} from './outbox'
import { onOpen, phone } from './phone'
import { PIECE, source } from './source'
import { attachTaken } from './taken'
import type { DoorRow, Form, ServiceIn } from './types'
import { uuid } from '@shared/uuid'
import { isCarried } from './carrying'
import { createPhotos, type Picture } from './photos'
import { paperKey, served } from './serving'
import type { Change } from './store'
import { anyBegun, attachWork, closeWork, type Work, workKey } from './work'

const receipts = reactive(new Map<string, VisitReceipt>())

export const outbox = createOutbox({
  send: (letter) =>
    source.send(letter).catch(async (thrown: unknown) => {
      /* The server was put back to a time before the picture came. */
      if (thrown instanceof Problem && says(thrown, PICTURE_FIRST))
        await photos.again(pictureOf(letter))
      throw thrown
    }),
  isReady: (letter) => !photos.has(pictureOf(letter)),
  ask: source.receipts,
  saved(receipt) {
    if (!isVisit(receipt)) return void served(receipt.item, receipt.answer)
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

/* Of a service; '' where none goes before the letter. */
const pictureOf = (letter: { kind?: 'service'; body: object }) =>
  letter.kind ? ((letter.body as ServiceIn).picture ?? '') : ''

const AGAIN_MS = 20_000

export const photos = createPhotos({
  look: source.look,
  put: source.piece,
  awaited: source.awaited,
  arrived: () => void outbox.flush(),
  refused(uuid, problem) {
    const needs = outbox.items.find((item) => pictureOf(item) === uuid)
    if (needs) outbox.refuse(needs.uuid, problem)
  },
  later: (call) => void setTimeout(call, AGAIN_MS),
  now: Date.now,
  piece: PIECE,
})

onOpen(async (store, device) => {
  await attachWork(store)
  await attachTaken(store)
  await photos.attach(store)
  await outbox.attach(store, device)
  await photos.clean()
  flush()
})

/* Takes away by hand what was refused, and the photos that only it names. */
export async function withdraw(id: string): Promise<void> {
  if (await outbox.withdraw(id)) await photos.clean()
}

/* ---- into the outbox --------------------------------------------------------------- */

/* Puts the work as it now is into the outbox: on the phone when it is done. */
export async function save(key: string, work: Work, form: Form): Promise<void> {
  const { door, draft } = work
  const now = new Date()
  const before = outbox.of(key)
  if (before && before.state !== 'refused') return
  /* What was refused and is put right is still of the time at the door. */
  const at = before && !before.kind ? new Date(before.body.visited_at) : now
  receipts.delete(key)
  const letter = {
    uuid: uuid(),
    key,
    title: draft.household.head_name || door.household.head_name,
    body: body(form, door, draft, at),
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
  const more = await photos.claim(letter.body.photos ?? [])
  await outbox.put(letter, before?.uuid, more, () => photos.claimed(more))
  flush()
}

/* A paper that was handed over: on the phone, with its picture, when it is done. */
export async function serve(
  at: Pick<ServiceLetter, 'document' | 'village' | 'title'>,
  body: ServiceIn,
  picture: Picture | null,
): Promise<void> {
  const id = uuid()
  const key = paperKey(at.document)
  const more: Change[] = picture
    ? [{ kind: 'photo', key: picture.uuid, value: picture }]
    : []
  const madeAt = new Date().toISOString()
  const named = { ...body, uuid: id, ...(picture && { picture: picture.uuid }) }
  const letter: ServiceLetter = { ...at, kind: 'service', uuid: id, key, madeAt, body: named }
  await outbox.put(letter, undefined, more, () => photos.claimed(more))
  flush()
}

/* Doors with what was filled in here laid over them. */
export function withWaiting(round: number, doors: DoorRow[]): DoorRow[] {
  return doors.map((door) => {
    const item = visitOf(workKey(round, door.household_id))
    if (!item) return door
    const { outcome, visited_at, return_at = null } = item.body
    const state = item.isSettled ? 'done' : 'revisit'
    return { ...door, state, outcome, visited_at, return_at }
  })
}

/* The doors of a village. */
export const doorsOf = (round: number, village: string) =>
  withWaiting(round, source.village(round, village).rows)

/* The visit of a door that waits, or was refused. */
export function visitOf(key: string): VisitItem | undefined {
  const item = outbox.of(key)
  return item?.kind ? undefined : item
}

export const receiptOf = (key: string) => receipts.get(key)

/* What was neither sent nor carried away. */
export const hasUnsaved = () =>
  [...outbox.items, ...photos.items].some(({ uuid: id }) => !isCarried(id)) || anyBegun()

/* ---- when it sends --------------------------------------------------------------- */
/* Letters first: they are small.  Those that wait for a picture go when it came. */
export function flush(): void {
  void outbox.flush().then(photos.flush)
}

/* By hand: what was refused too, for its reason may be gone since: a round opened
 * again, a household moved back. */
export function sendAll(): void {
  for (const item of [...outbox.items, ...photos.items])
    if (item.state === 'refused') item.state = 'waiting'
  flush()
}

addEventListener('online', flush)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') flush()
})
onApi('up', () => {
  const all = [...outbox.items, ...photos.items]
  if (all.some(({ state }) => state === 'sending')) return
  if (
    all.some(
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
