/*
 * One phone of an officer is revoked from the desk: at its next contact all that
 * it kept is gone, what was not sent too, and the officer's other phone works.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown, takePhone } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, signInDesk, signInPhone } from './pages.mjs'
import { see } from './see.mjs'

const OFFICER = 'hutou'
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/

/* Runs in the page: the databases that hold anything. */
async function findStores() {
  const found = await indexedDB.databases()
  return found.map(({ name }) => name).filter((name) => /^baoxue-/.test(name))
}

/* A visit that waits on the phone. */
async function keepVisit(seat) {
  const door = await findDoor(seat)
  await openDoor(makeHand(seat.page), door)
  await seat.page.getByRole('radio', { name: '空户' }).waitFor()
  seat.seen.allow(NO_NETWORK)
  await seat.context.setOffline(true)
  await seat.page.getByRole('radio', { name: '空户' }).check()
  await seat.page.getByRole('button', { name: '保存' }).click()
  await seat.page.getByText('已存在手机里').first().waitFor()
  return door
}

async function revoke(desk) {
  const { page } = desk
  await page.getByRole('navigation').getByRole('link', { name: '手机' }).click()
  await page.getByRole('heading', { name: '手机', level: 1 }).waitFor()
  await desk.rest()
  await see(desk, 'phones')
  await page.locator('tbody tr').first().click()
  const asked = page.getByRole('dialog', { name: '撤销此手机' })
  await asked.getByLabel('原因').fill('赶集时丢失')
  await desk.rest()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'console-phone-revoke-1440')
  await asked.getByRole('button', { name: '撤销此手机' }).click()
  await asked.waitFor({ state: 'hidden' })
  await page.getByText('赶集时丢失').waitFor()
}

async function losesAll(lost, desk) {
  await keepVisit(lost)
  assert.equal((await lost.page.evaluate(findStores)).length, 1)
  await revoke(desk)
  const [first] = await desk.list('/phones')
  assert.equal(first.reason, '赶集时丢失')
  lost.seen.allow(/status of 40[13] /)
  await lost.context.setOffline(false)
  await lost.page.getByText('这部手机已被撤销').waitFor()
  assert.deepEqual(await lost.page.evaluate(findStores), [])
  await lost.rest()
  assert.deepEqual(await findFaults(lost.page), [])
  await shoot(lost.page, 'phone-revoked-390')
}

async function worksOn(other) {
  other.seen.allow(/status of 401 /)
  const { page } = other
  await page.getByRole('button', { name: '我的入户记录' }).click()
  await page.getByRole('heading', { name: '登录已过期' }).waitFor()
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('#password').waitFor({ state: 'detached' })
  await other.rest()
  assert.equal((await page.evaluate(findStores)).length, 1)
  assert.equal((await other.ask('/me')).status, 200)
}

export function makeRevoke(browser) {
  return async (test) => {
    const county = await startCounty()
    const lost = await takePhone(browser, county)
    const other = await takePhone(browser, county)
    const desk = await sitDown(browser, county, DESK)
    await signInPhone(lost, OFFICER)
    await signInPhone(other, OFFICER)
    await signInDesk(desk, 'lead')
    await test('a revoked phone loses all at its next contact', () =>
      losesAll(lost, desk))
    await test('the other phone of its officer works on', () => worksOn(other))
    await test('nothing else was said on the way', () => {
      for (const seat of [lost, other, desk]) seat.seen.assertQuiet()
    })
    for (const seat of [lost, other, desk]) await seat.leave()
    await county.stop()
  }
}
