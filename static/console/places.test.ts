import { describe, expect, it } from 'vitest'
import { lineage, type Division, type Tree } from './places'

const division = (code: string, parent: string, level: Division['level']) => ({
  code,
  parent,
  level,
  name: code,
  source: 'local',
  version: 1,
})
const rows = [
  division('C', '', 'county'),
  division('T', 'C', 'township'),
  division('V', 'T', 'village'),
  division('G', 'V', 'grid'),
]
const tree: Tree = {
  by: new Map(rows.map((row) => [row.code, row])),
  below: new Map(),
}

describe('the way down to a place', () => {
  it('begins below the county', () => {
    expect(lineage(tree, 'C', 'G')).toEqual(['T', 'V', 'G'])
  })
  it('begins below the officer’s own place', () => {
    expect(lineage(tree, 'V', 'G')).toEqual(['G'])
  })
  it('is empty at the root itself', () => {
    expect(lineage(tree, 'V', 'V')).toEqual([])
  })
})
