import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@shared/api'
import { Problem } from '@shared/problem'
import { bring, type Carry, nameOf, take } from './carry'

const NAME = '01020304-0506-0708-090a-0b0c0d0e0f10'
const file = new Blob([
  new Uint8Array(300_000 - 16),
  Uint8Array.from({ length: 16 }, (_, at) => at + 1),
])

const carry = (more: Partial<Carry>): Carry => ({
  uuid: NAME,
  size: file.size,
  received: 0,
  account_name: null,
  made_at: null,
  letters: null,
  fresh: 0,
  known: 0,
  taken: 0,
  refused: 0,
  left: 0,
  at: '2026-08-20T10:00:00+08:00',
  fault: null,
  ...more,
})

/* A server that has `received` of the file; `opens` says what it finds at its end. */
function serve(received: number, opens: () => Partial<Carry>) {
  const starts: number[] = []
  let there = received
  vi.spyOn(api, 'get').mockImplementation(async () => {
    if (there === 0)
      throw new Problem({ status: 404, code: 'not_found', title: '', detail: '' })
    return carry({ received: there })
  })
  vi.spyOn(api, 'put').mockImplementation(async (_, piece, options) => {
    const start = Number(options?.query?.start)
    starts.push(start)
    expect(start).toBe(there)
    there = start + (piece as Blob).size
    if (there < file.size) return carry({ received: there })
    const end = opens()
    if (end.fault) there = 0
    return carry({ received: there, ...end })
  })
  return starts
}

beforeEach(() => void vi.restoreAllMocks())
afterEach(() => void vi.restoreAllMocks())

describe('a sealed file at the desk', () => {
  it('is named by the bytes that seal it', async () => {
    expect(await nameOf(file)).toBe(NAME)
    expect(await nameOf(new Blob(['x']))).toBe('78000000-0000-0000-0000-000000000000')
  })
  it('goes in pieces, and tells how far it is', async () => {
    const starts = serve(0, () => ({ letters: 3 }))
    const told: number[] = []
    expect((await bring(file, (bytes) => told.push(bytes))).letters).toBe(3)
    expect(starts).toEqual([0, 131072, 262144])
    expect(told).toEqual([0, 131072, 262144, 300_000])
  })
  it('goes on from where it was cut off', async () => {
    const starts = serve(131072, () => ({ letters: 3 }))
    await bring(file, () => {})
    expect(starts).toEqual([131072, 262144])
  })
  it('is told why it cannot be opened', async () => {
    serve(0, () => ({ fault: '这个文件不完整或被改动过' }))
    await expect(bring(file, () => {})).rejects.toMatchObject({
      detail: '这个文件不完整或被改动过',
    })
  })
  it('is sent from its beginning when what had come before was spoilt', async () => {
    let times = 0
    const starts = serve(262144, () => (times++ === 0 ? { fault: '改动过' } : { letters: 3 }))
    expect((await bring(file, () => {})).letters).toBe(3)
    expect(starts).toEqual([262144, 0, 131072, 262144])
  })
  it('is taken until nothing of it is left, and tries again only once', async () => {
    const left = [20, 5, 0]
    const asked: unknown[] = []
    vi.spyOn(api, 'post').mockImplementation(async (_path, _body, options) => {
      asked.push(options?.query?.again ?? null)
      return carry({ letters: 40, left: left.shift() ?? 0 })
    })
    const told: number[] = []
    await take(carry({}), true, (now) => told.push(now.left))
    expect(told).toEqual([20, 5, 0])
    expect(asked).toEqual([true, null, null])
  })
})
