import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { KeptService } from './outbox'
import { openMemory, type Store } from './store'
import type { Paper, Served } from './types'

let kept: Store
vi.mock('./phone', () => ({ onOpen: () => {}, store: () => kept }))
vi.mock('./online', () => ({ online: { value: true } }))
const { served } = await import('./serving')

const paper = (id: number, more = {}) => ({ id, state: 'issued', ...more }) as Paper
const key = 'papers v'
const letter = { document: 2, village: 'v', body: { method: 'lien' } } as KeptService

describe('a paper that was served', () => {
  beforeEach(() => {
    kept = openMemory()
  })
  it('is so among the others the phone keeps, also where its village was not looked at', async () => {
    await kept.change([{ kind: 'state', key, value: [paper(1), paper(2)] }])
    await served(letter, { state: 'served' } as Served)
    expect(await kept.get('state', key)).toEqual([
      paper(1),
      paper(2, { state: 'served', method: 'lien' }),
    ])
  })
  it('makes no list of a village whose papers were never taken along', async () => {
    await served(letter, { state: 'served' } as Served)
    expect(await kept.get('state', key)).toBeUndefined()
  })
})
