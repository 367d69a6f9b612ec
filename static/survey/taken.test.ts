import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMemory } from './store'
import {
  attachTaken,
  find,
  letGo,
  recall,
  take,
  takenDoor,
  type TakePage,
  villageOf,
  visited,
} from './taken'
import type { KeptVisit } from './outbox'
import type { Answer, Form, TakenDoor } from './types'

const FORM = { outcomes: [{ code: 'interviewed', settles: true }] } as Form

const door = (id: number, head: string, words: string, child = '') =>
  ({
    door: {
      household: { id, head_name: head, division: `g${id % 2}` },
      children: child ? [{ name: child }] : [],
      visit: null,
    },
    words,
  }) as unknown as TakenDoor

/* A server with pages of two doors, whose mark is what they hold. */
function world(doors: TakenDoor[]) {
  const asked: string[] = []
  const ask: TakePage = async (after, known) => {
    const rest = doors.filter(({ door }) => door.household.id > after)
    const page = rest.slice(0, 2)
    const mark = JSON.stringify(page)
    const unchanged = mark === known
    asked.push(`${after} ${unchanged ? 'same' : page.length}`)
    const next = rest.length > 2 ? page.at(-1)!.door.household.id : null
    return { doors: unchanged ? [] : page, unchanged, mark, next }
  }
  return { store: openMemory(), ask, asked, doors }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => {
  vi.useRealTimers()
  letGo()
})

const VILLAGE = () => [
  door(1, '张三', 'zhangsan san zs', '张小明'),
  door(2, '吕四', 'lvsi si ls'),
  door(3, '王五', 'wangwu wu ww'),
]

describe('a village taken along', () => {
  it('comes page by page, and is there after the page was closed', async () => {
    const { store, ask } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    letGo()
    await recall(store, FORM, 9, 'v')
    expect(villageOf(9, 'v').rows.map(({ household_id }) => household_id)).toEqual(
      [2, 1, 3],
    )
    expect(takenDoor(9, 3)?.household.head_name).toBe('王五')
    expect(takenDoor(8, 3)).toBeUndefined()
  })
  it('is asked for again by its marks', async () => {
    const { store, ask, asked, doors } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    doors[2]!.door.household.head_name = '王六'
    asked.length = 0
    await take(store, FORM, 9, 'v', ask)
    expect(asked).toEqual(['0 same', '2 1'])
    expect(takenDoor(9, 3)?.household.head_name).toBe('王六')
  })
  it('loses what is not there any more', async () => {
    const { store, ask, doors } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    doors.splice(1, 2)
    await take(store, FORM, 9, 'v', ask)
    letGo()
    await recall(store, FORM, 9, 'v')
    expect(villageOf(9, 'v').rows).toHaveLength(1)
  })
  it('keeps the pages it has when the network ends', async () => {
    const { store, ask } = world(VILLAGE())
    const cut: TakePage = (after, known) =>
      after > 0 ? Promise.reject(new Error('cut')) : ask(after, known)
    await expect(take(store, FORM, 9, 'v', cut)).rejects.toThrow('cut')
    letGo()
    await recall(store, FORM, 9, 'v')
    expect(villageOf(9, 'v')).toMatchObject({ at: 0, rows: [{}, {}] })
  })
})

describe('a visit that was acknowledged', () => {
  const letter = {
    uuid: 'u',
    sequence: 1,
    isSettled: true,
    body: { outcome: 'interviewed', visited_at: '2026-08-20T06:00:00Z', household: { id: 3 } },
  } as KeptVisit
  const stateOf = (id: number) =>
    villageOf(9, 'v').rows.find(({ household_id }) => household_id === id)?.state

  it('shows at once in the list that is here', async () => {
    const { store, ask } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    vi.setSystemTime(Date.now() + 1000)
    visited(letter, { household_id: 3, household_version: 2, uuid: 'u' } as Answer)
    expect([stateOf(3), stateOf(1)]).toEqual(['done', 'todo'])
  })
  it('still shows when the page was closed and there is no network', async () => {
    const { store, ask } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    await store.change([
      { kind: 'sent', key: 'u', value: { letter, at: Date.now() + 1000 } },
    ])
    letGo()
    await attachTaken(store)
    await recall(store, FORM, 9, 'v')
    expect(stateOf(3)).toBe('done')
  })
  it('gives way to what the server says afterwards', async () => {
    const { store, ask } = world(VILLAGE())
    await store.change([
      { kind: 'sent', key: 'u', value: { letter, at: Date.now() - 1000 } },
    ])
    await attachTaken(store)
    await take(store, FORM, 9, 'v', ask)
    expect(stateOf(3)).toBe('todo')
  })
})

describe('search', () => {
  it.each([
    ['小明', [1]],
    ['张', [1]],
    ['wangwu', [3]],
    ['wang wu', [3]],
    ['ww', [3]],
    ['lüsi', [2]],
    ['LS', [2]],
    ['angwu', []],
    ['李', []],
  ])('for %s', async (q, found) => {
    const { store, ask } = world(VILLAGE())
    await take(store, FORM, 9, 'v', ask)
    expect(
      find(villageOf(9, 'v'), q).map(({ household_id }) => household_id),
    ).toEqual(found)
  })
  it('over 5,000 names is quick', async () => {
    const many = Array.from({ length: 5000 }, (_, i) =>
      door(i + 1, `样例${i}`, `yangli${i} li${i} yl${i}`, `样童${i}`))
    const store = openMemory()
    await take(store, FORM, 9, 'v', async () => ({
      doors: many, unchanged: false, mark: 'm', next: null,
    }))
    const village = villageOf(9, 'v')
    /* The best of five: what else runs here does not count. */
    const timeOf = (q: string) =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const begun = performance.now()
          expect(find(village, q).length).toBeGreaterThan(0)
          return performance.now() - begun
        }),
      )
    const took = ['样童4999', 'yl49', 'li7'].map(timeOf)
    expect(Math.max(...took)).toBeLessThan(12.5) // 50 ms on a phone
  })
})
