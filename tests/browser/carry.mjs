/*
 * A phone without a network: its visits go into a sealed file, that is brought
 * in at the desk; when the phone is back, nothing is there twice.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown, takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, signInDesk, signInPhone, visit } from './pages.mjs'
import { see } from './see.mjs'

const OFFICER = 'hutou'
const NOTE = '带出途中所记'
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/

/* A visit that waits on the phone, with no network from then on. */
async function keepVisit(seat) {
  const { page } = seat
  const door = await findDoor(seat)
  await openDoor(makeHand(page), door)
  await page.getByRole('radio', { name: '空户' }).waitFor()
  await seat.rest()
  seat.seen.allow(NO_NETWORK)
  await seat.context.setOffline(true)
  await page.getByRole('radio', { name: '空户' }).check()
  const more = page.getByRole('button', { name: '＋ 备注' })
  if (await more.isVisible()) await more.click()
  await page.getByLabel('备注').fill(NOTE)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已存在手机里').first().waitFor()
  return door
}

/* What was neither sent nor carried away keeps its officer signed in. */
async function cannotLeave(seat) {
  const { page } = seat
  const home = page.getByRole('heading', { name: '我的村' })
  while (!(await home.isVisible())) {
    await page.locator('.bar-back').click()
    await seat.rest()
  }
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByText('所以没有退出').waitFor()
  await page.getByRole('button', { name: '未上传', exact: true }).click()
}

async function carryAway(seat, dir) {
  const { page } = seat
  await cannotLeave(seat)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '带出文件' }).click(),
  ])
  await page.getByText('已带出：').waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-carry-390')
  const file = path.join(dir, download.suggestedFilename())
  await download.saveAs(file)
  assert.match(file, /\.baoxue$/)
  assert.ok(!readFileSync(file).includes(NOTE), 'it can be read on the way')
  return file
}

async function bringIn(desk, file) {
  const { page } = desk
  await visit(desk, '/carries', '导入带出文件')
  const broken = `${file}.broken.baoxue`
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1] ^= 1
  writeFileSync(broken, bytes)
  desk.seen.allow(/status of 404 /) // nothing of it had come yet
  await page.locator('#carried').setInputFiles(broken)
  await page.getByText('不完整或被改动过').waitFor()
  await page.locator('#carried').setInputFiles(file)
  await page.getByText('还没有导入').waitFor()
  await see(desk, 'carry')
  await page.getByRole('button', { name: '导入 1 条' }).click()
  await page.getByText('导入完成：新导入 1 条').waitFor()
}

const visitsAt = async (seat, { household }) =>
  (await seat.ask(`/surveys?household_id=${household.id}&limit=200`)).body.items

export function makeCarry(browser) {
  return async (test) => {
    const county = await startCounty()
    const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-carry-'))
    const phone = await takePhone(browser, county)
    const desk = await sitDown(browser, county, DESK)
    await signInPhone(phone, OFFICER)
    await signInDesk(desk, OFFICER)
    await test('a phone without a network is carried to the desk, once', async () => {
      const door = await keepVisit(phone)
      const before = await visitsAt(desk, door)
      const file = await carryAway(phone, dir)
      await bringIn(desk, file)
      assert.equal((await visitsAt(desk, door)).length, before.length + 1)
      await phone.context.setOffline(false)
      await phone.page.getByText('都已上传').waitFor()
      const after = await visitsAt(desk, door)
      assert.equal(after.length, before.length + 1, 'it is there twice')
      assert.equal((await desk.ask(`/surveys/${after[0].uuid}`)).body.note, NOTE)
    })
    await test('nothing else was said on the way', () => {
      for (const seat of [phone, desk]) seat.seen.assertQuiet()
    })
    for (const seat of [phone, desk]) await seat.leave()
    rmSync(dir, { recursive: true, force: true })
    await county.stop()
  }
}
