import { describe, expect, it } from 'vitest'
import { Problem } from '@shared/problem'
import { createPapers } from './papers'
import { openMemory, type Store } from './store'
import type { Notice, ServiceIn } from './types'

const problem = (status: number) =>
  new Problem({ status, code: 'sample', title: '样例', detail: '样例' })

async function world(store: Store = openMemory()) {
  const served = new Map<string, number>()
  const faults: Problem[] = []
  const told: number[] = []
  const timers: (() => void)[] = []
  const make = async () => {
    const papers = createPapers({
      upload: async (_, onSent) => {
        onSent(10)
        const fault = faults.shift()
        if (fault) throw fault
        return 77
      },
      serve: async (notice, body: ServiceIn) => {
        served.set(body.uuid!, (served.get(body.uuid!) ?? 0) + 1)
        const fault = faults.shift()
        if (fault) throw fault
        return { id: notice } as Notice
      },
      served: async (_, { id }) => void told.push(id),
      later: (call) => timers.push(call),
    })
    await papers.attach(store)
    return papers
  }
  const paper = (uuid: string, notice: number, withPicture = false) => ({
    uuid,
    notice,
    village: 'v',
    title: '样例',
    body: { method: 'direct', served_on: '2026-08-20', servers: '样例' } as ServiceIn,
    picture: withPicture ? { uuid: `${uuid}p`, sha256: 'x', size: 20, data: 'AA==' } : null,
    madeAt: `2026-08-20T06:00:0${notice}Z`,
  })
  return { store, make, paper, served, faults, told, timers }
}

describe('a paper that was handed over', () => {
  it('is on the phone when it says so, and gone when the server has it', async () => {
    const { store, make, paper, told } = await world()
    const papers = await make()
    const put = papers.put(paper('a', 1))
    await put
    await papers.flush()
    expect(told).toEqual([1])
    expect(papers.items).toEqual([])
    expect(await store.all('paper')).toEqual([])
  })
  it('waits with its picture for a network, also when the page was closed', async () => {
    const { make, paper, faults, served, told } = await world()
    const papers = await make()
    faults.push(problem(0))
    await papers.put(paper('a', 1, true))
    await papers.flush()
    expect(papers.of(1)).toMatchObject({ state: 'waiting', sent: 10 })
    expect(served.size).toBe(0)
    const again = await make()
    await again.flush()
    expect(told).toEqual([1])
    expect([...served]).toEqual([['a', 1]])
  })
  it('is the same one when its answer was lost', async () => {
    const { make, paper, faults, served, told } = await world()
    const papers = await make()
    faults.push(problem(0))
    await papers.put(paper('a', 1))
    await papers.flush()
    await papers.flush()
    expect([...served]).toEqual([['a', 2]])
    expect(told).toEqual([1])
  })
  it('that is refused lets the others go on, and goes by hand alone', async () => {
    const { store, make, paper, faults, told } = await world()
    const papers = await make()
    faults.push(problem(422))
    await papers.put(paper('a', 1))
    await papers.put(paper('b', 2))
    await papers.flush()
    expect(told).toEqual([2])
    expect(papers.of(1)?.state).toBe('refused')
    await papers.withdraw('a')
    expect(await store.all('paper')).toEqual([])
  })
})
