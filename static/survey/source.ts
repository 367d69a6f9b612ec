/*
 * Where the pages have their records from: the server when it answers, else
 * what it answered last and the phone has kept.
 */
import { api } from '@shared/api'
import { isAbort, Problem } from '@shared/problem'
import type { Page } from '@shared/schema'
import { session } from '@shared/session'
import { online } from './online'
import type { Kept } from './outbox'
import type { Picture } from './photos'
import { store } from './phone'
import { find, recall, take, takenDoor, villageOf, visited } from './taken'
import type {
  Answer,
  Awaited,
  Code,
  CarryKey,
  Coverage,
  Door,
  Form,
  OwnService,
  Paper,
  Receipts,
  Round,
  School,
  Served,
  ServiceRule,
  TakenDoors,
  Upload,
  VisitRow,
} from './types'
import { stamp } from './when'

/* A request on a bad network that has said nothing for so long is given up
 * and made again, or what the phone has is shown. */
const PATIENCE_MS = 25_000
const SHORT_PATIENCE_MS = 6_000
/* Of a picture, at once: some seconds on a bad network. */
export const PIECE = 64 * 1024

const lapsed = () =>
  new Problem({
    status: 401,
    code: 'auth.required',
    title: '登录已过期',
    detail: '填写的内容都在手机里。重新登录后自动上传。',
  })

/* One request, never in the name of another who has signed in since. */
async function ask<Value>(
  request: (signal: AbortSignal) => Promise<Value>,
  patience = PATIENCE_MS,
): Promise<Value> {
  if (session.state.assumed) await session.confirm()
  if (session.state.lapsed) throw lapsed()
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  try {
    return await request(stop.signal)
  } finally {
    clearTimeout(timer)
  }
}

/* No answer, or none for now: what the phone has will do. */
const isUnanswered = (thrown: unknown) =>
  isAbort(thrown) ||
  (thrown instanceof Problem &&
    (thrown.code === 'foreign' ||
      [0, 401, 429].includes(thrown.status) ||
      thrown.status >= 500))

/* The server's answer, or the last one that the phone has kept. */
async function kept<Value>(
  key: string,
  request: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  try {
    const value = await ask(request, SHORT_PATIENCE_MS)
    await store()?.change([{ kind: 'state', key, value }])
    return value
  } catch (thrown) {
    const old = await store()?.get<Value>('state', key)
    if (old === undefined || !isUnanswered(thrown)) throw thrown
    return old
  }
}

/* Fetched once, or when it is asked for anew; a failure may be tried again. */
function once<Value>(fetch: () => Promise<Value>) {
  let value: Promise<Value> | null = null
  const get = () =>
    (value ??= fetch().catch((thrown: unknown) => {
      value = null
      throw thrown
    }))
  const anew = () => {
    value = null
    return get()
  }
  return Object.assign(get, { anew })
}

const form = once(() =>
  kept('form', (signal) => api.get<Form>('/survey-form', { signal })),
)

/* What the county opens: taken along with the first village. */
const carryKey = once(() =>
  kept('carry-key', (signal) => api.get<CarryKey>('/carry-key', { signal })),
)

