import { describe, expect, it } from 'vitest'
import { linesOf, sealTo } from './carry'
import type { VisitBody } from './types'

const HEAD = 8 + 1 + 8 + 65
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (said: string) => new TextEncoder().encode(said)

async function county() {
  const pair = await crypto.subtle.generateKey(
    { name: 'ECDH', namedCurve: 'P-256' },
    true,
    ['deriveBits'],
  )
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const point = btoa(String.fromCharCode(...raw))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')
  return { version: 3, point }
}

const letter = (uuid: string) => ({
  uuid,
  title: '样例',
  body: { note: uuid } as VisitBody,
})

describe('a file that is carried away', () => {
  it('says whose it is, then one letter a line', () => {
    const at = new Date('2026-08-20T06:05:09.123Z')
    const lines = linesOf(7, 'phone', at, [letter('a'), letter('b')]).split('\n')
    expect(lines.map((line) => line && JSON.parse(line))).toEqual([
      {
        format: 1,
        account_id: 7,
        device: 'phone',
        made_at: '2026-08-20T06:05:09Z',
        letters: 2,
      },
      { kind: 'survey', uuid: 'a', title: '样例', body: { note: 'a' } },
      { kind: 'survey', uuid: 'b', title: '样例', body: { note: 'b' } },
      '',
    ])
  })
  it('names its form and the key, and shows nothing that is in it', async () => {
    const file = await sealTo(await county(), bytes('途中所记'))
    expect(text(file.slice(0, 8))).toBe('BXCARRY1')
    expect(file[8]).toBe(3)
    expect(file[8 + 1 + 8]).toBe(4)
    expect(file.length).toBe(HEAD + bytes('途中所记').length + 16)
    expect(text(file)).not.toContain('途中所记')
  })
  it('is another one each time', async () => {
    const key = await county()
    const [one, two] = [await sealTo(key, bytes('a')), await sealTo(key, bytes('a'))]
    expect(one.slice(17)).not.toEqual(two.slice(17))
  })
})
