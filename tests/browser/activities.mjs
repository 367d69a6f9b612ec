/*
 * 工作记录 and 隐患: the police log a campaign from the server's form with a photo,
 * correct it and take it back; a head writes a hazard down and mends it; the
 * bureau looks.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const TITLE = '秋季校门口集中整治'
const WRONG = '三楼走廊护栏松动'
const PHOTO = {
  name: 'photo.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCBOix7HgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

const here = (page) => page.evaluate(() => location.hash.slice(1))
const arrived = (page, title) =>
  page.waitForFunction((expected) => document.title === `${expected} · 保学`, title)

async function attach(page) {
  await page.locator('input[type=file]').setInputFiles(PHOTO)
  await page.getByText('photo.png').waitFor()
}

async function logs(seat, met) {
  const { page } = seat
  await visit(seat, '/activities', '工作记录')
  await press(seat, '登记工作记录')
  await arrived(page, '登记工作记录')
  const kind = page.getByLabel('类别', { exact: true })
  await kind.selectOption({ label: '普法' })
  await page.getByText('用工单位法人').waitFor()
  await kind.selectOption({ label: '校园周边整治' })
  await page.getByLabel('标题').fill(TITLE)
  await page.locator('form').getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('请填写“地点”。').waitFor()
  await page.getByLabel('地点').fill('第一中学门口')
  await page.getByLabel('发现的情况').fill('两处无照摊点')
  await attach(page)
  await see(seat, 'activity-new')
  await page.locator('form').getByRole('button', { name: '登记', exact: true }).click()
  await arrived(page, '工作记录详情')
  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor()
  assert.equal(await page.getByAltText('工作照片或材料').count(), 1)
  met.activity = await here(page)
}

async function corrects(seat) {
  const { page } = seat
  await press(seat, '更正…')
  await page.getByLabel('发现的情况').fill('三处无照摊点')
  assert.deepEqual(await findFaults(page), [])
  await page.getByRole('button', { name: '保存更正' }).click()
  await page.getByText('三处无照摊点').first().waitFor()
  await page.locator('summary').click()
  await page.getByText('两处无照摊点').waitFor()
  await see(seat, 'activity')
}

async function countsThem(seat) {
  const { page } = seat
  await visit(seat, '/activities', '工作记录')
  await page.getByRole('img', { name: /各类工作次数/ }).waitFor()
  await page.getByRole('rowheader', { name: '市公安局' }).waitFor()
  await see(seat, 'activities')
  await page.getByRole('rowheader', { name: '市公安局' }).getByRole('link').click()
  await page.waitForFunction(() => location.hash.includes('unit=gongan'))
  await page.getByLabel('类别', { exact: true }).selectOption({ label: '校园周边整治' })
  await page.getByRole('link', { name: TITLE }).waitFor()
}

async function withdraws(seat, met) {
  const { page } = seat
  await visit(seat, met.activity, '工作记录详情')
  await press(seat, '撤回…')
  await page.getByRole('dialog').getByLabel('撤回的原因').fill('登记重复')
  await confirm(seat, '撤回')
  await page.getByText('已撤回，不再计数。原因：登记重复').waitFor()
  assert.equal(await page.getByRole('button', { name: '更正…' }).count(), 0)
}

async function writesDown(seat, met) {
  const { page } = seat
  await visit(seat, '/hazards', '隐患与办学条件')
  await see(seat, 'hazards')
  await press(seat, '登记隐患')
  const dialog = page.getByRole('dialog')
  await attach(page)
  await dialog.getByLabel('类别', { exact: true }).selectOption({ label: '校舍、围墙和附属建筑' })
  await dialog.getByText('重大隐患', { exact: true }).click()
  await dialog.getByLabel('情况').fill(WRONG)
  await dialog.getByLabel('整改期限').fill('2099-01-31')
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '登记')
  await arrived(page, '隐患详情')
  met.hazard = await here(page)
  assert.equal(await page.getByRole('button', { name: '复查通过' }).count(), 0)
  await press(seat, '报告整改')
  await page.getByLabel('整改情况').fill('护栏已焊牢')
  await attach(page)
  await page.locator('form').getByRole('button', { name: '报告整改' }).click()
  await page.locator('.page-head').getByText('已报告，待复查').waitFor()
}

async function looks(seat, met) {
  const { page } = seat
  await visit(seat, met.hazard, '隐患详情')
  await press(seat, '复查通过')
  await page.getByLabel('复查情况').fill('现场摇过，牢固')
  await page.locator('form').getByRole('button', { name: '复查通过' }).click()
  await page.locator('.page-head').getByText('复查通过，已消除').waitFor()
  await see(seat, 'hazard')
}

/* What does a duty stands on the duty's page. */
async function isOnTheDuty(seat) {
  const { page } = seat
  const year = new Date().getFullYear()
  const duties = await seat.list(`/duties?year=${year}`)
  const duty = duties.find((one) => one.kind === 'surroundings')
  await visit(seat, `/duties/${duty.id}`, '职责详情')
  await page.getByRole('heading', { name: '工作记录：校园周边整治' }).waitFor()
  await see(seat, 'duty-activities')
}

export const makeActivities = (browser, county) => async (test) => {
  const met = {}
  const police = await sitDown(browser, county, DESK)
  await signInDesk(police, 'gongan')
  await test('a department logs a campaign', () => logs(police, met))
  await test('it is corrected, and what stood is kept', () => corrects(police))
  await test('its duty shows it', () => isOnTheDuty(police))
  const bureau = await sitDown(browser, county, DESK)
  await signInDesk(bureau, 'bureau')
  await test('the bureau counts by kind and unit', () => countsThem(bureau))
  await test('it is taken back', () => withdraws(police, met))
  const head = await sitDown(browser, county, DESK)
  await signInDesk(head, 'zhongxue')
  await test('a head writes a hazard down and mends it', () => writesDown(head, met))
  await test('the bureau looks at it', () => looks(bureau, met))
  for (const seat of [police, bureau, head]) {
    seat.seen.assertQuiet()
    await seat.leave()
  }
}
