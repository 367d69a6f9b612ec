import { describe, expect, it } from 'vitest'
import { fill, letterLine, photoLine, plainOf, sealTo } from './carry'
import type { Picture } from './photos'
import type { ServiceIn, VisitBody } from './types'

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
const PICTURE: Picture = { uuid: 'p', sha256: 'h', size: 3, data: btoa('\n0{') }

describe('a file that is carried away', () => {
  it('says whose it is, then one letter a line', () => {
    const at = new Date('2026-08-20T06:05:09.123Z')
    const service = { picture: 'p' } as ServiceIn
    const all = plainOf(7, 'phone', at, [
      letterLine(letter('a')),
      letterLine({ kind: 'service', uuid: 's', title: '样例', document: 9, body: service }),
    ])
    const lines = text(all).split('\n')
    expect(lines.map((line) => line && JSON.parse(line))).toEqual([
      {
        format: 1,
        account_id: 7,
        device: 'phone',
        made_at: '2026-08-20T06:05:09Z',
        letters: 2,
      },
      { kind: 'survey', uuid: 'a', title: '样例', body: { note: 'a' } },
      { kind: 'service', uuid: 's', title: '样例', document: 9, service },
      '',
    ])
  })
  it('holds the bytes of a photo as they are, after their number', () => {
    const says = '{"kind":"photo","uuid":"p","title":"样例","sha256":"h"}'
    expect(text(photoLine(PICTURE, '样例'))).toBe(`3 ${says}\n\n0{\n`)
  })
  it('takes as many bundles as it holds, and one at least', async () => {
    const bundle = (id: string, n: number) => ({
      ids: [id],
      lines: async () => [new Uint8Array(n)],
    })
    const some = [bundle('a', 4), bundle('b', 4), bundle('c', 4)]
    expect((await fill(some, 8)).taken).toBe(2)
    expect((await fill(some, 100)).taken).toBe(3)
    expect((await fill(some, 1)).taken).toBe(1)
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
