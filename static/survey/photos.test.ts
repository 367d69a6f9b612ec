import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@shared/problem'
import { createPhotos, type Picture } from './photos'
import { openMemory, type Store } from './store'
import type { Upload } from './types'

const problem = (status: number, code = 'sample') =>
  new Problem({ status, code, title: '样例', detail: '样例' })

const PIECE = 4
const picture = (uuid: string): Picture => ({
  uuid,
  sha256: 'x',
  size: 10,
  data: btoa('0123456789'),
})

/* A server that keeps the pieces in order and answers as it is told to. */
async function world(store: Store = openMemory()) {
  const there = new Map<string, string>()
  const faults: Problem[] = []
  const arrived: string[] = []
  const refused: string[] = []
  const clock = { now: 1 }
  const wanted: string[] = []
  const state = (uuid: string): Upload => {
    const text = there.get(uuid) ?? ''
    const received = text.length
    return { uuid, sha256: 'x', size: 10, received, attachment_id: received === 10 ? 7 : null, fault: null }
  }
  const make = async () => {
    const photos = createPhotos({
      look: async (uuid) => (there.has(uuid) ? state(uuid) : null),
      put: async ({ uuid }, start, piece) => {
        const fault = faults.shift()
        if (fault) throw fault
        const text = there.get(uuid) ?? ''
        if (start !== text.length) throw problem(409, 'upload.gap')
        there.set(uuid, text + (await piece.text()))
        return state(uuid)
      },
      awaited: async () => wanted,
      arrived: () => void arrived.push('a photo'),
      refused: (uuid) => void refused.push(uuid),
      later: () => {},
      now: () => clock.now,
      piece: PIECE,
    })
    await photos.attach(store)
    return photos
  }
  const photos = await make()
  const keys = async () => ({
    picture: await store.keys('picture'),
    photo: await store.keys('photo'),
    kept: await store.keys('kept'),
  })
  /* Taken, and named by a letter that is kept. */
  const write = async (uuid: string) => {
    await photos.take(picture(uuid))
    const more = await photos.claim([uuid])
    await store.change([...more, { kind: 'outbox', key: `l${uuid}`, value: { photos: [uuid] } }])
    photos.claimed(more)
  }
  return { store, photos, make, write, keys, there, faults, arrived, refused, clock, wanted }
}

describe('a photo', () => {
  it('is on the phone when it is taken, and waits for no server before a letter names it', async () => {
    const { photos, keys, there } = await world()
    await photos.take(picture('a'))
    await photos.flush()
    expect(await keys()).toEqual({ picture: ['a'], photo: [], kept: [] })
    expect(there.size).toBe(0)
    expect(await photos.find('a')).toEqual(picture('a'))
  })
  it('goes piece by piece, and is kept for a server that loses it', async () => {
    const { photos, write, keys, there, arrived } = await world()
    await write('a')
    expect(photos.has('a')).toBe(true)
    await photos.flush()
    expect(there.get('a')).toBe('0123456789')
    expect(await keys()).toEqual({ picture: [], photo: [], kept: ['a'] })
    expect(photos.items).toEqual([])
    expect(arrived).toHaveLength(1)
  })
  it('goes on from the last piece that came, also when the page was closed', async () => {
    const { photos, make, write, there, faults } = await world()
    await write('a')
    faults.push(undefined as never, problem(0))
    await photos.flush()
    expect(there.get('a')).toBe('0123')
    const again = await make()
    expect(again.has('a')).toBe(true)
    await again.flush()
    expect(there.get('a')).toBe('0123456789')
    expect(again.items).toEqual([])
  })
  it('that the server was put back before is sent again when a visit awaits it', async () => {
    const { photos, write, there, clock, wanted } = await world()
    await write('a')
    await photos.flush()
    there.clear()
    wanted.push('a', 'another')
    clock.now += 3_600_001
    await photos.flush()
    expect(there.get('a')).toBe('0123456789')
  })
  it('is asked for again after a clock was set back', async () => {
    const { photos, write, there, clock, wanted } = await world()
    clock.now += 365 * 86_400_000
    await write('a')
    await photos.flush()
    clock.now -= 365 * 86_400_000
    there.clear()
    wanted.push('a')
    await photos.flush()
    expect(there.get('a')).toBe('0123456789')
  })
  it('that is refused lets the others go on, and tells', async () => {
    const { photos, write, there, faults, refused } = await world()
    await write('a')
    await write('b')
    faults.push(problem(413))
    await photos.flush()
    expect(refused).toEqual(['a'])
    expect(there.get('b')).toBe('0123456789')
    expect(photos.items.map(({ state }) => state)).toEqual(['refused'])
  })
  it('goes when no draft and no letter names it', async () => {
    const { store, photos, write, keys } = await world()
    await photos.take(picture('no-1'))
    await photos.take(picture('no-2'))
    await store.change([{ kind: 'draft', key: '1/2', value: { past: ['…"no-2"…'] } }])
    await write('no-3')
    await photos.clean()
    expect(await keys()).toEqual({ picture: ['no-2'], photo: ['no-3'], kept: [] })
    await store.change([{ kind: 'outbox', key: 'lno-3', gone: true }])
    await photos.clean()
    expect(await keys()).toEqual({ picture: ['no-2'], photo: [], kept: [] })
    expect(photos.has('no-3')).toBe(false)
  })
  it('says that it is not kept when the phone has no room', async () => {
    const { store, photos } = await world()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    store.change = () => Promise.reject(new Error('QuotaExceededError'))
    await expect(photos.take(picture('a'))).rejects.toMatchObject({
      title: '手机里存不下',
      detail: expect.stringContaining('不带照片保存'),
    })
  })
})
