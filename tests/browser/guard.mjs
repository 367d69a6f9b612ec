/*
 * What must not hurt: names that look like code, a session that ends while one
 * is typing, a server out of reach.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown, takePhone } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import {
  findDoor,
  makeHand,
  openDoor,
  signInDesk,
  signInPhone,
  visit,
} from './pages.mjs'

const TOWNSHIP = 'hutou'
const OTHER_TOWNSHIP = 'yanggang'
const NAME = '<img src=x onerror=alert(document.domain)>'
const TYPED = '当天电话联系过母亲，答复在外务工地。'

/* The name stands there as a text, and nothing came of it. */
async function assertText(seat) {
  const { page } = seat
  await page.getByText(NAME).filter({ visible: true }).first().waitFor()
  await seat.rest()
  assert.equal(await page.locator('img[src="x"]').count(), 0)
  seat.seen.assertQuiet()
}

async function registerHostile(seat) {
  const { page } = seat
  const [household] = await seat.list('/households?limit=1')
  await visit(seat, `/students/new?household=${household.id}`, '登记学生')
  const form = page.locator('main form')
  await form.getByLabel('姓名').fill(NAME)
  await form.getByLabel('出生日期').fill('2016-05-05')
  await form.getByLabel('备注').fill(NAME)
  await form.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/#\/students\/\d+$/)
  await assertText(seat)
  return { id: Number(/\d+$/.exec(page.url())[0]), household: household.id }
}

async function hostileName(browser, county) {
  const seat = await sitDown(browser, county, DESK)
  const { page } = seat
  await signInDesk(seat, TOWNSHIP)
  const { id, household } = await registerHostile(seat)
  await visit(seat, '/students', '学生')
  await page.getByRole('combobox', { name: '查找学生' }).fill('<img')
  await page.getByRole('listbox').getByRole('option').first().waitFor()
  await assertText(seat)
  await page.keyboard.press('Escape')
  await visit(seat, `/households/${household}`, '家庭详情')
  await assertText(seat)
  await visit(seat, `/flag?student=${id}`, '报告疑似辍学')
  await assertText(seat)
  await visit(seat, '/ledgers/children?q=%3Cimg', '台账')
  await assertText(seat)
  await visit(seat, `/students/${id}/edit`, '修改学生')
  await assertText(seat)
  await shoot(page, 'console-hostile-1440')
  await seat.leave()
}

/* ---- the end of a session --------------------------------------------------------- */
function loseSession(seat) {
  seat.seen.allow(/status of 401 /)
  return seat.context.clearCookies()
}

