import { beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@shared/api'
import { useChecks } from './checks'

vi.mock('@shared/api', () => ({ api: { get: vi.fn(), put: vi.fn() } }))
const put = vi.mocked(api.put)
const nothing = (number: number) => ({ number, outcome: null, reason: null })

describe('checking the lines of a locked ledger', () => {
  beforeEach(() => put.mockReset())

  it('counts what was passed and what was returned', async () => {
    const checks = useChecks(() => '/snapshots/3')
    put.mockResolvedValueOnce({ before: [nothing(1), nothing(2)] })
    await checks.say([1, 2], 'passed')
    put.mockResolvedValueOnce({ before: [nothing(3)] })
    await checks.say([3], 'returned', '缺劝返记录')
    expect([checks.passed.value, checks.returned.value]).toEqual([2, 1])
    expect(put).toHaveBeenLastCalledWith('/snapshots/3/checks', {
      checks: [{ number: 3, outcome: 'returned', reason: '缺劝返记录' }],
    })
  })

  it('undoes a step by saying again what was said before it', async () => {
    const checks = useChecks(() => '/snapshots/3')
    put.mockResolvedValueOnce({ before: [nothing(1)] })
    await checks.say([1], 'returned', '缺劝返记录')
    put.mockResolvedValueOnce({
      before: [{ number: 1, outcome: 'returned', reason: '缺劝返记录' }, nothing(2)],
    })
    await checks.say([1, 2], 'passed')
    put.mockResolvedValue({ before: [] })
    expect(await checks.undo()).toBe(2)
    expect(put).toHaveBeenLastCalledWith('/snapshots/3/checks', {
      checks: [{ number: 1, outcome: 'returned', reason: '缺劝返记录' }, { number: 2 }],
    })
    expect(checks.said.value.get(1)?.outcome).toBe('returned')
    expect(checks.said.value.has(2)).toBe(false)
  })

  it('keeps what was said when the server does not take it', async () => {
    const checks = useChecks(() => '/snapshots/3')
    put.mockRejectedValueOnce(new Error('409'))
    await expect(checks.say([1], 'passed')).rejects.toThrow('409')
    expect(checks.said.value.size).toBe(0)
    expect(await checks.undo()).toBe(0)
  })
})
