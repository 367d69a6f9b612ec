/*
 * What I saved: visits of a round and services, each with what became of it.  What
 * the server has, what this phone had acknowledged (also without a network), and
 * what still waits, a line each.
 */
import type { Item, Sent, State } from './outbox'
import type { OwnService, VisitRow } from './types'
import { picturesOf } from './carry'

export interface Line {
  uuid: string
  kind: 'visit' | 'service'
  title: string
  /* When the door was visited, or the paper served; of a service on its day. */
  at: string
  state: State | 'there'
  /* Photos that the server lacks and this phone has. */
  photos: number
  outcome?: string
  method?: string
  visit?: VisitRow
}

export interface Known {
  visits: readonly VisitRow[]
  services: readonly OwnService[]
  sent: readonly Sent[]
  items: readonly Item[]
  /* Uploads that wait. */
  waiting: ReadonlySet<string>
}

type Written = Item | Sent['letter']

function lineOf(letter: Written, state: Line['state'], waiting: ReadonlySet<string>): Line {
  const { uuid, title } = letter
  const photos = picturesOf(letter).filter((id) => waiting.has(id)).length
  const common = { uuid, title, state, photos }
  return letter.kind === 'service'
    ? { ...common, kind: 'service', at: letter.madeAt, method: letter.body.method }
    : { ...common, kind: 'visit', at: letter.body.visited_at, outcome: letter.body.outcome }
}

const ofVisit = (visit: VisitRow): Line => ({
  uuid: visit.uuid,
  kind: 'visit',
  title: visit.head_name,
  at: visit.visited_at,
  state: 'there',
  photos: 0,
  outcome: visit.outcome,
  visit,
})

const ofService = (row: OwnService): Line => ({
  uuid: row.uuid ?? `service ${row.id}`,
  kind: 'service',
  title: `${row.student_name ?? ''} ${row.number_text}`.trim(),
  at: row.at,
  state: 'there',
  photos: 0,
  method: row.method,
})

/* Newest first.  What was corrected stands in its correction. */
export function recordOf(round: number, known: Known): Line[] {
  const { visits, services, sent, items, waiting } = known
  const lines = new Map<string, Line>()
  const add = (line: Line) => lines.set(line.uuid, { ...lines.get(line.uuid), ...line })
  const gone = new Set<string>()
  const isMine = (letter: Written) => letter.kind === 'service' || letter.body.round_id === round
  for (const { letter } of sent) if (isMine(letter)) add(lineOf(letter, 'there', waiting))
  for (const row of [...visits.map(ofVisit), ...services.map(ofService)]) {
    const photos = lines.get(row.uuid)?.photos ?? 0
    add({ ...row, photos })
  }
  for (const item of items) if (isMine(item)) add(lineOf(item, item.state, waiting))
  for (const letter of [...sent.map((each) => each.letter), ...items])
    if (letter.kind !== 'service' && letter.body.supersedes) gone.add(letter.body.supersedes)
  for (const visit of visits) if (visit.superseded_by != null) gone.add(visit.uuid)
  return [...lines.values()]
    .filter(({ uuid }) => !gone.has(uuid))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