async function deskSession(browser, county) {
  const seat = await sitDown(browser, county, DESK)
  const { page } = seat
  await signInDesk(seat, TOWNSHIP)
  const pupils = await seat.list('/students?status=active&limit=50')
  const pupil = pupils.find((each) => !each.open_case_id)
  await visit(seat, `/flag?student=${pupil.id}`, '报告疑似辍学')
  await page.getByLabel('原因').selectOption({ index: 1 })
  await page.getByLabel('已做的工作').fill(TYPED)
  await loseSession(seat)
  await page.getByRole('button', { name: '报告', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await dialog.waitFor()
  await seat.rest()
  await shoot(page, 'console-sign-in-again-1440')
  await dialog.locator('#password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await page.getByLabel('已做的工作').inputValue(), TYPED)
  await page.getByRole('button', { name: '报告', exact: true }).click()
  await page.waitForURL(/#\/cases\/\d+$/)
  await page.getByText(TYPED).waitFor()
  seat.seen.assertQuiet()
  await seat.leave()
}

/* A menu's link does not throw away what is typed without asking. */
async function leaving(browser, county) {
  const seat = await sitDown(browser, county, DESK)
  const { page } = seat
  await signInDesk(seat, TOWNSHIP)
  const pupils = await seat.list('/students?status=active&limit=50')
  const pupil = pupils.find((each) => !each.open_case_id)
  await visit(seat, `/flag?student=${pupil.id}`, '报告疑似辍学')
  await page.getByLabel('已做的工作').fill(TYPED)
  const away = page.getByRole('navigation').getByRole('link', { name: '待办' })
  const asked = page.getByRole('dialog', { name: '还没有保存' })
  await away.click()
  await asked.waitFor()
  await shoot(page, 'console-leaving-1440')
  assert.deepEqual(await findFaults(page), [])
  await asked.getByRole('button', { name: '留在这一页' }).click()
  await asked.waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('已做的工作').inputValue(), TYPED)
  await away.click()
  await asked.getByRole('button', { name: '离开', exact: true }).click()
  await page.getByRole('heading', { name: '待办', level: 1 }).waitFor()
  await visit(seat, '/flag', '报告疑似辍学')
  await visit(seat, '/', '待办')
  seat.seen.assertQuiet()
  await seat.leave()
}

async function phoneSession(browser, county) {
  const seat = await takePhone(browser, county)
  const { page } = seat
  await signInPhone(seat, TOWNSHIP)
  await openDoor(makeHand(page), await findDoor(seat))
  await page.getByRole('radio', { name: '家中无人' }).click()
  await page.getByRole('button', { name: '＋ 备注' }).click()
  await page.getByLabel('备注').fill(TYPED)
  await loseSession(seat)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '登录已过期' }).waitFor()
  await seat.rest()
  await shoot(page, 'phone-sign-in-again-390')
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('✓ 已保存').waitFor()
  await page.getByRole('button', { name: '查看或更正' }).click()
  await page.getByText(TYPED).waitFor()
  seat.seen.assertQuiet()
  await seat.leave()
}

/* ---- a server out of reach --------------------------------------------------------- */
async function phoneOffline(browser, county) {
  const seat = await takePhone(browser, county)
  const { page } = seat
  await signInPhone(seat, TOWNSHIP)
  await openDoor(makeHand(page), await findDoor(seat))
  await page.getByRole('radio', { name: '空户' }).click()
  seat.seen.allow(/net::ERR_/)
  await page.route('**/api/**', (route) => route.abort())
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已存在手机里').waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-door-waiting-390')
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: '1 条未上传' }).click()
  await page.getByRole('heading', { name: '未上传 · 1 条' }).waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-unsent-390')
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: '现在上传' }).click()
  await page.getByText('都已上传，没有等待的。').waitFor()
  const visits = await seat.list('/surveys?mine=true&limit=5')
  assert.equal(visits.filter(({ outcome }) => outcome === 'vacant').length, 1)
  seat.seen.assertQuiet()
  await seat.leave()
}

/* Runs in the page: stores of an account's records. */
const findStores = async () =>
  (await indexedDB.databases())
    .map(({ name }) => name)
    .filter((name) => /^baoxue-\d+$/.test(name))

async function phoneRevoked(browser, county) {
  const seat = await takePhone(browser, county)
  const { page } = seat
  await signInPhone(seat, OTHER_TOWNSHIP)
  assert.equal((await page.evaluate(findStores)).length, 1)
  await county.disable(OTHER_TOWNSHIP)
  seat.seen.allow(/status of 401 /)
  await page.reload()
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor()
  assert.deepEqual(await page.evaluate(findStores), [])
  seat.seen.assertQuiet()
  await seat.leave()
}

export const makeGuard = (browser) => async (test) => {
  const county = await startCounty()
  await test('a name that looks like code is shown as a text', () =>
    hostileName(browser, county))
  await test('console: a session that ends loses nothing typed', () =>
    deskSession(browser, county))
  await test('console: a page with something typed is left only when told to', () =>
    leaving(browser, county))
  await test('phone: a session that ends loses nothing typed', () =>
    phoneSession(browser, county))
  await test('phone: a visit that cannot be sent waits and goes later', () =>
    phoneOffline(browser, county))
  await test("phone: a disabled account's records go at the next contact", () =>
    phoneRevoked(browser, county))
  await county.stop()
}
