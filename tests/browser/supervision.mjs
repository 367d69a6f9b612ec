/*
 * 督查: a visit planned, its sheet filled in on a tablet, a finding put right by
 * its township and looked at again, each by the buttons that the account has.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const FOUND = '抽查五户，两户没有回证'
const PHOTO = {
  name: 'photo.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCBOix7HgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

const here = (page) => page.evaluate(() => location.hash.slice(1))

async function plans(seat, met) {
  const { page } = seat
  await visit(seat, '/inspections', '督查')
  await see(seat, 'inspections')
  await press(seat, '计划督查')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('督查哪个单位').selectOption({ label: '虎头镇' })
  await dialog.getByLabel('督查内容').fill('通知书送达')
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '计划')
  await page.waitForFunction(() => document.title === '督查详情 · 保学')
  met.visit = await here(page)
}

async function checks(seat, met) {
  const { page } = seat
  await press(seat, '开始检查')
  await page.locator('form').getByRole('button', { name: '开始检查' }).click()
  await page.getByRole('button', { name: '保存检查表' }).waitFor()
  const items = page.locator('fieldset:has(.answers)')
  const n = await items.count()
  assert.equal(n, 9)
  for (let i = 0; i < n; i++) {
    await items.nth(i).getByRole('radio', { name: i === 3 ? '否' : '是', exact: true }).click()
  }
  await items.nth(3).getByRole('textbox').fill('见督导发现')
  await see(seat, 'check-sheet')
  await page.getByRole('button', { name: '保存检查表' }).click()
  await page.getByText('已填完').waitFor()
  await press(seat, '记录督导发现')
  await page.getByLabel('发现了什么').fill(FOUND)
  await page.locator('input[type=file]').setInputFiles(PHOTO)
  await page.getByText('photo.png').waitFor()
  await page.locator('form').getByRole('button', { name: '记录督导发现' }).click()
  await page.locator('.told', { hasText: FOUND }).waitFor()
  await press(seat, '结束检查')
  await page.getByLabel('存在不足').fill('回证不全')
  await page.locator('form').getByRole('button', { name: '结束检查' }).click()
  await page.locator('.page-head').getByText('已结束').waitFor()
  await press(seat, '下达限期整改…')
  await page.getByRole('dialog').getByLabel('整改要求').fill('补齐两户的回证')
  await page.getByRole('dialog').getByLabel('整改期限').fill('2099-01-31')
  await confirm(seat, '下达')
  await page.getByRole('link', { name: '补齐两户的回证' }).click()
  await page.waitForFunction(() => document.title === '整改详情 · 保学')
  met.order = await here(page)
  await visit(seat, met.visit, '督查详情')
  await see(seat, 'inspection')
}

async function putsRight(seat, met) {
  const { page } = seat
  await visit(seat, '/rectifications', '限期整改')
  await see(seat, 'rectifications')
  await visit(seat, met.order, '整改详情')
  assert.equal(await page.getByRole('button', { name: '复查通过' }).count(), 0)
  await press(seat, '报告整改')
  await page.getByLabel('整改情况').fill('两户已补送')
  await page.locator('input[type=file]').setInputFiles(PHOTO)
  await page.getByText('photo.png').waitFor()
  await page.locator('form').getByRole('button', { name: '报告整改' }).click()
  await page.locator('.page-head').getByText('已报告，待复查').waitFor()
}

async function looksAgain(seat, met) {
  const { page } = seat
  await visit(seat, met.order, '整改详情')
  await press(seat, '复查通过')
  await page.getByLabel('复查情况').fill('两份回证已看')
  await page.locator('form').getByRole('button', { name: '复查通过' }).click()
  await page.locator('.page-head').getByText('复查通过').waitFor()
  await see(seat, 'rectification')
}

/* A text with a registered name is refused where it stands; without it, it is
 * published, read by a township and printed. */
