/*
 * A child handed over between two schools by the buttons of the pages, one
 * confirmed outside by the bureau, and aid of a school entered in one go.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

async function receives(seat, met) {
  const { page } = seat
  await visit(seat, '/transfers?direction=in&state=waiting', '转学交接')
  await see(seat, 'transfers')
  const [first] = await seat.list('/transfers?direction=in&state=waiting')
  met.student = first.student_id
  await visit(seat, `/transfers/${first.id}`, '转学详情')
  await see(seat, 'transfer')
  await press(seat, '确认到校…')
  await page.getByRole('textbox', { name: '编入班级' }).fill('2')
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '确认到校')
  await page.locator('.page-head').getByText('转入学校已接收').waitFor()
  const [now] = await seat.list(`/students/${met.student}/enrolments`)
  assert.equal(now.class, '2')
  assert.equal(now.state, 'enrolled')
}

async function writesOut(seat, met) {
  const { page } = seat
  await visit(seat, `/students/${met.student}`, '学生详情')
  await press(seat, '办理转出')
  await page.waitForFunction(() => document.title === '办理转出 · 保学')
  await seat.rest()
  await page.getByRole('textbox', { name: '市外学校名称' }).fill('外县样例学校')
  await page.getByRole('textbox', { name: '转学原因' }).fill('随父母务工')
  await see(seat, 'transfer-new')
  await press(seat, '转出')
  await page.waitForFunction(() => document.title === '转学详情 · 保学')
  await page.locator('.page-head').getByText('在途，待接收').waitFor()
  met.address = await page.evaluate(() => location.hash.slice(1))
}

async function withdraws(seat, met) {
  const { page } = seat
  await visit(seat, met.address, '转学详情')
  await press(seat, '撤回…')
  await page.getByRole('textbox', { name: '撤回原因' }).fill('家里不搬了')
  await confirm(seat, '撤回')
  await page.locator('.page-head').getByText('已撤回').waitFor()
}

async function looksAtAid(seat) {
  await visit(seat, '/aids', '资助')
  await seat.page.getByRole('table', { name: '资助金额' }).waitFor()
  await see(seat, 'aids')
  await seat.page.getByRole('link', { name: '应助未助' }).click()
  await seat.rest()
  await see(seat, 'aid-missing')
  await seat.page.getByRole('link', { name: '已登记' }).click()
  await seat.rest()
  await see(seat, 'aid-given')
}

async function paysAll(seat, school) {
  const { page } = seat
  await visit(seat, '/aids', '资助')
  await press(seat, '按学校或班级登记')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('学校').first().selectOption(school)
  await dialog.getByText('免学杂费', { exact: true }).click()
  await dialog.getByRole('textbox', { name: '每人金额（元）' }).fill('300')
  await dialog.getByText('财政局', { exact: true }).click()
  await confirm(seat, '预览')
  await dialog.getByRole('status').waitFor()
  await see(seat, 'aid-batch')
  await confirm(seat, '登记')
  await page.getByText(/^已登记 \d+ 人。$/).waitFor()
}

async function paysOne(seat, met) {
  const { page } = seat
  await visit(seat, `/students/${met.student}`, '学生详情')
  await press(seat, '登记资助')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('困难救助', { exact: true }).click()
  await dialog.getByRole('textbox', { name: '每人金额（元）' }).fill('200')
  await dialog.getByText('民政局', { exact: true }).click()
  assert.deepEqual(await findFaults(page), [])
  await confirm(seat, '保存')
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: '资助' }) })
  await card.getByRole('link', { name: '困难救助' }).waitFor()
  await see(seat, 'student-aid')
  const [row] = await seat.list(`/aids?student_id=${met.student}&kind=relief`)
  assert.equal(row.amount, '200')
}

export const makeAid = (browser, county) => async (test) => {
  const met = {}
  const bureau = await sitDown(browser, county, DESK)
  await signInDesk(bureau, 'lead')
  await test('a school receives a child that was written out to it', async () => {
    const head = await sitDown(browser, county, DESK)
    await signInDesk(head, 'zhongxue')
    met.school = (await head.ask('/me')).body.unit
    await receives(head, met)
    await writesOut(head, met)
    head.seen.assertQuiet()
    await head.leave()
  })
  await test('the bureau takes back what was not to be', () => withdraws(bureau, met))
  await test('aid is looked at by sums, by who lacks it, by child', () => looksAtAid(bureau))
  await test('one child gets what it needs, from its own page', () => paysOne(bureau, met))
  await test('a school is entered in one go', () => paysAll(bureau, met.school))
  bureau.seen.assertQuiet()
  await bureau.leave()
}
