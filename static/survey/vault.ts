/*
 * What the phone keeps of people, sealed: AES-GCM records under a data key,
 * and that key wrapped under a phrase that only the officer knows.  The data
 * key cannot be taken out of the browser while it is open, and is dropped when
 * the phone locks.  A record is bound to its account, table and key, so that
 * none can be put in another's place.
 */

export const ROUNDS = 600_000
export const PHRASE_MIN = 8

export interface Wrapped {
  rounds: number
  salt: Uint8Array<ArrayBuffer>
  iv: Uint8Array<ArrayBuffer>
  key: ArrayBuffer
}

export interface Box {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const bytes = (text: string) => new TextEncoder().encode(text)

/* What is wrong with a phrase, '' when it may be used.  A phrase of six digits
 * falls within days to whoever holds the phone's memory (trust: device data). */
export function faultOf(phrase: string, names: string[]): string {
  const letters = [...phrase.normalize('NFKC')]
  if (letters.length < PHRASE_MIN) return `至少 ${PHRASE_MIN} 个字`
  if (/^\d+$/.test(phrase)) return '不能全是数字'
  if (new Set(letters).size < 5) return '重复的字太多'
  const plain = phrase.toLowerCase()
  if (names.some((name) => name !== '' && plain.includes(name.toLowerCase())))
    return '不能含用户名、姓名或单位名'
  return ''
}

async function keyOf(
  phrase: string,
  salt: Uint8Array<ArrayBuffer>,
  rounds: number,
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey(
    'raw',
    bytes(phrase.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  )
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  )
}

/* A new data key, wrapped under the phrase. */
export async function makeKey(phrase: string): Promise<Wrapped> {
  const salt = random(16)
  const iv = random(12)
  const wrapping = await keyOf(phrase, salt, ROUNDS)
  const fresh = await crypto.subtle.generateKey(
    { name: 'AES-GCM', length: 256 },
    true,
    ['encrypt', 'decrypt'],
  )
  const key = await crypto.subtle.wrapKey('raw', fresh, wrapping, {
    name: 'AES-GCM',
    iv,
  })
  return { rounds: ROUNDS, salt, iv, key }
}

/* The data key, not to be taken out; null for a wrong phrase. */
export async function openKey(
  phrase: string,
  { rounds, salt, iv, key }: Wrapped,
): Promise<CryptoKey | null> {
  const wrapping = await keyOf(phrase, salt, rounds)
  try {
    return await crypto.subtle.unwrapKey(
      'raw',
      key,
      wrapping,
      { name: 'AES-GCM', iv },
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    )
  } catch {
    return null
  }
}

export async function seal(
  key: CryptoKey,
  place: string,
  value: unknown,
): Promise<Box> {
  const iv = random(12)
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bytes(place) },
    key,
    bytes(JSON.stringify(value)),
  )
  return { iv, data }
}

/* Throws when the record is damaged or stands in another's place. */
export async function unseal<Value>(
  key: CryptoKey,
  place: string,
  { iv, data }: Box,
): Promise<Value> {
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv, additionalData: bytes(place) },
    key,
    data,
  )
  return JSON.parse(new TextDecoder().decode(plain)) as Value
}
