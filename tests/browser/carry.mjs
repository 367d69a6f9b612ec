/*
 * A phone without a network: its visit with a photo, and a notice that was signed for,
 * go into a sealed file that is brought in at the desk, cut off on its way and spoilt
 * at first; when the phone is back, nothing is there twice.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DESK, sitDown, takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, sign, signInDesk, signInPhone, visit } from './pages.mjs'
import { see } from './see.mjs'
import { goHome } from './profile.mjs'
import { openNotices } from './served.mjs'
import { seePhone } from './widths.mjs'

/* Whose notices the demo county makes. */
const OFFICER = 'hulinzhen'
const NOTE = '带出途中所记'
const SIGNER = '带出演示家长'
const PIECES = /\/api\/v1\/carries\/[^/]+\?/
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/

/* What the way of service asks for is on the phone once it was looked at. */
async function takeNotice(seat) {
  const [notice] = await seat.list('/notices?state=issued&limit=1')
  await openNotices(seat, notice)
  await seat.page.locator('.rows .row:enabled').first().click()
  await seat.page.getByRole('button', { name: '保存送达' }).waitFor()
  await seat.rest()
  return notice
}

/* A picture of more than one piece: no two of its points are alike. */
function drawNoise() {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 600, height: 600 })
  const to = canvas.getContext('2d')
  const image = to.createImageData(600, 600)
  for (let at = 0; at < image.data.length; at++)
    image.data[at] = at % 4 === 3 ? 255 : (at * 2654435761) >>> 24
  to.putImageData(image, 0, 0)
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
}

/* A visit with a photo that waits on the phone, with no network from then on. */
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
  const buffer = Buffer.from(await page.evaluate(drawNoise), 'base64')
  await page
    .getByLabel('＋ 拍照片')
    .setInputFiles({ name: '门.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('img', { name: '照片 1' }).waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已存在手机里').first().waitFor()
  return door
}

async function keepService(seat, notice) {
  const { page } = seat
  await openNotices(seat, notice)
  await page.getByRole('searchbox').fill(notice.student_name)
  await page.locator('.rows .row').first().click()
  await page.getByLabel('签收人').fill(SIGNER)
  await sign(page)
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByRole('searchbox').waitFor()
}

/* What was neither sent nor carried away keeps its officer signed in. */
async function cannotLeave(seat) {
  const { page } = seat
  await goHome(seat)
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
  await page.getByText('里面有 2 条入户和送达、2 张照片').waitFor()
  await seePhone(seat, 'carry')
  const file = path.join(dir, download.suggestedFilename())
  await download.saveAs(file)
  assert.match(file, /\.baoxue$/)
  for (const words of [NOTE, SIGNER])
    assert.ok(!readFileSync(file).includes(words), 'it can be read on the way')
  return file
}

async function spoil(desk, file) {
  const { page } = desk
  await visit(desk, '/carries', '导入带出文件')
  const broken = `${file}.broken.baoxue`
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1] ^= 1
  writeFileSync(broken, bytes)
  desk.seen.allow(/status of 404 /) // nothing of it had come yet
  await page.locator('#carried').setInputFiles(broken)
  await page.getByText('不完整或被改动过').waitFor()
}

/* The network goes after the first piece; chosen again, the file goes on. */
async function cutOff(desk, file) {
  const { page } = desk
  const starts = []
  let isCut = true
  await page.route(PIECES, async (route) => {
    const start = Number(new URL(route.request().url()).searchParams.get('start'))
    starts.push(start)
    await (isCut && start > 0 ? route.abort() : route.continue())
  })
  desk.seen.allow(NO_NETWORK)
  await page.locator('#carried').setInputFiles(file)
  await page.getByRole('button', { name: '从断处接着传' }).waitFor()
  await see(desk, 'carry-cut')
  isCut = false
  starts.length = 0
  await page.getByRole('button', { name: '从断处接着传' }).click()
  await page.getByText('还没有导入，先核对').waitFor()
  assert.ok(starts[0] > 0, 'it began anew')
  await page.unroute(PIECES)
}

async function bringIn(desk, file) {
  const { page } = desk
  await spoil(desk, file)
  await cutOff(desk, file)
  await see(desk, 'carry')
  await page.getByRole('button', { name: '导入 4 条' }).click()
  await page.getByText('导入完成：新导入 4 条').waitFor()
  await see(desk, 'carry-done')
}

const visitsAt = async (seat, { household }) =>
  (await seat.ask(`/surveys?household_id=${household.id}&limit=200`)).body.items

/* Each of them once, with its picture. */
async function isThereOnce(desk, door, notice, before) {
  const visits = await visitsAt(desk, door)
  assert.equal(visits.length, before + 1)
  const { note, photos } = (await desk.ask(`/surveys/${visits[0].uuid}`)).body
  assert.equal(note, NOTE)
  assert.ok(photos[0].attachment_id)
  const { services } = (await desk.ask(`/notices/${notice.id}`)).body
  assert.deepEqual(
    services.map(({ recipient }) => recipient),
    [SIGNER],
  )
  assert.ok(services[0].attachment_id)
}

export function makeCarry(browser) {
  return async (test) => {
    const county = await startCounty()
    const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-carry-'))
    const phone = await takePhone(browser, county)
    const desk = await sitDown(browser, county, DESK)
    await signInPhone(phone, OFFICER)
    await signInDesk(desk, OFFICER)
    await test('a phone without a network is carried to the desk, once', async () => {
      const notice = await takeNotice(phone)
      await goHome(phone)
      const door = await keepVisit(phone)
      await keepService(phone, notice)
      const before = (await visitsAt(desk, door)).length
      const file = await carryAway(phone, dir)
      await bringIn(desk, file)
      await isThereOnce(desk, door, notice, before)
      await phone.context.setOffline(false)
      await phone.page.getByText('都已上传').waitFor()
      await isThereOnce(desk, door, notice, before)
    })
    await test('the same file once more changes nothing', async () => {
      const [name] = readdirSync(dir).filter((each) => !each.includes('broken'))
      await desk.page.reload()
      await desk.rest()
      await desk.page.locator('#carried').setInputFiles(path.join(dir, name))
      await desk.page.getByText('导入完成：新导入 4 条').waitFor()
      assert.equal(await desk.page.getByRole('button', { name: /^导入/ }).count(), 0)
    })
    await test('nothing else was said on the way', () => {
      for (const seat of [phone, desk]) seat.seen.assertQuiet()
    })
    for (const seat of [phone, desk]) await seat.leave()
    rmSync(dir, { recursive: true, force: true })
    await county.stop()
  }
}
