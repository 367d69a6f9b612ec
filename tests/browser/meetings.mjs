/*
 * 会议: one is looked at with what it resolved; a unit reports what it has to do,
 * with its proof, and whoever called the meeting confirms it.
 */
import { findFaults } from './axe.mjs'
import assert from 'node:assert/strict'
import { DESK, sitDown } from './browser.mjs'
import { press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const PHOTO = {
  name: 'photo.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCBOix7HgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

async function looks(seat, met) {
  const { page } = seat
  await visit(seat, '/meetings', '会议')
  await see(seat, 'meetings')
  const [held] = await seat.list('/meetings?state=held')
  await visit(seat, `/meetings/${held.id}`, '会议详情')
  await page.getByText('逐户核对没有到校的学生').first().waitFor()
  await see(seat, 'meeting')
  await press(seat, '打印会议纪要')
  await page.getByText('决议事项：').waitFor()
  await see(seat, 'print-meeting')
  await visit(seat, '/resolutions', '会议决议')
  await see(seat, 'resolutions')
  const [mine] = (await seat.list('/resolutions?limit=50')).filter(({ unit }) => unit === 'renshe')
  met.task = `/resolutions/${mine.id}`
  return `${held.resolutions} resolutions`
}

async function reports(seat, met) {
  const { page } = seat
  await visit(seat, met.task, '决议详情')
  assert.equal(await page.getByRole('button', { name: '确认办结' }).count(), 0)
  await press(seat, '报告办结')
  await page.getByLabel('办理情况').fill('检查十二家用工单位，没有发现童工')
  await page.locator('input[type=file]').setInputFiles(PHOTO)
  await page.getByText('photo.png').waitFor()
  await page.locator('form').getByRole('button', { name: '报告办结' }).click()
  await page.locator('.page-head').getByText('已报告，待确认').waitFor()
  assert.deepEqual(await findFaults(page), [])
}

async function confirms(seat, met) {
  const { page } = seat
  await visit(seat, met.task, '决议详情')
  await press(seat, '确认办结')
  await page.getByLabel('确认意见').fill('情况属实')
  await page.locator('form').getByRole('button', { name: '确认办结' }).click()
  await page.locator('.page-head').getByText('已办结').waitFor()
  await see(seat, 'resolution')
}

export const makeMeetings = (browser, county) => async (test) => {
  const met = {}
  const as = async (name, what, act) => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, name)
    await test(what, () => act(seat, met))
    seat.seen.assertQuiet()
    await seat.leave()
  }
  await as('leader', 'a meeting with what it resolved', looks)
  await as('renshe', 'a unit reports what it has done of it', reports)
  await as('lead', 'it is confirmed', confirms)
}
