/*
 * Papers served at the door with no network: signed on the glass, by a photo of
 * the receipt, refused before a witness; the page closed in between; and then
 * each of them on the server once, with its picture.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { shoot, takePhone } from './browser.mjs'
import { signInPhone, unlockPhone } from './pages.mjs'

const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/
/* Whose notices the demo county makes. */
const TOWNSHIP = 'hulinzhen'

async function goHome(seat) {
  const { page } = seat
  while (!(await page.getByRole('heading', { name: '我的村' }).isVisible())) {
    await page.locator('.bar-back').click()
    await page.waitForFunction(() => document.readyState === 'complete')
  }
}

async function openNotices(seat, { division_name }) {
  const { page } = seat
  await goHome(seat)
  await page.getByRole('button', { name: division_name }).first().click()
  await page.getByRole('button', { name: /^通知书等文书：/ }).click()
  await page.getByPlaceholder('孩子姓名或文号').waitFor()
}

async function sign(page) {
  const box = await page.getByRole('img', { name: /签名框/ }).boundingBox()
  await page.mouse.move(box.x + 20, box.y + 40)
  await page.mouse.down()
  for (const [x, y] of [[60, 90], [110, 30], [160, 120]])
    await page.mouse.move(box.x + x, box.y + y, { steps: 4 })
  await page.mouse.up()
}

const JPEG = { name: '回执.jpg', mimeType: 'image/jpeg' }

const WAYS = [
  async (page) => {
    await page.getByLabel('签收人').fill('演示家长')
    await sign(page)
  },
  async (page) => {
    await page.getByRole('radio', { name: '同住成年家属签收' }).check()
    await page.getByLabel('签收人').fill('演示祖母')
    await page.getByLabel('与学生关系').selectOption({ label: '祖母' })
    const at = page.getByLabel(/回执/)
    await at.setInputFiles({ ...JPEG, buffer: Buffer.from('no picture') })
    await page.getByRole('button', { name: '保存送达' }).click()
    await page.getByText('这张照片打不开').waitFor()
    await at.setInputFiles({ ...JPEG, buffer: await page.screenshot({ type: 'jpeg' }) })
  },
  async (page) => {
    await page.getByRole('radio', { name: '留置送达' }).check()
    await page.getByLabel('送达地点').fill('家门口')
    await page.getByLabel('见证人').fill('村干部演示')
  },
]

async function serve(seat, notice, way, isFirst) {
  const { page } = seat
  await openNotices(seat, notice)
  const { student_name, number } = notice
  await page.getByRole('searchbox').fill(isFirst ? `${number}` : student_name)
  await page.locator('.rows .row').first().click()
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByText(/^还没填：/).waitFor() // something is missing yet
  await page.evaluate(() => scrollTo(0, 0)) // the bar lies over what is above
  await way(page)
  if (isFirst) {
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, 'phone-serve-390')
  }
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByRole('searchbox').waitFor()
}

/* What the way of service asks for is on the phone once it was looked at. */
async function takeAlong(seat, notices) {
  const { page } = seat
  for (const notice of notices) {
    await openNotices(seat, notice)
    await seat.rest()
  }
  await shoot(page, 'phone-notices-390')
  assert.deepEqual(await findFaults(page), [])
  await page.locator('.rows .row:enabled').first().click()
  await page.getByRole('button', { name: '保存送达' }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
}

export const makeServed = (browser, county) => async (test) => {
  const seat = await takePhone(browser, county)
  const { page, context } = seat
  await signInPhone(seat, TOWNSHIP)
  await test('phone: papers are served with no network, three ways', async () => {
    const notices = (await seat.list('/notices?state=issued&limit=200')).slice(0, 3)
    assert.equal(notices.length, 3)
    seat.seen.allow(NO_NETWORK)
    await takeAlong(seat, notices)
    await context.setOffline(true)
    for (const [place, way] of WAYS.entries())
      await serve(seat, notices[place], way, place === 0)
    await page.reload()
    await unlockPhone(seat)
    await goHome(seat)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('所以没有退出').waitFor()
    await page.getByRole('button', { name: /3 条未上传/ }).click()
    await page.getByText('没上传的送达 · 3 份').waitFor()
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, 'phone-serve-unsent-390')
    await context.setOffline(false)
    /* No button is needed: what waits goes as soon as there is a network. */
    await page.getByText('都已上传，没有等待的。').waitFor()
    const after = []
    for (const { id } of notices) after.push((await seat.ask(`/notices/${id}`)).body)
    assert.deepEqual(
      after.map(({ state, services }) => [state, services.length]),
      [['served', 1], ['served', 1], ['refused', 1]],
    )
    const pictures = after.map(({ services: [one] }) => one.attachment_id)
    assert.ok(pictures[0] && pictures[1] && !pictures[2])
    return `${after.length} notices, 2 pictures`
  })
  await seat.leave()
}
