/*
 * Every page of the phone on a small screen, a usual one and a tablet, and with large
 * letters on the small one: nothing is wider than the screen, axe finds nothing, and
 * a picture of each.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { PHONE, shoot, sitDown } from './browser.mjs'
import { startCounty } from './county.mjs'
import { signInPhone, unlockPhone } from './pages.mjs'
import { goHome } from './profile.mjs'

/* Whose notices the demo county makes. */
const TOWNSHIP = 'hulinzhen'
const VILLAGE = '西苑社区居民委员会'
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/
const SCREENS = [
  { name: '360', width: 360, height: 740 },
  { name: '390', width: 390, height: 844 },
  { name: '768', width: 768, height: 1024 },
  { name: 'large-360', width: 360, height: 740, letters: 32 },
]

async function openVillage(seat) {
  const { page } = seat
  await goHome(seat)
  await page.getByRole('button', { name: VILLAGE }).first().click()
  await page.getByText(/户已存在手机里/).waitFor()
}

async function seeAll(seat, look) {
  const { page, context } = seat
  const tap = (name) => page.getByRole('button', { name }).first().click()
  await look('home')
  await openVillage(seat)
  await look('village')
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '已入户' }).check()
  await look('door')
  if ((await page.locator('.suggest').count()) > 0) await page.locator('.suggest').first().click()
  await tap('＋ 添加孩子')
  await tap('保存')
  await page.locator('.wrong').first().waitFor()
  await look('door-missing')
  await page.getByRole('radio', { name: '家中无人' }).check()
  await look('door-nobody')
  await context.setOffline(true)
  await page.getByRole('radio', { name: '空户' }).check()
  await tap('保存')
  await page.getByText('✓ 已存在手机里').waitFor()
  await look('waiting')
  await goHome(seat)
  await tap(/条未上传/)
  await page.getByText('现在上传').waitFor()
  await look('unsent')
  await context.setOffline(false)
  await page.getByText('都已上传，没有等待的。').waitFor()
  await openVillage(seat)
  await tap(/^通知书等文书/)
  await page.locator('.rows .row').first().waitFor()
  await look('papers')
  await page.locator('.rows .row:enabled').first().click()
  await page.getByRole('button', { name: '保存送达' }).waitFor()
  await look('serve')
  await goHome(seat)
  await tap('我的入户记录')
  await page.locator('.rows .row').first().waitFor()
  await look('records')
  await page.locator('.rows .row').first().click()
  await page.getByRole('button', { name: '更正' }).waitFor()
  await look('record')
  await goHome(seat)
  await tap('修改密码')
  await look('password')
  await goHome(seat)
  await tap('锁上手机里的内容')
  await page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  await look('unlock')
  await unlockPhone(seat)
}

async function onScreen(browser, county, { name, width, height, letters }) {
  const seat = await sitDown(browser, county, { width, height }, PHONE)
  const { page } = seat
  seat.seen.allow(NO_NETWORK)
  if (letters) {
    const cdp = await seat.context.newCDPSession(page)
    await cdp.send('Page.setFontSizes', {
      fontSizes: { standard: letters, fixed: Math.round(letters * 0.8) },
    })
  }
  let seen = 0
  const look = async (what) => {
    await seat.rest()
    await shoot(page, `phone-${what}-${name}`)
    assert.deepEqual(await findFaults(page), [], what)
    seen += 1
  }
  try {
    await signInPhone(seat, TOWNSHIP, look)
    await page.evaluate(() => navigator.serviceWorker.ready)
    await seeAll(seat, look)
    seat.seen.assertQuiet()
  } catch (thrown) {
    await shoot(page, `phone-failed-${name}`).catch(() => {})
    throw thrown
  } finally {
    await seat.leave()
  }
  return `${seen} pages`
}

export const makeScreens = (browser) => async (test) => {
  const county = await startCounty({ kind: 'big' })
  for (const screen of SCREENS)
    await test(`phone: every page on a screen of ${screen.name}`, () =>
      onScreen(browser, county, screen))
  await county.stop()
}
