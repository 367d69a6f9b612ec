/*
 * A hundred lines of a ledger that was handed in, checked without a mouse:
 * most passed, every tenth returned with its reason, a step undone, the rest
 * passed at once; and the township reads why.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const LINES = 100
const REASON = '缺劝返记录'
const returnedAt = (line) => line % 10 === 0

/* Pupils of the county flagged by its bureau until its ledger is long enough. */
async function flagPupils(county) {
  const call = async (method, route, body, session = {}) => {
    const answer = await fetch(`${county.origin}/api/v1${route}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...session },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, cookie: answer.headers.get('set-cookie'), body: await answer.json() }
  }
  const { cookie, body } = await call('POST', '/sessions', { username: 'bureau', password: PASSWORD })
  const session = { Cookie: cookie.split(';')[0], 'X-CSRF-Token': body.csrf_token }
  const { body: pupils } = await call('GET', '/students?limit=200', null, session)
  for (const { id } of pupils.items.slice(0, LINES + 40))
    await call(
      'POST',
      '/cases',
      { student_id: id, reason: 'R02', absent_since: '2026-03-02', tried: '电话联系' },
      session,
    )
}

async function handsIn(seat) {
  await visit(seat, '/ledgers/suspected', '台账')
  await press(seat, '封存本单位台账…')
  await confirm(seat, '封存')
  await seat.page.waitForFunction(() => document.title === '封存的台账 · 保学')
  return seat.page.evaluate(() => location.hash.slice(1))
}

const said = (page) => page.getByRole('status').filter({ hasText: '行中，通过' }).innerText()

/* One key, and what it sent was answered. */
async function key(seat, name) {
  await seat.page.keyboard.press(name)
  await seat.rest()
}

async function checksLines(seat) {
  const { page } = seat
  const begun = Date.now()
  await key(seat, 'j')
  for (let line = 1; line <= LINES; line += 1) {
    if (returnedAt(line)) {
      await key(seat, 'r')
      await page.getByRole('dialog').locator('textarea:focus').waitFor()
      await page.keyboard.type(REASON)
      await key(seat, 'Control+Enter')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    } else await key(seat, 'a')
    /* The next line is at hand. */
    await page.waitForFunction(
      (place) => document.querySelectorAll('.sheet tbody tr')[place]?.className === 'at',
      line,
    )
  }
  const seconds = (Date.now() - begun) / 1000
  assert.match(await said(page), /通过 90 行，退回 10 行/)
  await shoot(page, 'console-snapshot-checks-1440')
  return seconds
}

async function undoesAndPassesTheRest(seat, total) {
  const { page } = seat
  await key(seat, 'u')
  assert.match(await said(page), /通过 90 行，退回 9 行/)
  await key(seat, 'u')
  assert.match(await said(page), /通过 89 行，退回 9 行/)
  await key(seat, 'A')
  assert.match(await said(page), new RegExp(`通过 ${total - 9} 行，退回 9 行，没审核 0 行`))
  await press(seat, '签收')
  await page.getByRole('dialog').getByRole('button', { name: '签收', exact: true }).click()
  await page.getByText('有 9 行审核为退回，没有签收').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
  assert.deepEqual(await findFaults(page), [])
}

export const makeChecks = (browser) => async (test) => {
  const county = await startCounty()
  await flagPupils(county)
  const office = await sitDown(browser, county, DESK)
  const lead = await sitDown(browser, county, DESK)
  await signInDesk(office, 'bureau')
  await signInDesk(lead, 'lead')
  await test('a hundred lines are checked by keyboard', async () => {
    const where = await handsIn(office)
    const { body: whole } = await office.ask(where)
    assert.ok(whole.rows > LINES, `${whole.rows} lines`)
    await visit(lead, where, '封存的台账')
    const seconds = await checksLines(lead)
    const stored = await lead.list(`${where}/checks`)
    assert.deepEqual(
      stored.map(({ number, outcome }) => [number, outcome]),
      Array.from({ length: LINES }, (_, i) => [i + 1, returnedAt(i + 1) ? 'returned' : 'passed']),
    )
    lead.seen.allow(/409/)
    await undoesAndPassesTheRest(lead, whole.rows)
    await visit(office, '/ledgers', '台账')
    await visit(office, where, '封存的台账')
    await office.page.getByText(`退回：${REASON}`).first().waitFor()
    assert.equal(await office.page.getByRole('button', { name: /^通过/ }).count(), 0)
    await see(office, 'snapshot-checked')
    return `${LINES} of ${whole.rows} lines in ${seconds.toFixed(1)} s`
  })
  await office.leave()
  await lead.leave()
  await county.stop()
}
