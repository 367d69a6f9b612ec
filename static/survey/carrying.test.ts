import { describe, expect, it, vi } from 'vitest'

vi.mock('./phone', () => ({ onOpen: () => {}, store: () => null }))
vi.mock('./source', () => ({ source: {} }))

import { bundlesOf } from './carrying'
import type { Item } from './outbox'
import type { Picture } from './photos'

const visit = (uuid: string, photos: string[]) =>
  ({ uuid, title: `户主${uuid}`, body: { photos } }) as unknown as Item
const service = (uuid: string, picture: string | null) =>
  ({ kind: 'service', uuid, title: `文书${uuid}`, document: 1, body: { picture } }) as unknown as Item
const find = async (uuid: string): Promise<Picture> => ({
  uuid,
  sha256: '',
  size: 1,
  data: btoa('x'),
})
/* What each line names, in order. */
async function read(letters: Item[], waiting: string[], titles = new Map<string, string>()) {
  const all = bundlesOf(letters, waiting, titles, find)
  const lines = (await Promise.all(all.map((each) => each.lines()))).map((some) =>
    some.map((line) => {
      const words = new TextDecoder().decode(line).split('\n')[0] ?? ''
      return JSON.parse(words.replace(/^\d+ /, ''))
    }),
  )
  return lines.map((some) => some.map(({ kind, uuid }) => `${kind} ${uuid}`))
}

describe('what is carried away', () => {
  it('has the picture of a service before the service', async () => {
    expect(await read([service('s', 'p')], ['p'])).toEqual([['photo p', 'service s']])
  })
  it('has the photos of a visit that wait, and not those that are there', async () => {
    expect(await read([visit('v', ['there', 'p'])], ['p'])).toEqual([['photo p', 'survey v']])
  })
  it('has photos whose visit is at the server already, under its name', async () => {
    const titles = new Map([['p', '户主甲']])
    expect(await read([service('s', null)], ['p'], titles)).toEqual([['service s'], ['photo p']])
    const [, alone] = bundlesOf([service('s', null)], ['p'], titles, find)
    const [line] = (await alone?.lines()) ?? []
    expect(new TextDecoder().decode(line)).toContain('户主甲')
  })
  it('has each photo once, though two visits name it', async () => {
    expect(await read([visit('a', ['p']), visit('b', ['p'])], ['p'])).toEqual([
      ['photo p', 'survey a'],
      ['survey b'],
    ])
  })
})
