/*
 * 带出文件: what waits on the phone, sealed to the county in one file that is
 * brought in at a desk when there is no network.  Nothing leaves the queue by
 * it: each letter is offered again, under the same number, and stored once.  The
 * form of its lines stands in include/domain/carry.h.
 */
import type { Kept, KeptService, KeptVisit } from './outbox'
import { bytesOf, type Picture } from './photos'
import type { CarryKey } from './types'

const MAGIC = 'BXCARRY1'
const USE = 'baoxue.carry.1'
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const ID_BYTES = 8
const KEY_BITS = 256
const IV_BITS = 96

const bytes = (text: string) => new TextEncoder().encode(text)

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function pointOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/') + '=')
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

/* The form stands in include/crypto/carry.h. */
export async function sealTo(
  { version, point }: CarryKey,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = crypto
  const county = pointOf(point)
  const theirs = await subtle.importKey('raw', county, CURVE, false, [])
  const mine = await subtle.generateKey(CURVE, false, ['deriveBits'])
  const ephemeral = new Uint8Array(await subtle.exportKey('raw', mine.publicKey))
  const shared = await subtle.deriveBits(
    { name: 'ECDH', public: theirs },
    mine.privateKey,
    KEY_BITS,
  )
  const drawn = new Uint8Array(
    await subtle.deriveBits(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: new Uint8Array(0),
        info: join(bytes(USE), ephemeral, county),
      },
      await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']),
      KEY_BITS + IV_BITS,
    ),
  )
  const id = new Uint8Array(await subtle.digest('SHA-256', county))
  const head = join(
    bytes(MAGIC),
    Uint8Array.of(version),
    id.slice(0, ID_BYTES),
    ephemeral,
  )
  const key = await subtle.importKey(
    'raw',
    drawn.slice(0, KEY_BITS / 8),
    'AES-GCM',
    false,
    ['encrypt'],
  )
  const box = await subtle.encrypt(
    { name: 'AES-GCM', iv: drawn.slice(KEY_BITS / 8), additionalData: head },
    key,
    plain,
  )
  return join(head, new Uint8Array(box))
}

/* ---- what is in it ---- */
export type CarriedLetter =
  | Pick<KeptVisit, 'kind' | 'uuid' | 'title' | 'body'>
  | Pick<KeptService, 'kind' | 'uuid' | 'title' | 'body' | 'document'>

const LINE_END = bytes('\n')
const lineOf = (words: string) => bytes(`${words}\n`)

export function letterLine(letter: CarriedLetter): Uint8Array {
  const { uuid, title, body } = letter
  return lineOf(
    JSON.stringify(
      letter.kind === 'service'
        ? { kind: 'service', uuid, title, document: letter.document, service: body }
        : { kind: 'survey', uuid, title, body },
    ),
  )
}

/* A photo: how many bytes it has, what it is, and the bytes. */
export function photoLine(picture: Picture, title: string): Uint8Array {
  const { uuid, sha256 } = picture
  const data = bytesOf(picture)
  const says = JSON.stringify({ kind: 'photo', uuid, title, sha256 })
  return join(lineOf(`${data.length} ${says}`), data, LINE_END)
}

/* All of it: who carries it, then the lines. */
export function plainOf(
  account: number,
  device: string,
  madeAt: Date,
  lines: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const head = {
    format: 1,
    account_id: account,
    device,
    made_at: madeAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    letters: lines.length,
  }
  return join(lineOf(JSON.stringify(head)), ...lines)
}

/* The uploads that a letter names. */
export const picturesOf = ({ kind, body }: Pick<Kept, 'kind' | 'body'>): string[] =>
  kind === 'service'
    ? [(body as { picture?: string | null }).picture ?? ''].filter((id) => id !== '')
    : ((body as { photos?: string[] | null }).photos ?? [])

/* ---- how much goes into one ---- */
/* A cheap phone has to hold a file twice while it seals it. */
export const FILE_MOST = 16 * 1024 * 1024
const LINES_MOST = 1900

/* What goes together: a letter, and the photos that it names. */
export interface Bundle {
  ids: string[]
  lines: () => Promise<Uint8Array[]>
}

/* The lines of as many bundles as one file holds, of one at least; how many. */
export async function fill(
  bundles: readonly Bundle[],
  most = FILE_MOST,
): Promise<{ lines: Uint8Array[]; taken: number }> {
  const lines: Uint8Array[] = []
  let size = 0
  let taken = 0
  for (const bundle of bundles) {
    const more = await bundle.lines()
    const grown = more.reduce((sum, { length }) => sum + length, size)
    if (taken > 0 && (grown > most || lines.length + more.length > LINES_MOST)) break
    lines.push(...more)
    size = grown
    taken++
  }
  return { lines, taken }
}
