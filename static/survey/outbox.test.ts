import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@shared/problem'
import { createOutbox, OFFERED_DAYS, type Receipt } from './outbox'
import { openMemory, type Store } from './store'
import type { Answer, VisitBody } from './types'

const problem = (status: number, code = 'sample') =>
  new Problem({ status, code, title: '样例', detail: '样例' })

const DAY_MS = 86_400_000
const PHONE = '00000000-0000-4000-8000-000000000001'

/* A server that keeps what it was sent, and answers as it is told to. */
async function world(store: Store = openMemory()) {
  const stored = new Map<string, string>()
  const sent: string[] = []
  const replies: (Problem | 'lost' | 'ok')[] = []
  const receipts: Receipt[] = []
  const timers: (() => void)[] = []
  const held = new Set<string>()
  const clock = { now: Date.parse('2026-08-20T06:00:00Z') }
  const make = () =>
    createOutbox({
      async send({ uuid, body }) {
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
      isReady: ({ uuid }) => !held.has(uuid),
      async ask(device, first) {
        return [...stored.values()]
          .map((text) => JSON.parse(text) as VisitBody)
          .filter((body) => body.device === device && body.sequence! >= first)
          .map(({ sequence }) => ({ first: sequence!, last: sequence! }))
      },
      saved: (receipt) => receipts.push(receipt),
      later(_seconds, call) {
        timers.push(call)
        return () => {
          const at = timers.indexOf(call)
          if (at >= 0) timers.splice(at, 1)
        }
      },
      now: () => clock.now,
    })
  const outbox = make()
  await outbox.attach(store, PHONE)
  const letter = (uuid: string) => ({
    uuid,
    key: uuid,
    title: '样例',
    body: { note: uuid } as VisitBody,
    isSettled: true,
    children: [],
    madeAt: '2026-08-20T06:00:00Z',
  })
  const put = async (uuid: string, box = outbox) => {
    await box.put(letter(uuid))
    await box.flush()
  }
  /* The page is gone, and opened again. */
  const reopen = async (name = PHONE) => {
    const again = make()
    await again.attach(store, name)
    return again
  }
  return {
    outbox, store, letter, put, reopen,
    replies, sent, stored, receipts, timers, clock, held,
  }
}

describe('the outbox', () => {
  it('has a visit on the phone when it says so', async () => {
    const { outbox, store, letter, replies } = await world()
    replies.push('lost')
    await outbox.put(letter('a'))
    expect((await store.all('outbox')).map(([key]) => key)).toEqual(['a'])
  })
  it('says that nothing is saved when the phone has no room', async () => {
    const { outbox, store, letter, sent } = await world()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    store.change = () => Promise.reject(new Error('QuotaExceededError'))
    await expect(outbox.put(letter('a'))).rejects.toMatchObject({
      title: '手机里存不下',
    })
    expect(outbox.items).toEqual([])
    expect(sent).toEqual([])
  })
  it('lets go of a visit, and of its form, when the server has it', async () => {
    const { outbox, store, put, receipts } = await world()
    await store.change([{ kind: 'draft', key: 'a', value: 1 }])
    await put('a')
    expect(outbox.items).toEqual([])
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['a'])
    expect(await store.all('outbox')).toEqual([])
    expect(await store.all('draft')).toEqual([])
  })
  it('keeps a visit whose answer was lost', async () => {
    const { outbox, put, replies } = await world()
    replies.push('lost')
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
  it('sends the very same again, also when the page was closed', async () => {
    const { put, reopen, replies, sent, stored } = await world()
    replies.push('lost')
    await put('a')
    const again = await reopen()
    await again.flush()
    expect(sent[1]).toBe(sent[0])
    expect(stored.size).toBe(1)
    expect(again.items).toEqual([])
  })
  it('numbers what it sends, and goes on where it was', async () => {
    const { put, reopen, sent } = await world()
    await put('a')
    const again = await reopen()
    await put('b', again)
    const bodies = sent.map((text) => JSON.parse(text)[1] as VisitBody)
    expect(bodies.map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(bodies[0]?.device).toMatch(/^[0-9a-f-]{36}$/)
  })
  it('tries again by itself after a while', async () => {
    const { outbox, put, replies, timers } = await world()
    replies.push('lost')
    await put('a')
    expect(timers).toHaveLength(1)
    timers[0]!()
    await outbox.flush()
    expect(outbox.items).toEqual([])
  })
  it('waits with all others while the server gives no answer', async () => {
    const { outbox, put, replies, sent } = await world()
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
    const { outbox, put, replies, receipts } = await world()
    replies.push(problem(422), 'ok')
    await put('a')
    await put('b')
    expect(outbox.of('a')?.state).toBe('refused')
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['b'])
  })
  it.each([401, 429, 500, 503, 507])(
    'takes %i for later, not for a refusal',
    async (status) => {
      const { outbox, put, replies } = await world()
      replies.push(problem(status))
      await put('a')
      expect(outbox.of('a')?.state).toBe('waiting')
    },
  )
  it("takes a proxy's 404 for no answer", async () => {
    const { outbox, put, replies } = await world()
    replies.push(problem(404, 'foreign'))
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
  it('gives back only what was refused', async () => {
    const { outbox, store, put, replies } = await world()
    replies.push(problem(422), 'lost')
    await put('a')
    await put('b')
    expect(await outbox.withdraw('b')).toBe(false)
    expect(await outbox.withdraw('a')).toBe(true)
    expect(outbox.items.map(({ uuid }) => uuid)).toEqual(['b'])
    expect((await store.all('outbox')).map(([key]) => key)).toEqual(['b'])
  })
  it('puts what was put right in the place of what was refused', async () => {
    const { outbox, store, letter, put, replies } = await world()
    replies.push(problem(422), 'lost')
    await put('a')
    await outbox.put(letter('b'), 'a')
    expect(outbox.items.map(({ uuid }) => uuid)).toEqual(['b'])
    expect((await store.all('outbox')).map(([key]) => key)).toEqual(['b'])
  })
})

describe('a letter that needs a picture first', () => {
  it('waits for it, and holds up no other', async () => {
    const { outbox, put, held, receipts } = await world()
    held.add('a')
    await put('a')
    await put('b')
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['b'])
    held.clear()
    await outbox.flush()
    expect(receipts.map(({ item }) => item.uuid)).toEqual(['b', 'a'])
  })
  it('is refused with its picture, and then goes by hand', async () => {
    const { outbox, put, held } = await world()
    held.add('a')
    await put('a')
    outbox.refuse('a', problem(422))
    expect(outbox.of('a')?.state).toBe('refused')
    expect(await outbox.withdraw('a')).toBe(true)
  })
  it.each(['service.picture', 'upload.gap'])('takes %s for later', async (code) => {
    const { outbox, put, replies } = await world()
    const errors = [{ pointer: '', code, detail: '样例' }]
    replies.push(new Problem({ status: 422, code: 'invalid', title: '', detail: '', errors }))
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
})

describe('a server put back to an older backup', () => {
  it('gets again what it has lost, and nothing else', async () => {
    const { put, reopen, stored, sent } = await world()
    for (const uuid of ['a', 'b', 'c']) await put(uuid)
    stored.delete('b')
    stored.delete('c')
    sent.length = 0
    await (await reopen()).flush()
    expect(sent.map((text) => JSON.parse(text)[0])).toEqual(['b', 'c'])
    expect([...stored.keys()]).toEqual(['a', 'b', 'c'])
  })
  it('leaves alone the form of a later visit to the door', async () => {
    const { put, store, reopen, stored, receipts } = await world()
    await put('a')
    stored.clear()
    await store.change([{ kind: 'draft', key: 'a', value: 'half filled in' }])
    const again = await reopen()
    await again.flush()
    expect([...stored.keys()]).toEqual(['a'])
    expect(await store.all('draft')).toEqual([['a', 'half filled in']])
    expect(receipts.map(({ isAgain }) => isAgain)).toEqual([false, true])
    expect(again.of('a')).toBeUndefined()
  })
  it('gets what a waiting correction names before the correction', async () => {
    const { put, letter, reopen, stored, sent, replies } = await world()
    await put('a')
    stored.clear()
    replies.push(problem(0, 'network'))
    const again = await reopen()
    await again.put(letter('b'))
    await again.flush()
    sent.length = 0
    await again.flush()
    expect(sent.map((text) => JSON.parse(text)[0])).toEqual(['a', 'b'])
  })
  it('shows what it now refuses', async () => {
    const { put, reopen, stored, replies } = await world()
    await put('a')
    stored.clear()
    replies.push(problem(422))
    const again = await reopen()
    await again.flush()
    expect(again.of('a')?.state).toBe('refused')
  })
  it('is asked again after a clock was set back', async () => {
    const { outbox, put, stored, clock } = await world()
    clock.now += 365 * DAY_MS
    await put('a')
    clock.now -= 365 * DAY_MS
    stored.clear()
    await outbox.flush()
    expect([...stored.keys()]).toEqual(['a'])
  })
  it('is offered what is younger than thirty days', async () => {
    const { store, put, reopen, stored, sent, clock } = await world()
    await put('a')
    clock.now += OFFERED_DAYS * DAY_MS + 1
    stored.clear()
    sent.length = 0
    await (await reopen()).flush()
    expect(sent).toEqual([])
    expect(await store.all('sent')).toEqual([])
  })
})

describe('a phone that was wiped since', () => {
  it('asks for each visit by the name that it was sent under', async () => {
    const { put, reopen, store, stored, sent } = await world()
    await put('a')
    await store.change([{ kind: 'state', key: 'device', gone: true }])
    const again = await reopen('00000000-0000-4000-8000-000000000002')
    await put('b', again)
    sent.length = 0
    await (await reopen('00000000-0000-4000-8000-000000000002')).flush()
    expect(sent).toEqual([])
    expect([...stored.keys()]).toEqual(['a', 'b'])
  })
})

describe('a password that has to be changed', () => {
  it('is no refusal of the visit', async () => {
    const { outbox, put, replies } = await world()
    replies.push(problem(403, 'auth.password_change'))
    await put('a')
    expect(outbox.of('a')?.state).toBe('waiting')
  })
})
