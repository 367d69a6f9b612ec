import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openMemory, type Store } from './store'
import type { Notice } from './types'

let kept: Store
vi.mock('./phone', () => ({ onOpen: () => {}, store: () => kept }))
vi.mock('./online', () => ({ online: { value: true } }))
const { source } = await import('./source')

const notice = (id: number, state = 'issued') => ({ id, state }) as Notice
const key = 'notices v'

describe('a notice that was served', () => {
  beforeEach(() => {
    kept = openMemory()
  })
  it('is so among the others the phone keeps, also where its village was not looked at', async () => {
    await kept.change([{ kind: 'state', key, value: [notice(1), notice(2)] }])
    await source.keepNotice('v', notice(2, 'served'))
    expect(await kept.get('state', key)).toEqual([notice(1), notice(2, 'served')])
  })
  it('makes no list of a village whose notices were never taken along', async () => {
    await source.keepNotice('v', notice(2, 'served'))
    expect(await kept.get('state', key)).toBeUndefined()
  })
})
