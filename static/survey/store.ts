/*
 * The phone's own store: one IndexedDB a signed-in account, whose records are
 * sealed (vault.ts), and beside them the list of accounts with their wrapped
 * keys.  A write is on the disk ("strict") when its promise is kept, so a
 * screen may say 已保存在手机 after it and not before.
 */
import Dexie, { type Table } from 'dexie'
import { type Box, seal, unseal, type Wrapped } from './vault'

export type Kind = 'draft' | 'outbox' | 'sent' | 'record' | 'photo'

/* Known in plain of an account: what unlocking needs, and no person's name. */
export interface Holder {
  id: number
  username: string
  wrapped: Wrapped
  /* When the server last answered this account, in ms by the phone. */
  contactAt: number
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
export const keepHolder = (holder: Holder) =>
  withHolders((table) => table.put(holder))

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

export function openStore(account: number, dataKey: CryptoKey) {
  const db = new Records(account)
  const place = (kind: Kind, key: string) => `${account}|${kind}|${key}`

  async function read<Value>(row: Row): Promise<Value> {
    return unseal<Value>(dataKey, place(row.kind, row.key), row)
  }

  return {
    /* All of the changes or none.  Throws when the phone has no room. */
    async change(changes: Change[]): Promise<void> {
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
      await db.transaction('rw', db.records, async () => {
        await db.records.bulkDelete(gone)
        await db.records.bulkPut(rows)
      })
    },

    async get<Value>(kind: Kind, key: string): Promise<Value | undefined> {
      const row = await db.records.get([kind, key])
      return row && read<Value>(row)
    },

    async all<Value>(kind: Kind): Promise<[string, Value][]> {
      const rows = await db.records.where({ kind }).toArray()
      return Promise.all(
        rows.map(async (row): Promise<[string, Value]> => [
          row.key,
          await read<Value>(row),
        ]),
      )
    },

    close: () => db.close(),
  }
}

export type Store = ReturnType<typeof openStore>

/* What the server no longer lets this account see goes; what was not yet sent
 * stays, sealed, until it is carried away. */
export async function wipe(account: number): Promise<void> {
  const db = new Records(account)
  try {
    await db.records.where('kind').anyOf('draft', 'record', 'sent').delete()
  } finally {
    db.close()
  }
}

/* Everything of an account, when nothing unsent is left or it was carried away. */
export async function forgetAccount(account: number): Promise<void> {
  await Dexie.delete(nameOf(account))
  await withHolders((table) => table.delete(account))
}
