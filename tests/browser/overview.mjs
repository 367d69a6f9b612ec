/*
 * The leaders' page: its figures are those of the indicators and of the cases,
 * a number leads to as many names, and it prints onto one sheet of A3.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DESK, sitDown } from './browser.mjs'
import { ROOT } from './county.mjs'
import { signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0)

async function showsWhatIsCounted(seat) {
  const { page } = seat
  await visit(seat, '/overview', '总览')
  const [goal] = (await seat.list('/indicators')).filter(
    ({ indicator }) => indicator === 'enrolment',
  )
  const tallies = await seat.list('/case-tallies')
  const [week] = await seat.list('/case-weeks')
  const missing = goal.denominator - goal.numerator
  assert.ok(missing > 0, 'the demo county has nobody missing')
  const words = await page.locator('.goals').innerText()
  assert.ok(words.includes(`${(goal.value * 100).toFixed(2)}%`), words)
  assert.match(words, new RegExp(`返校的孩子\\s+${missing}\\s*人`))
  assert.match(words, new RegExp(`超期未办\\s+${sum(tallies, (one) => one.overdue)}\\s*件`))
  assert.match(words, new RegExp(`销号\\s+${week.settled}\\s*件`))
  const owed = page.getByRole('list', { name: '单位超期没有办的事' })
  for (const [path, name] of [
    [`/duties?year=${new Date().getFullYear()}&overdue=true`, '职责'],
    ['/resolutions?overdue=true&limit=200', '会议决议'],
    ['/rectifications?overdue=true&limit=200', '限期整改'],
  ]) {
    const line = await owed.getByRole('listitem').filter({ hasText: name }).innerText()
    assert.match(line, new RegExp(`${name}\\s+${(await seat.list(path)).length} 项`))
  }
  const said = await page.getByRole('img', { name: /各乡镇街道/ }).getAttribute('aria-label')
  const named = [...said.matchAll(/ (\d+)人/g)].map(([, number]) => Number(number))
  assert.equal(
    sum(named, (number) => number),
    missing,
  )
  return `${missing} missing`
}

async function leadsToTheNames(seat) {
  const { page } = seat
  await visit(seat, '/overview', '总览')
  const link = page.locator('.goals a').first()
  const number = Number(await link.innerText())
  await link.click()
  await page.waitForFunction(() => document.title === '指标名单 · 保学')
  await seat.rest()
  const rows = await page.getByRole('table', { name: '指标名单' }).locator('tbody tr').count()
  assert.equal(rows, Math.min(number, 50))
  return `${number} names`
}

async function printsOneSheet(seat) {
  await visit(seat, '/overview', '总览')
  const folder = path.join(ROOT, 'build/papers')
  const file = path.join(folder, 'overview.pdf')
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, await seat.page.pdf({ preferCSSPageSize: true, printBackground: true }))
  const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  assert.match(about, /Pages:\s+1\n/)
  assert.match(about, /Page size:.*\(A3\)/)
}

export const makeOverview = (browser, county) => async (test) => {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, 'lead')
  await test('the leaders see what is counted', () => showsWhatIsCounted(seat))
  await test('from a number to as many names', () => leadsToTheNames(seat))
  await test('the leaders’ page at both widths', async () => {
    await visit(seat, '/overview', '总览')
    await see(seat, 'overview')
  })
  await test('it fits one sheet of A3', () => printsOneSheet(seat))
  seat.seen.assertQuiet()
  await seat.leave()
}
