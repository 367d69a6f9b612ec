import { describe, expect, it } from 'vitest'
import { place } from './flow'

const sizes = { from: 0, to: 100, height: 100, least: 10, gap: 5 }

describe('the flow of lists to verdicts', () => {
  it('makes bands as wide as their numbers and stands them above each other', () => {
    const { left, right, placed } = place(
      [
        { left: 'a', right: 'x', n: 80 },
        { left: 'a', right: 'y', n: 20 },
      ],
      sizes,
    )
    expect(left).toEqual([{ name: 'a', n: 100, y: 0, height: 100 }])
    expect(right.map(({ y, height }) => [y, height])).toEqual([
      [0, 80],
      [85, 20],
    ])
    expect(placed.map(({ width }) => width)).toEqual([80, 20])
    expect(placed[1]?.path).toBe('M0 90 C50 90 50 95 100 95')
  })

  it('leaves one child among thousands a name and a band', () => {
    const { right, placed } = place(
      [
        { left: 'a', right: 'x', n: 9999 },
        { left: 'a', right: 'y', n: 1 },
      ],
      sizes,
    )
    expect(right[1]?.height).toBe(10)
    expect(placed[1]?.width).toBe(1)
  })
})
