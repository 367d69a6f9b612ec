/*
 * The phone's own store: one IndexedDB a signed-in account, whose records are
 * sealed (vault.ts), and beside them the list of accounts with their wrapped
 * keys.  A write is on the disk ("strict") when its promise is kept, so a
 * screen may say 已保存在手机 after it and not before.
 */
import Dexie, { type Table } from 'dexie'
import { Problem } from '@shared/problem'
import { type Box, seal, unseal, type Wrapped } from './vault'

/* state: who the officer is, the form, the villages taken along; picture, photo
 * and kept: photos.ts. */
export type Kind =
  | 'draft'
  | 'outbox'
  | 'sent'
  | 'record'
  | 'state'
  | 'picture'
  | 'photo'
  | 'kept'

/* Known in plain of an account: what unlocking needs, and no person's name. */
export interface Holder {
  id: number
  username: string
  wrapped: Wrapped
  /* When the server last answered this account, in ms by the phone. */
  contactAt: number
  /* The name by which the server knows this phone. */
  device: string
}

/* What is shown of a change that could not be kept. */
export function roomless(
  thrown: unknown,
  detail = '刚才填的没有存进手机，内容还在屏幕上。请不要关闭本页，清理手机空间后再试。',
): Problem {
  console.error(thrown)
  return new Problem({ status: 0, code: 'client.store', title: '手机里存不下', detail })
}

/* Where a phone keeps things.  All of a change is done or none, and it is on
 * the disk when its promise is kept; it fails when there is no room. */
export interface Store {
  change(changes: Change[]): Promise<void>
  get<Value>(kind: Kind, key: string): Promise<Value | undefined>
  all<Value>(kind: Kind): Promise<[string, Value][]>
  /* Which there are, without opening them. */
  keys(kind: Kind): Promise<string[]>
  close(): void
}

interface Row extends Box {
  kind: Kind
  key: string
}

export type Change =
  | { kind: Kind; key: string; value: unknown }
  | { kind: Kind; key: string; gone: true }

const DURABLE = { chromeTransactionDurability: 'strict' } as const
const DAY_MS = 86_400_000
export const EXPIRES_DAYS = 14

const nameOf = (account: number) => `baoxue-${account}`

/* ---- whose stores are on this phone ------------------------------------------------ */
class Holders extends Dexie {
  holders!: Table<Holder, number>
  constructor() {
    super('baoxue', DURABLE)
    this.version(1).stores({ holders: 'id' })
  }
}

async function withHolders<Value>(
  act: (table: Table<Holder, number>) => PromiseLike<Value>,
): Promise<Value> {
  const db = new Holders()
  try {
    return await act(db.holders)
  } finally {
    db.close()
  }
}

export const listHolders = () => withHolders((table) => table.toArray())
/* Fails where the account has one: its key may have sealed something. */
export const addHolder = (holder: Holder) =>
  withHolders((table) => table.add(holder))
export const noteContact = (id: number, contactAt: number) =>
  withHolders((table) => table.update(id, { contactAt }))

/* A clock that was set back since the last contact proves nothing, and does
 * not make the store last longer. */
export function isExpired({ contactAt }: Holder, now: number): boolean {
  return Math.abs(now - contactAt) > EXPIRES_DAYS * DAY_MS
}

/* ---- one account's records ----------------------------------------------------------- */
class Records extends Dexie {
  records!: Table<Row, [Kind, string]>
  constructor(account: number) {
    super(nameOf(account), DURABLE)
    this.version(1).stores({ records: '[kind+key], kind' })
  }
}

export function openStore(account: number, dataKey: CryptoKey): Store {
  const db = new Records(account)
  const place = (kind: Kind, key: string) => `${account}|${kind}|${key}`

  async function read<Value>(row: Row): Promise<Value> {
    return unseal<Value>(dataKey, place(row.kind, row.key), row)
  }

  return {
    async change(changes) {
      const rows: Row[] = []
      const gone: [Kind, string][] = []
      for (const each of changes) {
        const { kind, key } = each
        if ('gone' in each) gone.push([kind, key])
        else {
          const box = await seal(dataKey, place(kind, key), each.value)
          rows.push({ kind, key, ...box })
        }
      }
      const write = () =>
        db.transaction('rw', db.records, async () => {
          await db.records.bulkDelete(gone)
          await db.records.bulkPut(rows)
        })
      /* Photos that the server has make room for what it has not. */
      await write().catch(async (thrown: unknown) => {
        if ((await db.records.where({ kind: 'kept' }).delete()) === 0) throw thrown
        await write()
      })
    },

    async get<Value>(kind: Kind, key: string) {
      const row = await db.records.get([kind, key])
      return row && read<Value>(row)
    },

    async all<Value>(kind: Kind) {
      const rows = await db.records.where({ kind }).toArray()
      return Promise.all(
        rows.map(async (row): Promise<[string, Value]> => [
          row.key,
          await read<Value>(row),
        ]),
      )
    },

    async keys(kind: Kind) {
      const keys = await db.records.where({ kind }).primaryKeys()
      return keys.map(([, key]) => key)
    },

    close: () => db.close(),
  }
}

/* For a page that is not secure, where nothing can be sealed: it keeps nothing
 * longer than the page lives, and says so (isLasting in phone.ts). */
export function openMemory(): Store {
  const kept = new Map<string, { kind: Kind; key: string; text: string }>()
  return {
    async change(changes) {
      for (const each of changes) {
        const at = `${each.kind}|${each.key}`
        if ('gone' in each) kept.delete(at)
        else kept.set(at, { ...each, text: JSON.stringify(each.value) })
      }
    },
    async get<Value>(kind: Kind, key: string) {
      const row = kept.get(`${kind}|${key}`)
      return row && (JSON.parse(row.text) as Value)
    },
    async all<Value>(kind: Kind) {
      return [...kept.values()]
        .filter((row) => row.kind === kind)
        .map((row): [string, Value] => [row.key, JSON.parse(row.text) as Value])
    },
    async keys(kind: Kind) {
      return [...kept.values()].filter((row) => row.kind === kind).map(({ key }) => key)
    },
    close: () => kept.clear(),
  }
}

/* What the server no longer lets this account see goes; what was not yet sent
 * stays, sealed, until it is sent or carried away, and with it the phone's name
 * and its count, or two visits would bear one number. */
export async function wipe(account: number): Promise<void> {
  const db = new Records(account)
  try {
    await db.records
      .where('kind')
      .anyOf('draft', 'record', 'sent', 'state', 'picture', 'kept')
      .filter(({ kind, key }) => kind !== 'state' || key !== 'device')
      .delete()
  } finally {
    db.close()
  }
}

/* How many visits, services and photos of a locked account were not sent yet. */
export async function countUnsent(account: number): Promise<number> {
  const db = new Records(account)
  try {
    return await db.records.where('kind').anyOf('outbox', 'photo').count()
  } finally {
    db.close()
  }
}

/* Everything of an account, when nothing unsent is left or it was carried away. */
export async function forgetAccount(account: number): Promise<void> {
  await Dexie.delete(nameOf(account))
  await withHolders((table) => table.delete(account))
}
