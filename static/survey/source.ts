/*
 * Where the pages have their records from.  Now it is the server each time,
 * with the last answer kept in memory so that going back shows a list at once.
 */
import { reactive } from 'vue'
import { api, type Query } from '@shared/api'
import type { Page } from '@shared/schema'
import type {
  Answer,
  Coverage,
  Door,
  DoorRow,
  Form,
  Receipts,
  Round,
  School,
  VisitBody,
  VisitRow,
} from './types'

/* Fetched once; a failure may be tried again. */
function once<Value>(fetch: () => Promise<Value>) {
  let kept: Promise<Value> | null = null
  return {
    get: () =>
      (kept ??= fetch().catch((thrown: unknown) => {
        kept = null
        throw thrown
      })),
    forget: () => (kept = null),
  }
}

const form = once(() => api.get<Form>('/survey-form'))
const schools = once(() => api.all<School>('/schools'))

const villages = reactive(new Map<string, DoorRow[]>())
const villageKey = (round: number, village: string) => `${round}/${village}`

const doorsPath = (round: number) => `/survey-rounds/${round}/households`

export const source = {
  form: form.get,
  schools: schools.get,

  async rounds(): Promise<Round[]> {
    const all = await api.all<Round>('/survey-rounds')
    return all.filter(({ state }) => state === 'open')
  },

  /* How far a round has come in the places of a level, all in my scope or
   * those under one of them. */
  coverage: (round: number, by: string, division?: string) =>
    api.all<Coverage>(`/survey-rounds/${round}/coverage`, { by, division }),

  /* The doors of a village as they were last seen here. */
  doorsSeen: (round: number, village: string) =>
    villages.get(villageKey(round, village)) ?? [],

  async doors(round: number, village: string): Promise<void> {
    const doors = await api.all<DoorRow>(doorsPath(round), {
      division: village,
    })
    villages.set(villageKey(round, village), doors)
  },

  /* Doors of a village by part of the head's or the beginning of a child's
   * name. */
  async find(
    round: number,
    village: string,
    q: string,
    signal: AbortSignal,
  ): Promise<DoorRow[]> {
    const query: Query = { division: village, q, limit: 50 }
    const page = await api.get<Page<DoorRow>>(doorsPath(round), {
      query,
      signal,
    })
    return page.items
  },

  door: (round: number, household: number) =>
    api.get<Door>(`/survey-households/${household}`, {
      query: { round_id: round },
    }),

  /* My visits of a round, newest first. */
  async visits(round: number): Promise<VisitRow[]> {
    const query = { round_id: round, mine: true, limit: 100 }
    const page = await api.get<Page<VisitRow>>('/surveys', { query })
    return page.items
  },

  /* Which numbers of a phone the server has, from `first` on. */
  receipts: (device: string, first: number) =>
    api.all<Receipts>('/survey-receipts', { device, first }),

  save: (uuid: string, body: VisitBody, signal: AbortSignal) =>
    api.put<Answer>(`/surveys/${uuid}`, body, { signal }),

  /* A visit that was just acknowledged shows in the lists already here. */
  visited(body: VisitBody, answer: Answer, isSettled: boolean): void {
    for (const doors of villages.values()) {
      const door = doors.find(
        ({ household_id }) => household_id === answer.household_id,
      )
      if (!door) continue
      door.state = isSettled ? 'done' : 'revisit'
      door.version = answer.household_version
      door.uuid = answer.uuid
      door.outcome = body.outcome
      door.visited_at = body.visited_at
      door.return_at = body.return_at ?? null
      door.head_name = body.household.head_name ?? door.head_name
    }
  },

  forget(): void {
    form.forget()
    schools.forget()
    villages.clear()
  },
}
