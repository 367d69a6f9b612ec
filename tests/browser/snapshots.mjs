/*
 * A ledger handed in by a township, accepted by the bureau, and what changed
 * since: each by the buttons that the account has.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const LEDGER = '/ledgers/suspected'

async function handsIn(seat, met) {
  const { page } = seat
  await visit(seat, LEDGER, '台账')
  met.rows = Number(/共 ([\d,]+) 人/.exec(await page.locator('.page-head').innerText())[1])
  await press(seat, '封存本单位台账…')
  await confirm(seat, '封存')
  await page.waitForFunction(() => document.title === '封存的台账 · 保学')
  await page.getByText('签名有效，内容未被改动。').waitFor()
  await page.getByText('和现在的台账一致，没有差异。').waitFor()
  assert.equal(await page.locator('.sheet tbody tr').count(), met.rows)
  assert.equal(await page.getByRole('button', { name: '签收' }).count(), 0)
  met.address = await page.evaluate(() => location.hash.slice(1))
  assert.deepEqual(await findFaults(page), [])
  return `${met.rows} lines`
}

async function accepts(seat, met) {
  const { page } = seat
  await visit(seat, LEDGER, '台账')
  await page.getByRole('table', { name: '封存的台账' }).getByRole('link').first().click()
  await page.waitForFunction(() => document.title === '封存的台账 · 保学')
  assert.equal(await page.evaluate(() => location.hash.slice(1)), met.address)
  await press(seat, '签收')
  await confirm(seat, '签收')
  await page.getByText('，已签收').waitFor()
  assert.equal(await page.getByRole('button', { name: '退回…' }).count(), 0)
  await see(seat, 'snapshot')
}

export const makeSnapshots = (browser, county) => async (test) => {
  const met = {}
  const township = await sitDown(browser, county, DESK)
  await signInDesk(township, 'hutou')
  await test('a township hands in its ledger', () => handsIn(township, met))
  township.seen.assertQuiet()
  await township.leave()
  const bureau = await sitDown(browser, county, DESK)
  await signInDesk(bureau, 'lead')
  await test('the bureau accepts it', () => accepts(bureau, met))
  bureau.seen.assertQuiet()
  await bureau.leave()
}
