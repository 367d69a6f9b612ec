/*
 * A phone whose store the browser cleared: it says so, is set up again, has back what
 * the server has, and tells what was waiting and what nobody can know.
 */
import assert from 'node:assert/strict'
import { takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, PHRASE, signInPhone } from './pages.mjs'
import { goHome } from './profile.mjs'
import { seePhone } from './widths.mjs'

const OFFICER = 'hulinzhen'
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/

async function keepVisit(seat, isFit = () => true) {
  const { page } = seat
  const door = await findDoor(seat, isFit)
  await goHome(seat)
  await openDoor(makeHand(page), door)
  await page.getByRole('radio', { name: '空户' }).check()
  await page.getByRole('button', { name: '保存' }).click()
  return door
}

/* As the browser does it when the disk is full: all but the cookies. */
async function clear(seat) {
  const cdp = await seat.context.newCDPSession(seat.page)
  await cdp.send('Storage.clearDataForOrigin', {
    origin: new URL(seat.page.url()).origin,
    storageTypes: 'indexeddb,local_storage,cache_storage,service_workers,websql,file_systems',
  })
}

export const makeEmptied = (browser) => async (test) => {
  const county = await startCounty()
  const seat = await takePhone(browser, county)
  const { page, context } = seat
  await signInPhone(seat, OFFICER)
  await test('phone: the browser that may clear what is kept is said to', async () => {
    await page.getByText('浏览器没有答应长期保留').waitFor()
    await seePhone(seat, 'may-be-lost')
  })
  await test('phone: one that was emptied says what is safe and what is not', async () => {
    const door = await keepVisit(seat)
    await page.getByText('✓ 已保存').first().waitFor()
    await seat.rest()
    seat.seen.allow(NO_NETWORK)
    await clear(seat)
    await page.reload()
    await page.getByText('手机里存的内容不见了').waitFor()
    await seePhone(seat, 'emptied')
    await page.locator('#phrase').fill(PHRASE)
    await page.locator('#repeat').fill(PHRASE)
    await page.getByRole('button', { name: '开始使用' }).click()
    await page.getByText('手机里存的内容被清掉过').waitFor()
    await page.getByText('入户 1 次、送达 0 份都在服务器里').waitFor()
    await page.getByText('没法知道的').waitFor()
    await seePhone(seat, 'recalled')
    await page.getByRole('button', { name: '知道了' }).click()
    await page.getByText('手机里存的内容被清掉过').waitFor({ state: 'detached' })
    await goHome(seat)
    await page.getByRole('button', { name: '我的入户记录' }).click()
    await page.getByText(door.head).first().waitFor()
    await page.getByText('已收到').first().waitFor()
    await seePhone(seat, 'records-again')
  })
  await test('phone: one that was left by hand is not called lost', async () => {
    await goHome(seat)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.locator('#password').waitFor()
    assert.equal(await page.getByText('手机里存的内容不见了').count(), 0)
    const marks = (await context.cookies()).filter(({ name }) => name.startsWith('baoxue-phone'))
    assert.deepEqual(marks, [])
  })
  await seat.leave()
  await county.stop()
}
