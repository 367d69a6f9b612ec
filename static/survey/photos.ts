/*
 * Photos and signatures, from the lens to the server.
 *
 * One is sealed on the phone as soon as it is taken, before any letter names it
 * (`picture`).  When a letter that names it is saved it waits, in that same
 * change (`photo`); it goes piece by piece, on from where the server is.  What
 * the server has is kept while a letter on the phone names it (`kept`): one that
 * was put back to an older backup asks for it again.
 */
import { reactive } from 'vue'
import { isAbort, Problem } from '@shared/problem'
import { refuses, type State } from './outbox'
import { type Change, type Kind, roomless, type Store } from './store'
import type { Upload } from './types'

export interface Picture {
  readonly uuid: string
  readonly sha256: string
  readonly size: number
  /* Base64: the store keeps JSON. */
  readonly data: string
}

export interface PhotoItem {
  readonly uuid: string
  state: State
  problem: Problem | null
  /* In bytes; of all that it has, once it is under way. */
  sent: number
  size: number
}

export interface PhotosOptions {
  /* Where the server is with an upload; null: it has nothing of it. */
  look: (uuid: string) => Promise<Upload | null>
  put: (picture: Picture, start: number, piece: Blob) => Promise<Upload>
  /* What visits of this officer name and the server has not got. */
  awaited: () => Promise<string[]>
  /* The server has it. */
  arrived: () => void
  refused: (uuid: string, problem: Problem) => void
  later: (call: () => void) => void
  now: () => number
  /* At once: some seconds on a bad network. */
  piece: number
}

const ASK_EVERY_MS = 3_600_000
const KINDS: Kind[] = ['picture', 'photo', 'kept']

export const bytesOf = ({ data }: Pick<Picture, 'data'>): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))

const gone = (kind: Kind, key: string): Change => ({ kind, key, gone: true })

export function createPhotos(options: PhotosOptions) {
  const { look, put, awaited, arrived, refused, later, now, piece } = options
  const items = reactive<PhotoItem[]>([])
  let store: Store | null = null
  let running: Promise<void> | null = null
  let asked = 0

  const has = (uuid: string) => items.some((item) => item.uuid === uuid)
  const show = (uuid: string) => {
    if (!has(uuid)) items.push({ uuid, state: 'waiting', problem: null, sent: 0, size: 0 })
  }
  const hide = (uuid: string) => {
    const at = items.findIndex((item) => item.uuid === uuid)
    if (at >= 0) items.splice(at, 1)
  }

  async function attach(opened: Store): Promise<void> {
    store = opened
    asked = 0
    for (const uuid of await opened.keys('photo')) show(uuid)
  }

  /* What no draft and no letter on the phone names any more goes. */
  async function clean(): Promise<void> {
    const from = store
    if (!from) return
    const old: Change[] = []
    for (const kind of KINDS)
      for (const key of await from.keys(kind)) old.push(gone(kind, key))
    if (old.length === 0) return
    const named = JSON.stringify([
      await from.all('draft'),
      await from.all('outbox'),
      await from.all('sent'),
    ])
    const left = old.filter(({ key }) => !named.includes(key))
    await from.change(left)
    left.forEach(({ key }) => hide(key))
  }

  /* ---- from the lens into a letter ------------------------------------------------ */
  async function take(picture: Picture): Promise<void> {
    if (!store) throw new Error('the store is locked')
    await store
      .change([{ kind: 'picture', key: picture.uuid, value: picture }])
      .catch((thrown: unknown) => {
        throw roomless(thrown, '这张照片没有存进手机，填的都还在。可以不带照片保存，或清理手机空间后再拍。')
      })
  }

  /* What makes them wait, to be done with the change that keeps their letter. */
  async function claim(uuids: readonly string[]): Promise<Change[]> {
    const changes: Change[] = []
    for (const key of uuids) {
      const value = await store?.get<Picture>('picture', key)
      if (value) changes.push(gone('picture', key), { kind: 'photo', key, value })
    }
    return changes
  }
  /* The letter is kept: they wait. */
  const claimed = (changes: Change[]) =>
    changes.forEach((each) => each.kind === 'photo' && show(each.key))

  /* One that is on this phone, whatever became of it. */
  async function find(uuid: string): Promise<Picture | undefined> {
    for (const kind of KINDS) {
      const found = await store?.get<Picture>(kind, uuid)
      if (found) return found
    }
    return undefined
  }

  /* ---- sending ---------------------------------------------------------------------- */
  async function sendPieces(picture: Picture, item: PhotoItem): Promise<void> {
    const bytes = bytesOf(picture)
    item.size = picture.size
    let there = await look(picture.uuid)
    while (!there?.attachment_id) {
      item.sent = there?.received ?? 0
      const part = new Blob([bytes.subarray(item.sent, item.sent + piece)])
      there = await put(picture, item.sent, part)
      if (there.fault)
        throw new Problem({
          status: 422,
          code: 'upload.fault',
          title: '照片没有收下',
          detail: there.fault,
        })
    }
  }

  /* False when the others had better wait too. */
  async function sendOne(item: PhotoItem, from: Store): Promise<boolean> {
    const { uuid } = item
    item.state = 'sending'
    try {
      const picture = await from.get<Picture>('photo', uuid)
      if (picture) {
        await sendPieces(picture, item)
        await from.change([gone('photo', uuid), { kind: 'kept', key: uuid, value: picture }])
      }
      hide(uuid)
      arrived()
      return true
    } catch (thrown) {
      if (!(thrown instanceof Problem) && !isAbort(thrown)) console.error(thrown)
      item.problem = thrown instanceof Problem ? thrown : null
      item.state = item.problem && refuses(item.problem) ? 'refused' : 'waiting'
      if (item.state === 'refused' && item.problem) refused(uuid, item.problem)
      return item.state === 'refused'
    }
  }

  /* The server lacks it again. */
  async function again(uuid: string): Promise<void> {
    const value = await store?.get<Picture>('kept', uuid)
    if (!store || !value) return
    await store.change([gone('kept', uuid), { kind: 'photo', key: uuid, value }])
    show(uuid)
  }

  async function offer(): Promise<void> {
    if (asked !== 0 && Math.abs(now() - asked) < ASK_EVERY_MS) return
    const kept = new Set(await store?.keys('kept'))
    if (kept.size > 0)
      for (const uuid of await awaited()) if (kept.has(uuid)) await again(uuid)
    asked = now()
  }

  async function run(from: Store): Promise<void> {
    await offer().catch((thrown: unknown) => {
      if (!(thrown instanceof Problem) && !isAbort(thrown)) console.error(thrown)
    })
    for (;;) {
      const item = items.find(({ state }) => state === 'waiting')
      if (!item) return
      if (!(await sendOne(item, from))) return later(() => void flush())
    }
  }

  function flush(): Promise<void> {
    if (!store) return Promise.resolve()
    running ??= run(store).finally(() => (running = null))
    return running
  }

  return { items, attach, clean, take, claim, claimed, find, again, has, flush }
}
