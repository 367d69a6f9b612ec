import { describe, expect, it } from 'vitest'
import type { Item, Sent } from './outbox'
import { type Known, recordOf } from './record'
import type { OwnService, VisitRow } from './types'

const AT = '2026-08-20T10:00:00+08:00'
const EARLIER = '2026-08-20T09:00:00+08:00'

const visit = (uuid: string, more = {}) =>
  ({ uuid, title: '户主', body: { round_id: 1, visited_at: AT, outcome: 'home', ...more } }) as unknown as Item
const service = (uuid: string, picture?: string) =>
  ({ uuid, kind: 'service', title: '孩子 文号', madeAt: EARLIER, body: { method: 'direct', picture } }) as unknown as Item
const there = (letter: Item) => ({ letter, at: 0 }) as unknown as Sent
const row = (uuid: string, more = {}) =>
  ({ uuid, head_name: '户主', visited_at: AT, outcome: 'home', superseded_by: null, ...more }) as unknown as VisitRow
const own = (uuid: string | null) =>
  ({ id: 5, uuid, number_text: '文号', student_name: '孩子', method: 'direct', at: EARLIER }) as OwnService

const nothing: Known = { visits: [], services: [], sent: [], items: [], waiting: new Set() }
const say = (known: Partial<Known>) =>
  recordOf(1, { ...nothing, ...known }).map(({ uuid, kind, state, photos }) =>
    [kind, uuid, state, photos].join(' '),
  )

describe('what I saved', () => {
  it('has visits and services, the newest first', () => {
    expect(say({ visits: [row('v')], services: [own('s')] })).toEqual([
      'visit v there 0',
      'service s there 0',
    ])
  })
  it('has what the phone had acknowledged, with no network', () => {
    expect(say({ sent: [there(visit('v')), there(service('s'))] })).toEqual([
      'visit v there 0',
      'service s there 0',
    ])
  })
  it('has each once, by whichever way it is known', () => {
    const both = { sent: [there(visit('v')), there(service('s'))] }
    expect(say({ ...both, visits: [row('v')], services: [own('s')] })).toHaveLength(2)
  })
  it('says of each that waits how it stands, and which photos do', () => {
    const waits = { ...visit('v', { photos: ['p', 'q'] }), state: 'waiting' } as Item
    const refused = { ...service('s', 'r'), state: 'refused' } as Item
    expect(say({ items: [waits, refused], waiting: new Set(['p', 'r']) })).toEqual([
      'visit v waiting 1',
      'service s refused 1',
    ])
  })
  it('tells of a photo on its way though the visit is there', () => {
    const known = { sent: [there(visit('v', { photos: ['p'] }))], visits: [row('v')] }
    expect(say({ ...known, waiting: new Set(['p']) })).toEqual(['visit v there 1'])
  })
  it('shows a correction and not what it corrects', () => {
    const correction = { ...visit('w', { supersedes: 'v' }), state: 'waiting' } as Item
    expect(say({ visits: [row('v')], items: [correction] })).toEqual(['visit w waiting 0'])
    expect(say({ visits: [row('v', { superseded_by: 'w' }), row('w')] })).toEqual([
      'visit w there 0',
    ])
  })
  it('leaves out visits of another round', () => {
    expect(say({ sent: [there(visit('v', { round_id: 2 }))] })).toEqual([])
  })
})