async function announces(seat, met) {
  const { page } = seat
  const [child] = await seat.list('/students?limit=1')
  await visit(seat, '/announcements', '公告')
  await see(seat, 'announcements')
  await press(seat, '起草公告')
  const body = page.getByRole('dialog').getByLabel('正文')
  const text = await body.inputValue()
  assert.match(text, /督查\d+次/)
  await body.fill(`${text}\n${child.name}已返校。`)
  await confirm(seat, '保存草稿')
  await page.getByText(`登记在册的学生或监护人的姓名“${child.name}”`).waitFor()
  assert.match(seat.seen.take().join(), /422/) // the refusal that was asked for
  assert.deepEqual(await findFaults(page), [])
  await body.fill(text)
  await confirm(seat, '保存草稿')
  await page.waitForFunction(() => document.title === '公告详情 · 保学')
  met.notice = await here(page)
  await press(seat, '发布…')
  await confirm(seat, '发布')
  await page.locator('.page-head').getByText('已发布').waitFor()
  await see(seat, 'announcement')
  await press(seat, '打印')
  await page.getByText('督公告〔').first().waitFor()
  await see(seat, 'print-announcement')
}

async function readsIt(seat, met) {
  const { page } = seat
  await visit(seat, met.notice, '公告详情')
  await page.locator('.page-head').getByText('已发布').waitFor()
  assert.equal(await page.getByRole('button', { name: '撤回…' }).count(), 0)
  await visit(seat, '/scores', '考核得分')
  await page.getByRole('rowheader', { name: '虎头镇' }).waitFor()
  assert.equal(await page.getByRole('region', { name: '各项得分' }).getByRole('row').count(), 2)
  await see(seat, 'scores-township')
}

async function scores(seat) {
  const { page } = seat
  await visit(seat, '/scores', '考核得分')
  await page.getByRole('rowheader', { name: '虎头镇' }).waitFor()
  await page.locator('canvas').waitFor()
  await see(seat, 'scores')
  await visit(seat, '/scores?kind=school', '考核得分')
  await page.getByRole('columnheader', { name: '年度巩固率' }).first().waitFor()
  await see(seat, 'scores-school')
}

async function traces(seat) {
  const { page } = seat
  const [late] = await seat.list('/cases?overdue=true&limit=1')
  await visit(seat, `/cases/${late.id}`, '个案详情')
  await page.getByRole('link', { name: '经手和超期' }).click()
  await page.waitForFunction(() => document.title === '个案追责 · 保学')
  await page.getByRole('heading', { name: '谁经手、多久、做了什么' }).waitFor()
  await see(seat, 'trace')
  await press(seat, '登记通报批评或约谈…')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('哪个单位').selectOption({ label: '虎头镇' })
  await dialog.getByLabel('内容').fill('个案超期，没有办理记录')
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '登记')
  await page.waitForFunction(() => document.title === '表扬或问责记录 · 保学')
  await page.getByText('个案超期，没有办理记录').waitFor()
  await see(seat, 'accountability')
  await visit(seat, '/accountabilities', '表扬与问责')
  await see(seat, 'accountabilities')
}

/* 约谈 by the head of the leading group, on the ground of what was found. */
async function talks(seat, met) {
  const { page } = seat
  await visit(seat, met.visit, '督查详情')
  await press(seat, '登记通报批评或约谈…')
  const dialog = page.getByRole('dialog')
  await dialog.locator('label', { hasText: /^约谈$/ }).click()
  await dialog.getByLabel('责任岗位').selectOption({ label: '乡（镇）长' })
  await dialog.getByLabel('内容').fill('约谈主要负责人，限期补齐回证')
  await confirm(seat, '登记')
  await page.waitForFunction(() => document.title === '表扬或问责记录 · 保学')
  await page.getByText(/组长 /).first().waitFor()
  await see(seat, 'talk')
}

export const makeSupervision = (browser, county) => async (test) => {
  const met = {}
  const inspector = await sitDown(browser, county, DESK)
  await signInDesk(inspector, 'dudao')
  await test('a visit is planned', () => plans(inspector, met))
  await test('its sheet is filled in and a finding ordered', () => checks(inspector, met))
  const township = await sitDown(browser, county, DESK)
  await signInDesk(township, 'hutou')
  await test('the township puts it right', () => putsRight(township, met))
  await test('it is looked at again', () => looksAgain(inspector, met))
  await test('results are announced without a name', () => announces(inspector, met))
  await test('a township reads them, and its score', () => readsIt(township, met))
  await test('the units are ranked by their scores', () => scores(inspector))
  await test('a case is traced and blamed', () => traces(inspector))
  const leader = await sitDown(browser, county, DESK)
  await signInDesk(leader, 'leader')
  await test('the head of the leading group interviews', () => talks(leader, met))
  for (const seat of [inspector, township, leader]) {
    seat.seen.assertQuiet()
    await seat.leave()
  }
}