export const source = {
  form,
  carryKey,
  schools: once(() =>
    kept('schools', (signal) => api.all<School>('/schools', {}, signal)),
  ),

  async rounds(): Promise<Round[]> {
    const all = await kept('rounds', (signal) =>
      api.all<Round>('/survey-rounds', {}, signal),
    )
    return all.filter(({ state }) => state === 'open')
  },

  /* How far a round has come in the places of a level, all in my scope or
   * those under one of them. */
  coverage: (round: number, by: string, division?: string) =>
    kept(`coverage ${round} ${by} ${division ?? ''}`, (signal) =>
      api.all<Coverage>(
        `/survey-rounds/${round}/coverage`,
        { by, division },
        signal,
      ),
    ),

  /* How many fields wait for a person; 0 while the server does not answer. */
  async conflicts(): Promise<number> {
    const query = { state: 'open', limit: 1, count: true }
    const page = await kept('conflicts', (signal) =>
      api.get<Page<unknown>>('/conflicts', { query, signal }),
    ).catch(() => null)
    return page?.total ?? 0
  },

  village: villageOf,
  find: (round: number, village: string, q: string) =>
    find(villageOf(round, village), q),

  /* The doors of a village: from the phone at once, then what is new. */
  async doors(round: number, division: string): Promise<void> {
    const kept = store()
    if (!kept) return
    const rules = await form()
    await recall(kept, rules, round, division)
    void carryKey().catch(() => {}) // asked again with the next village
    const page = (after: number, known: string) =>
      ask((signal) =>
        api.get<TakenDoors>(`/survey-rounds/${round}/doors`, {
          query: { division, known, ...(after > 0 && { after }) },
          signal,
        }),
      )
    try {
      await take(kept, rules, round, division, page)
    } catch (thrown) {
      const isWhole = villageOf(round, division).at > 0
      if (!isWhole || !isUnanswered(thrown)) throw thrown
    }
  },

  /* A door as it is now, or as it was taken along. */
  async door(round: number, household: number): Promise<Door> {
    const taken = takenDoor(round, household)
    if (taken && !online.value) return taken
    try {
      return await ask(
        (signal) =>
          api.get<Door>(`/survey-households/${household}`, {
            query: { round_id: round },
            signal,
          }),
        taken ? SHORT_PATIENCE_MS : PATIENCE_MS,
      )
    } catch (thrown) {
      if (taken && isUnanswered(thrown)) return taken
      throw thrown
    }
  },

  /* ---- papers that are served at the door ---- */
  serviceRules: once(() =>
    kept('service rules', async (signal) => {
      const path = '/service-rules'
      return (await api.get<Page<ServiceRule>>(path, { signal })).items
    }),
  ),
  relations: once(() =>
    kept('relations', (signal) =>
      api.all<Code>('/codes', { table: 'guardian_relation' }, signal),
    ),
  ),

  /* What is to be served in a village, and what was this year. */
  papers: (division: string) =>
    kept(`papers ${division}`, (signal) =>
      api.all<Paper>('/door-documents', { division }, signal),
    ),
  /* The papers of a village that the phone keeps, changed. */
  async keepPapers(division: string, change: (all: Paper[]) => Paper[]): Promise<void> {
    const key = `papers ${division}`
    const old = await store()?.get<Paper[]>('state', key)
    if (!old) return
    await store()?.change([{ kind: 'state', key, value: change(old) }])
  },

  /* ---- photos ---- */
  look: (uuid: string) =>
    ask((signal) =>
      api.get<Upload>(`/uploads/${uuid}`, { signal }).catch((thrown: unknown) => {
        if (thrown instanceof Problem && thrown.status === 404) return null
        throw thrown
      }),
    ),
  piece: ({ uuid, size, sha256 }: Picture, start: number, piece: Blob) =>
    ask((signal) =>
      api.put<Upload>(`/uploads/${uuid}`, piece, { query: { start, size, sha256 }, signal }),
    ),
  async awaited(): Promise<string[]> {
    const all = await ask((signal) => api.all<Awaited>('/awaited-photos', {}, signal))
    return all.map(({ upload }) => upload)
  },

  /* My visits of a round, newest first. */
  async visits(round: number): Promise<VisitRow[]> {
    const query = { round_id: round, mine: true, limit: 100 }
    const page = await ask((signal) =>
      api.get<Page<VisitRow>>('/surveys', { query, signal }),
    )
    return page.items
  },

  /* What I served, newest first. */
  async services(): Promise<OwnService[]> {
    const query = { limit: 100 }
    const page = await ask((signal) =>
      api.get<Page<OwnService>>('/services', { query, signal }),
    )
    return page.items
  },

  /* Which numbers of a phone the server has, from `first` on. */
  receipts: (device: string, first: number) =>
    ask((signal) =>
      api.all<Receipts>('/survey-receipts', { device, first }, signal),
    ),

  /* With the time that this phone has: by it the server sets right what a clock that
   * is wrong said of the visit. */
  send: (letter: Kept) =>
    ask<Answer | Served>((signal) => {
      const options = { signal, query: { sent_at: stamp(new Date()) } }
      return letter.kind === 'service'
        ? api.post<Served>(`/documents/${letter.document}/service`, letter.body, options)
        : api.put<Answer>(`/surveys/${letter.uuid}`, letter.body, options)
    }),

  visited,
}
