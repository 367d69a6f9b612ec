import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { usePager, type Pager, type PagerOptions } from './paging'

/* A list of 1 to 5, two a page, whose cursors are where to go on. */
function serve(address: string) {
  const query = new URL(address, 'http://test').searchParams
  const all = [1, 2, 3, 4, 5].filter(
    (n) => !query.get('q') || n % 2 === 0,
  )
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit'))
  const next_cursor = to < all.length ? String(to) : null
  return Promise.resolve(
    Response.json({
      items: all.slice(from, to),
      next_cursor,
      ...(query.get('count') && { total: all.length }),
    }),
  )
}

let scope: EffectScope
const q = ref('')

async function open(options: PagerOptions = {}): Promise<Pager<number>> {
  const pager = scope.run(() =>
    usePager<number>(() => '/list', () => ({ q: q.value }), {
      limit: 2,
      ...options,
    }),
  )!
  await vi.waitUntil(() => !pager.loading)
  return pager
}

beforeEach(() => {
  q.value = ''
  scope = effectScope()
  vi.stubGlobal('fetch', vi.fn(serve))
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

describe('a pager', () => {
  it('starts at the first page with the total', async () => {
    const pager = await open({ count: true })
    expect([pager.items, pager.total, pager.hasNext]).toEqual([[1, 2], 5, true])
  })
  it('turns forth and back', async () => {
    const pager = await open()
    await pager.next()
    expect(pager.items).toEqual([3, 4])
    await pager.previous()
    expect(pager.items).toEqual([1, 2])
  })
  it('ends at the last page', async () => {
    const pager = await open()
    await pager.next()
    await pager.next()
    await pager.next()
    expect([pager.items, pager.page]).toEqual([[5], 2])
  })
  it('adds below when told to append', async () => {
    const pager = await open({ append: true })
    await pager.next()
    expect(pager.items).toEqual([1, 2, 3, 4])
  })
  it('begins anew when the question changes', async () => {
    const pager = await open()
    await pager.next()
    q.value = 'even'
    await nextTick()
    await vi.waitUntil(() => !pager.loading)
    expect([pager.items, pager.page]).toEqual([[2, 4], 0])
  })
  it('keeps the page it has when the next does not come', async () => {
    const pager = await open()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    await pager.next()
    expect([pager.items, pager.problem?.code]).toEqual([[1, 2], 'network'])
  })
})
