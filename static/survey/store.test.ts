import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  countUnsent,
  forgetAccount,
  isExpired,
  addHolder,
  listHolders,
  noteContact,
  openStore,
  wipe,
} from './store'
import { makeKey, openKey, type Wrapped } from './vault'

const DAY_MS = 86_400_000
let key: CryptoKey
let wrapped: Wrapped

beforeAll(async () => {
  wrapped = await makeKey('山高水长 2026 样例')
  key = (await openKey('山高水长 2026 样例', wrapped))!
})

describe('the store', () => {
  it('gives back what was put, after it was closed', async () => {
    const store = openStore(1, key)
    await store.change([{ kind: 'draft', key: '9/5', value: { note: '样例' } }])
    store.close()
    const again = openStore(1, key)
    expect(await again.get('draft', '9/5')).toEqual({ note: '样例' })
    expect(await again.all('outbox')).toEqual([])
    again.close()
  })
  it('moves a draft into the outbox in one step', async () => {
    const store = openStore(2, key)
    await store.change([{ kind: 'draft', key: '9/5', value: 1 }])
    await store.change([
      { kind: 'draft', key: '9/5', gone: true },
      { kind: 'outbox', key: 'a', value: 2 },
    ])
    expect(await store.all('draft')).toEqual([])
    expect(await store.all('outbox')).toEqual([['a', 2]])
    store.close()
  })
  it('holds nothing in plain', async () => {
    const store = openStore(3, key)
    await store.change([{ kind: 'record', key: '5', value: '样例张三' }])
    store.close()
    const raw = await new Dexie('baoxue-3').open()
    const rows = await raw.table('records').toArray()
    raw.close()
    expect(rows).toHaveLength(1)
    expect(Buffer.from(rows[0].data).includes('样例张三')).toBe(false)
  })
  it("keeps one account's records from another", async () => {
    const mine = openStore(4, key)
    await mine.change([{ kind: 'record', key: '5', value: 'mine' }])
    const theirs = openStore(5, key)
    expect(await theirs.get('record', '5')).toBeUndefined()
    mine.close()
    theirs.close()
  })
  it('loses by a wipe all but what was not sent', async () => {
    const store = openStore(6, key)
    await store.change([
      { kind: 'record', key: '5', value: 1 },
      { kind: 'sent', key: 's', value: 1 },
      { kind: 'outbox', key: 'a', value: 2 },
      { kind: 'state', key: 'me', value: 3 },
    ])
    await wipe(6)
    expect(await store.all('record')).toEqual([])
    expect(await store.all('sent')).toEqual([])
    expect(await store.all('outbox')).toEqual([['a', 2]])
    expect(await store.all('state')).toEqual([])
    expect(await countUnsent(6)).toBe(1)
    store.close()
  })
})

describe('an account on the phone', () => {
  const holder = () => ({ id: 7, username: 'hutou', wrapped, contactAt: 0, device: 'd' })

  it('is forgotten whole', async () => {
    await addHolder(holder())
    expect((await listHolders()).map(({ id }) => id)).toEqual([7])
    await forgetAccount(7)
    expect(await listHolders()).toEqual([])
  })
  it('keeps the key of its first set-up', async () => {
    await addHolder(holder())
    await expect(addHolder({ ...holder(), device: 'other' })).rejects.toThrow()
    await noteContact(7, 5)
    expect(await listHolders()).toMatchObject([{ device: 'd', contactAt: 5 }])
    await forgetAccount(7)
  })
  it('expires after fourteen days, also under a clock set back', () => {
    expect(isExpired(holder(), 14 * DAY_MS)).toBe(false)
    expect(isExpired(holder(), 14 * DAY_MS + 1)).toBe(true)
    expect(isExpired({ ...holder(), contactAt: 40 * DAY_MS }, 0)).toBe(true)
  })
})
