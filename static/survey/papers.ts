/*
 * 送达: papers that were handed over at a door, from the glass to the server.
 *
 * What was done is in the phone's store before anybody is told that it is; the
 * picture goes first, piece by piece, and on from the last piece that the server
 * has; then the service goes under its own UUID, so that the same one sent twice
 * is one.  Nothing leaves the phone but by the server's answer or by hand.
 */
import { reactive } from 'vue'
import { isAbort, Problem } from '@shared/problem'
import { refuses, type State } from './outbox'
import { roomless, type Store } from './store'
import type { Notice, ServiceIn } from './types'

export interface Picture {
  readonly uuid: string
  readonly sha256: string
  readonly size: number
  /* Base64: the store keeps JSON. */
  readonly data: string
}

export interface Paper {
  readonly uuid: string
  readonly notice: number
  readonly village: string
  readonly title: string
  readonly body: ServiceIn
  readonly picture: Picture | null
  readonly madeAt: string
}

export interface PaperItem extends Paper {
  state: State
  problem: Problem | null
  /* Of the picture, in bytes. */
  sent: number
}

export interface PapersOptions {
  upload: (picture: Picture, onSent: (bytes: number) => void) => Promise<number>
  serve: (notice: number, body: ServiceIn) => Promise<Notice>
  served: (paper: Paper, answer: Notice) => Promise<void>
  later: (call: () => void) => void
}

export function createPapers({ upload, serve, served, later }: PapersOptions) {
  const items = reactive<PaperItem[]>([])
  let store: Store | null = null
  let running: Promise<void> | null = null

  const take = (uuid: string) => {
    const at = items.findIndex((item) => item.uuid === uuid)
    if (at >= 0) items.splice(at, 1)
  }
  const show = (paper: Paper) =>
    items.push({ ...paper, state: 'waiting', problem: null, sent: 0 })

  async function attach(opened: Store): Promise<void> {
    store = opened
    const kept = (await opened.all<Paper>('paper')).map(([, paper]) => paper)
    kept.sort((a, b) => a.madeAt.localeCompare(b.madeAt)).forEach(show)
  }

  /* On the disk when its promise is kept; then it is sent. */
  async function put(paper: Paper): Promise<void> {
    if (!store) throw new Error('the store is locked')
    await store
      .change([{ kind: 'paper', key: paper.uuid, value: paper }])
      .catch((thrown: unknown) => {
        throw roomless(thrown)
      })
    show(paper)
    void flush()
  }

  const letGo = (uuid: string) =>
    store?.change([{ kind: 'paper', key: uuid, gone: true }])

  /* False when the others had better wait too. */
  async function sendOne(item: PaperItem): Promise<boolean> {
    item.state = 'sending'
    try {
      const attachment_id = item.picture
        ? await upload(item.picture, (bytes) => (item.sent = bytes))
        : null
      const answer = await serve(item.notice, {
        ...item.body,
        ...(attachment_id !== null && { attachment_id }),
        uuid: item.uuid,
      })
      await served(item, answer)
      await letGo(item.uuid)
      take(item.uuid)
      return true
    } catch (thrown) {
      if (!(thrown instanceof Problem) && !isAbort(thrown)) console.error(thrown)
      item.problem = thrown instanceof Problem ? thrown : null
      item.state = item.problem && refuses(item.problem) ? 'refused' : 'waiting'
      return item.state === 'refused'
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      const item = items.find(({ state }) => state === 'waiting')
      if (!item) return
      if (!(await sendOne(item))) return later(() => void flush())
    }
  }

  function flush(): Promise<void> {
    if (!store) return Promise.resolve()
    running ??= run().finally(() => (running = null))
    return running
  }

  /* Takes away by hand what the server refused. */
  async function withdraw(uuid: string): Promise<void> {
    if (items.find((item) => item.uuid === uuid)?.state !== 'refused') return
    await letGo(uuid)
    take(uuid)
  }

  return {
    items,
    attach,
    put,
    flush,
    withdraw,
    of: (notice: number) => items.find((item) => item.notice === notice),
  }
}
