/*
 * 带出文件: what waits on the phone, sealed to the county in one file that is
 * brought in at a desk when there is no network.  Nothing leaves the queue by
 * it: each letter is offered again, under the same number, and stored once.
 */
import type { KeptVisit } from './outbox'
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

/* The lines of the file: who carries it, then a letter each. */
export function linesOf(
  account: number,
  device: string,
  madeAt: Date,
  letters: Pick<KeptVisit, 'uuid' | 'title' | 'body'>[],
): string {
  const head = {
    format: 1,
    account_id: account,
    device,
    made_at: madeAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    letters: letters.length,
  }
  const lines = letters.map(({ uuid, title, body }) => ({
    kind: 'survey',
    uuid,
    title,
    body,
  }))
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
}
