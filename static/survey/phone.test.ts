import { afterEach, describe, expect, it, vi } from 'vitest'
import { doorOrder, inGrids, nextDoor } from './doors'
import type { DoorRow } from './types'
import { uuid } from '@shared/uuid'
import { fromInput, returns, short, stamp, terms, toInput } from './when'
import { openMemory } from './store'
import {
  anyBegun,
  attachWork,
  begun,
  closeWork,
  detachWork,
  draftFault,
  edit,
  openWork,
  settled,
  undo,
  workOf,
} from './work'
import type { Draft } from './draft'
import type { Door } from './types'

afterEach(() => {
  vi.unstubAllGlobals()
  detachWork()
})

describe('a UUID', () => {
  const form =
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  it('comes from the browser', () => {
    expect(uuid()).toMatch(form)
  })
  it('is made here where the page is not secure', () => {
    const getRandomValues = crypto.getRandomValues.bind(crypto)
    vi.stubGlobal('crypto', { getRandomValues })
    expect(uuid()).toMatch(form)
    expect(uuid()).not.toBe(uuid())
  })
})

describe('times', () => {
  const now = new Date('2026-08-20T06:05:09Z') // Thursday 14:05
  it('are written in Beijing time whatever the zone', () => {
    expect(stamp(now)).toBe('2026-08-20T14:05:09+08:00')
  })
  it('pass through a native input and back', () => {
    expect(toInput('2026-08-20T06:05:00Z')).toBe('2026-08-20T14:05')
    expect(fromInput('2026-08-20T14:05')).toBe('2026-08-20T14:05:00+08:00')
    expect(fromInput('')).toBe('')
  })
  it('are short for today, and name another year', () => {
    expect(short('2026-08-20T14:05:00+08:00', now)).toBe('今天 14:05')
    expect(short('2026-08-21T00:05:00+08:00', now)).toBe('明天 00:05')
    expect(short('2025-08-21T00:05:00+08:00', now)).toBe('2025年8月21日 00:05')
  })
  it('to come back at lie ahead', () => {
    expect(returns(now).map(({ label }) => label)).toEqual([
      '今天 18:00',
      '明天 09:00',
      '明天 18:00',
      '周六 09:00',
    ])
    expect(returns(new Date('2026-08-20T12:00:00Z'))[0]?.label).toBe(
      '明天 09:00',
    )
  })
  it('of terms are the last two that began', () => {
    expect(terms('2026-08-20').map(({ value }) => value)).toEqual([
      '2026-03-01',
      '2025-09-01',
    ])
    expect(terms('2026-01-05').map(({ value }) => value)).toEqual([
      '2025-09-01',
      '2025-03-01',
    ])
  })
})

describe('doors', () => {
  const door = (
    household_id: number,
    division: string,
    more: Partial<DoorRow> = {},
  ) =>
    ({
      household_id,
      division,
      division_name: division,
      state: 'todo',
      return_at: null,
      visited_at: null,
      ...more,
    }) as DoorRow

  it('stand under their grid', () => {
    const grids = inGrids([door(1, 'a'), door(2, 'b'), door(3, 'a')])
    expect(grids.map(({ doors }) => doors.length)).toEqual([2, 1])
  })
  it('to come back at go by the time agreed, those without one last', () => {
    const doors = [
      door(1, 'a'),
      door(2, 'a', { return_at: '2026-08-22' }),
      door(3, 'a', { return_at: '2026-08-21' }),
    ]
    expect(
      doorOrder(doors, 'revisit').map(({ household_id }) => household_id),
    ).toEqual([3, 2, 1])
  })
  it('lead on within the grid, then elsewhere, then nowhere', () => {
    const doors = [door(1, 'a'), door(2, 'b'), door(3, 'a', { state: 'done' })]
    expect(nextDoor(doors, 3)?.household_id).toBe(1)
    expect(nextDoor(doors, 1)?.household_id).toBe(2)
    expect(nextDoor([door(1, 'a')], 1)).toBeUndefined()
  })
})

describe('work', () => {
  const KEY = '9/5'
  const start = () =>
    openWork(KEY, {} as Door, { outcome: '', note: '' } as Draft)

  it('is undone step by step', () => {
    const work = start()
    edit(KEY, 'outcome', (draft) => (draft.outcome = 'moved'))
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    undo(KEY)
    expect(work.draft).toMatchObject({ outcome: 'moved', note: '' })
    undo(KEY)
    expect(work.draft.outcome).toBe('')
    expect(begun(work)).toBe(false)
  })
  it('takes typing in one place as one step', () => {
    const work = start()
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    edit(KEY, 'note', (draft) => (draft.note = '样例'))
    undo(KEY)
    expect(work.draft.note).toBe('')
  })
  it('counts as unsaved from its first change until it is closed', () => {
    start()
    expect(anyBegun()).toBe(false)
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    expect(anyBegun()).toBe(true)
    closeWork(KEY)
    expect(anyBegun()).toBe(false)
  })
  it('is on the phone at every change, and comes back with its undoing', async () => {
    const store = openMemory()
    await attachWork(store)
    start()
    edit(KEY, 'outcome', (draft) => (draft.outcome = 'moved'))
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    await settled()
    detachWork()
    expect(workOf(KEY)).toBeUndefined()
    await attachWork(store)
    expect(workOf(KEY)?.draft).toMatchObject({ outcome: 'moved', note: '样' })
    undo(KEY)
    expect(workOf(KEY)?.draft.note).toBe('')
  })
  it('leaves the phone when it is given up', async () => {
    const store = openMemory()
    await attachWork(store)
    start()
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    closeWork(KEY)
    await settled()
    expect(await store.all('draft')).toEqual([])
  })
  it('says that it is not kept when the phone has no room', async () => {
    const store = openMemory()
    store.change = () => Promise.reject(new Error('QuotaExceededError'))
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await attachWork(store)
    start()
    edit(KEY, 'note', (draft) => (draft.note = '样'))
    await settled()
    expect(draftFault.value?.title).toBe('手机里存不下')
  })
})
