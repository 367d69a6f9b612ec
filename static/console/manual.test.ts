import { describe, expect, it } from 'vitest'
import chapters from './manual/chapters.json'
import { pieces, picture, type Chapter } from './manual'
import { entries } from './menu'

describe('the manual', () => {
  it('has one chapter of a name, each about a page that there is', () => {
    expect(new Set(chapters.map(({ name }) => name)).size).toBe(chapters.length)
    const pages = entries.map(({ name }) => name)
    const lost = (chapters as Chapter[]).filter(
      ({ page, client }) => client !== 'phone' && !pages.includes(page ?? ''),
    )
    expect(lost).toEqual([])
  })
  it('shows a picture of each page', () => {
    expect((chapters as Chapter[]).filter((one) => !picture(one))).toEqual([])
  })
  it('sets apart what stands on the page', () => {
    expect(pieces('点【报告】，就好')).toEqual([
      { text: '点', onPage: false },
      { text: '报告', onPage: true },
      { text: '，就好', onPage: false },
    ])
  })
})
