/*
 * A duty handed in by its unit, given back and received by the bureau, each by
 * the buttons that the account has.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const TEXT = '已在集市和学校门口宣传两次'

async function handsIn(seat, met) {
  const { page } = seat
  await visit(seat, '/duties', '职责清单')
  assert.equal(await page.getByRole('heading', { name: '各单位的职责' }).count(), 0)
  await page.getByRole('link', { name: '网格化管控和法律法规宣传' }).click()
  await page.waitForFunction(() => document.title === '职责详情 · 保学')
  met.address = await page.evaluate(() => location.hash.slice(1))
  await press(seat, '报送…')
  await page.getByRole('textbox', { name: '完成情况' }).fill(TEXT)
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '报送')
  await page.getByText('已报送，待签收').waitFor()
  assert.equal(await page.getByRole('button', { name: '签收' }).count(), 0)
}

async function givesBack(seat, met) {
  const { page } = seat
  await visit(seat, met.address, '职责详情')
  await page.getByText(TEXT).waitFor()
  await press(seat, '退回…')
  await page.getByRole('textbox', { name: '退回理由' }).fill('请写明人数')
  await confirm(seat, '退回')
  await page.getByText('退回：请写明人数').waitFor()
}

async function handsInAgain(seat, met) {
  await visit(seat, '/duties', '职责清单')
  await visit(seat, met.address, '职责详情')
  await press(seat, '报送…')
  await seat.page.getByRole('textbox', { name: '完成情况' }).fill(`${TEXT}，共 300 人`)
  await confirm(seat, '报送')
  await seat.page.getByText('已报送，待签收').waitFor()
}

async function receives(seat, met) {
  const { page } = seat
  await visit(seat, '/duties', '职责清单')
  await page.getByRole('region', { name: '各单位的职责' }).focus()
  await see(seat, 'duties')
  await visit(seat, met.address, '职责详情')
  await press(seat, '签收')
  await confirm(seat, '签收')
  await page.locator('.page-head').getByText('已签收').waitFor()
  assert.equal(await page.getByRole('button', { name: '退回…' }).count(), 0)
  await see(seat, 'duty')
}

export const makeDuties = (browser, county) => async (test) => {
  const met = {}
  const township = await sitDown(browser, county, DESK)
  await signInDesk(township, 'hutou')
  await test('a township hands in a duty', () => handsIn(township, met))
  const bureau = await sitDown(browser, county, DESK)
  await signInDesk(bureau, 'lead')
  await test('the bureau gives it back with a reason', () => givesBack(bureau, met))
  await test('it is handed in again', () => handsInAgain(township, met))
  await test('and received', () => receives(bureau, met))
  for (const seat of [township, bureau]) {
    seat.seen.assertQuiet()
    await seat.leave()
  }
}
