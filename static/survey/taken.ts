/*
 * The villages that are on the phone: taken along page by page, each page kept
 * as it comes, and asked for again by its mark, so that only what has changed
 * crosses the network.
 */
import { shallowReactive } from 'vue'
import type { KeptVisit, Sent } from './outbox'
import type { Change, Store } from './store'
import type {
  Answer,
  Door,
  DoorRow,
  Form,
  TakenDoor,
  TakenDoors,
} from './types'

interface TakenPage {
  after: number
  mark: string
  next: number | null
  doors: TakenDoor[]
}

interface Found {
  /* Of the head and of the children, a line each. */
  names: string
  /* Their pinyin and initials, each after a blank. */
  words: string
}

export interface Village {
  pages: TakenPage[]
  rows: DoorRow[]
  /* Of each row, what it is found by. */
  found: Found[]
  /* When it was last found to be whole, by the phone; 0 not yet. */
  at: number
}

export type TakePage = (after: number, known: string) => Promise<TakenDoors>

const EMPTY: Village = { pages: [], rows: [], found: [], at: 0 }
const villages = shallowReactive(new Map<string, Village>())
const keyOf = (round: number, village: string) => `${round}/${village}`

export const villageOf = (round: number, village: string) =>
  villages.get(keyOf(round, village)) ?? EMPTY

/* ---- a door in a list ---------------------------------------------------------------- */
function rowOf(form: Form, { household, visit, children }: Door): DoorRow {
  const outcome = form.outcomes.find(({ code }) => code === visit?.outcome)
  return {
    household_id: household.id,
    version: household.version,
    division: household.division,
    division_name: household.division_name,
    head_name: household.head_name,
    address: household.address ?? null,
    children: children.length,
    state: !visit ? 'todo' : outcome?.settles ? 'done' : 'revisit',
    uuid: visit?.uuid ?? null,
    outcome: visit?.outcome ?? null,
    visited_at: visit?.visited_at ?? null,
    return_at: visit?.return_at ?? null,
  }
}

/* By place, as the server lists them. */
const byPlace = (a: DoorRow, b: DoorRow) =>
  a.division.localeCompare(b.division) || a.household_id - b.household_id

function show(key: string, form: Form, pages: TakenPage[], at: number): void {
  const taken = pages
    .flatMap(({ doors }) => doors)
    .map(({ door, words }) => ({
      row: rowOf(form, door),
      names: [door.household.head_name, ...door.children.map(({ name }) => name)].join('\n'),
      words: ` ${words}`,
    }))
    .sort((a, b) => byPlace(a.row, b.row))
  const rows = withVisits(
    taken.map(({ row }) => row),
    at,
  )
  villages.set(key, { pages: [...pages], rows, found: taken, at })
}

/* ---- what came of a visit ------------------------------------------------------------- */
/* The newest visit of a household that was acknowledged; a village that was
 * taken along later has it, or knows better. */
interface SentVisit {
  letter: KeptVisit
  at: number
  answer?: Answer
}
const latest = new Map<number, SentVisit>()

function noteVisit(household: number, visit: SentVisit): void {
  const before = latest.get(household)
  if (!before || before.at <= visit.at) latest.set(household, visit)
}

function withVisits(rows: DoorRow[], at: number): DoorRow[] {
  return rows.map((row) => {
    const visit = latest.get(row.household_id)
    if (!visit || visit.at <= at) return row
    const { body, isSettled, uuid } = visit.letter
    return {
      ...row,
      state: isSettled ? 'done' : 'revisit',
      version: visit.answer?.household_version ?? row.version,
      uuid,
      outcome: body.outcome,
      visited_at: body.visited_at,
      return_at: body.return_at ?? null,
      head_name: body.household.head_name ?? row.head_name,
    }
  })
}

/* The visits that this phone has had acknowledged. */
export async function attachTaken(store: Store): Promise<void> {
  for (const [, { letter, at }] of await store.all<Sent>('sent')) {
    if (letter.kind) continue
    const { id } = letter.body.household
    if (id != null) noteVisit(id, { letter, at })
  }
}

/* A visit that was just acknowledged shows in the lists already here. */
export function visited(letter: KeptVisit, answer: Answer): void {
  noteVisit(answer.household_id, { letter, at: Date.now(), answer })
  for (const [key, village] of villages) {
    const rows = withVisits(village.rows, village.at)
    villages.set(key, { ...village, rows })
  }
}

/* ---- on the phone -------------------------------------------------------------------- */
const pageKey = (key: string, n: number) => `${key}/${n}`

/* What the phone keeps of a village, if it is not here yet. */
export async function recall(
  store: Store,
  form: Form,
  round: number,
  village: string,
): Promise<void> {
  const key = keyOf(round, village)
  if (villages.has(key)) return
  const at = (await store.get<number>('record', key)) ?? 0
  const pages: TakenPage[] = []
  for (let n = 0; ; n++) {
    const page = await store.get<TakenPage>('record', pageKey(key, n))
    if (!page) break
    pages.push(page)
  }
  if (pages.length > 0) show(key, form, pages, at)
}

/* Takes the village along, or what is new of it. */
export async function take(
  store: Store,
  form: Form,
  round: number,
  village: string,
  ask: TakePage,
): Promise<void> {
  const key = keyOf(round, village)
  const before = villageOf(round, village)
  const pages = [...before.pages]
  let after: number | null = 0
  let n = 0
  for (; after !== null; n++) {
    const old: TakenPage | undefined = pages[n]
    const fits = old?.after === after
    const got: TakenDoors = await ask(after, fits ? old.mark : '')
    const doors: TakenDoor[] = got.unchanged && fits ? old.doors : got.doors
    const next: number | null = got.next ?? null
    const page: TakenPage = { after, mark: got.mark, next, doors }
    if (!got.unchanged || old?.next !== next) {
      pages[n] = page
      await store.change([{ kind: 'record', key: pageKey(key, n), value: page }])
      show(key, form, pages, before.at)
    }
    after = next
  }
  const over = pages.splice(n)
  const at = Date.now()
  await store.change([
    { kind: 'record', key, value: at },
    ...over.map(
      (_, i): Change => ({
        kind: 'record',
        key: pageKey(key, n + i),
        gone: true,
      }),
    ),
  ])
  show(key, form, pages, at)
}

/* A door as it was taken along. */
export function takenDoor(round: number, household: number): Door | undefined {
  for (const [key, { pages }] of villages) {
    if (!key.startsWith(`${round}/`)) continue
    for (const { doors } of pages) {
      const found = doors.find(({ door }) => door.household.id === household)
      if (found) return found.door
    }
  }
  return undefined
}

/* ---- search --------------------------------------------------------------------------- */
const HAN = /\p{Script=Han}/u

/* Doors by part of a name in 汉字, or by the beginning of its pinyin or initials
 * of head or child; ü is also v. */
export function find({ rows, found }: Village, q: string): DoorRow[] {
  const text = q.trim()
  const letters = ` ${text.toLowerCase().replace(/[\s']/g, '').replace(/ü/g, 'v')}`
  const fits = HAN.test(text)
    ? ({ names }: Found) => names.includes(text)
    : ({ words }: Found) => words.includes(letters)
  return rows.filter((_, at) => found[at] !== undefined && fits(found[at]))
}

export function letGo(): void {
  villages.clear()
  latest.clear()
}
