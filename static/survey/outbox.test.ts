import { describe, expect, it } from 'vitest'
import { Problem } from '@shared/problem'
import { createOutbox, type Receipt } from './outbox'
import type { Answer, VisitBody } from './types'

const problem = (status: number, code = 'sample') =>
  new Problem({ status, code, title: '样例', detail: '样例' })

/* A server that keeps what it was sent, and answers as it is told to. */
function world() {
  const stored = new Map<string, string>()
  const sent: string[] = []
  const replies: (Problem | 'lost' | 'ok')[] = []
  const receipts: Receipt[] = []
  const timers: (() => void)[] = []
  const outbox = createOutbox({
    async send(uuid, body) {
      sent.push(JSON.stringify([uuid, body]))
      const reply = replies.shift() ?? 'ok'
      if (reply instanceof Problem) throw reply
      const before = stored.get(uuid)
      if (before !== undefined && before !== JSON.stringify(body))
        throw problem(409)
      stored.set(uuid, JSON.stringify(body))
      if (reply === 'lost') throw problem(0, 'network')
      return { uuid } as Answer
    },
    saved: (receipt) => receipts.push(receipt),
    later(_seconds, call) {
      timers.push(call)
      return () => {
        const at = timers.indexOf(call)
        if (at >= 0) timers.splice(at, 1)
      }
    },
  })
  const put = (uuid: string) =>
    outbox.put({
      uuid,
      key: uuid,
      title: '样例',
      body: { note: uuid } as VisitBody,
      isSettled: true,
      children: [],
      madeAt: '2026-08-20T06:00:00Z',
    })
  return { outbox, put, replies, sent, stored, receipts, timers }
}

describe('the outbox', () => {
  it('lets go of a visit when the server has it', async () => {
    const { outbox, put, receipts } = world()
    await put('a')
    expect(outbox.items).toEqual([])
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['a'])
  })
  it('keeps a visit whose answer was lost', async () => {
    const { outbox, put, replies } = world()
    replies.push('lost')
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
  it('sends the very same again', async () => {
    const { outbox, put, replies, sent, stored } = world()
    replies.push('lost')
    await put('a')
    await outbox.flush()
    expect(sent[1]).toBe(sent[0])
    expect(stored.size).toBe(1)
    expect(outbox.items).toEqual([])
  })
  it('tries again by itself after a while', async () => {
    const { outbox, put, replies, timers } = world()
    replies.push('lost')
    await put('a')
    expect(timers).toHaveLength(1)
    timers[0]!()
    await outbox.flush()
    expect(outbox.items).toEqual([])
  })
  it('waits with all others while the server gives no answer', async () => {
    const { outbox, put, replies, sent } = world()
    replies.push('lost', 'lost')
    await put('a')
    await put('b')
    expect(sent).toHaveLength(2)
    expect(outbox.items.map(({ state }) => state)).toEqual([
      'waiting',
      'waiting',
    ])
  })
  it('goes on past a visit that the server refuses', async () => {
    const { outbox, put, replies, receipts } = world()
    replies.push(problem(422), 'ok')
    await put('a')
    await put('b')
    expect(outbox.of('a')?.state).toBe('refused')
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['b'])
  })
  it.each([401, 429, 500, 503, 507])(
    'takes %i for later, not for a refusal',
    async (status) => {
      const { outbox, put, replies } = world()
      replies.push(problem(status))
      await put('a')
      expect(outbox.of('a')?.state).toBe('waiting')
    },
  )
  it("takes a proxy's 404 for no answer", async () => {
    const { outbox, put, replies } = world()
    replies.push(problem(404, 'foreign'))
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
  it('gives back only what was refused', async () => {
    const { outbox, put, replies } = world()
    replies.push(problem(422), 'lost')
    await put('a')
    await put('b')
    expect(outbox.withdraw('b')).toBe(false)
    expect(outbox.withdraw('a')).toBe(true)
    expect(outbox.items.map(({ uuid }) => uuid)).toEqual(['b'])
  })
  it('loses nothing and doubles nothing over many bad days', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      let state = seed
      const chance = (n: number) =>
        ((state = (state * 48271) % 2147483647) / 2147483647) * n
      const { outbox, put, replies, stored, receipts } = world()
      for (let i = 0; i < 8; i++) {
        const fate = chance(4)
        if (fate < 1) replies.push('lost')
        else if (fate < 2) replies.push(problem(503))
        else replies.push('ok')
        const putting = put(`visit-${i}`)
        if (chance(2) < 1) await putting
      }
      while (outbox.items.length > 0) await outbox.flush()
      expect(stored.size).toBe(8)
      expect(new Set(receipts.map(({ item }) => item.uuid)).size).toBe(
        receipts.length,
      )
      expect(receipts).toHaveLength(8)
    }
  })
})
