/* What is wrong with a page as it stands: axe, width, and a spoilt example. */
import { readFileSync } from 'node:fs'
import { need } from './browser.mjs'

const source = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8')
const GRAVE = ['serious', 'critical']

/* Rows after these are like them. */
const ALIKE = ['tbody tr:nth-child(n+5)', 'ul > li:nth-child(n+13)']

/* Runs in the page, or in the dialog that stands before it. */
async function findViolations({ grave, alike }) {
  const dialog = [...document.querySelectorAll('[aria-modal="true"]')].find(
    (each) => each.getClientRects().length > 0,
  )
  const { violations } = await window.axe.run(
    { include: [dialog ?? document], exclude: alike.map((each) => [each]) },
    { resultTypes: ['violations'], preload: false },
  )
  return violations
    .filter(({ impact }) => grave.includes(impact))
    .map(({ id, nodes }) => {
      const [first] = nodes
      const why = first.any[0]?.message ?? ''
      return `axe ${id} at ${nodes.length}: ${first.html.slice(0, 160)} ${why}`
    })
}

/* Runs in the page: how far it is wider than the window, and what is. */
function findOverflow() {
  const wide = document.documentElement.clientWidth
  const over = document.documentElement.scrollWidth - wide
  if (over <= 0) return []
  const far = [...document.querySelectorAll('body *')].filter(
    (each) => each.getBoundingClientRect().right > wide + 1,
  )
  const { tagName, className } = far[0] ?? document.body
  return [`${over} px wider than the window: ${tagName}.${className}`]
}

/* Runs in the page: the kinds of elements that it is made of. */
function findKinds() {
  const kinds = new Set()
  for (const { tagName, className, attributes } of document.querySelectorAll('*')) {
    const names = [...attributes].map(({ name }) => name)
    kinds.add(`${tagName} ${className} ${names}`)
  }
  return [innerWidth, ...kinds].sort().join('\n')
}

const judged = new Set()

/* A page made of the same kinds as one that axe has judged is as good. */
export async function findFaults(page) {
  const kinds = await page.evaluate(findKinds)
  const overflow = await page.evaluate(findOverflow)
  if (judged.has(kinds)) return overflow
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const found = await page.evaluate(findViolations, {
    grave: GRAVE,
    alike: ALIKE,
  })
  if (found.length === 0) judged.add(kinds)
  return [...overflow, ...found]
}

/* An inline style, a field without a name, something too wide. */
export const spoil = (page) =>
  page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<input style="color: red" /><pre>' + 'wide '.repeat(400) + '</pre>',
    )
  })
