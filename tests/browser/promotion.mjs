/*
 * 升级 at the new school year: the bureau looks at the preview, carries it out
 * and takes it back; a school sees its own.
 */
import assert from 'node:assert/strict'
import { DESK, sitDown } from './browser.mjs'
import { startCounty } from './county.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const PAGE = '/promotions'

/* The demo county's children came this school year: the next one moves them. */
const DAY_MS = 86_400_000
const today = new Date()
const NEXT_SEPTEMBER = Math.ceil(
  (new Date(today.getFullYear() + (today.getMonth() >= 8 ? 1 : 0), 8, 2) - today) / DAY_MS,
)

const total = async (seat, step) => {
  const { counts } = (await seat.ask('/promotion-plan')).body
  return counts
    .filter((one) => one.step === step)
    .reduce((all, { n }) => all + n, 0)
}

async function previews(seat) {
  const { page } = seat
  await visit(seat, PAGE, '年级升级')
  await page.getByRole('heading', { name: '各校各年级' }).waitFor()
  await see(seat, 'promotion')
  const graduated = await total(seat, 'graduated')
  assert.ok(graduated > 0)
  await page.getByRole('link', { name: `毕业 ${graduated} 人，看名单` }).click()
  await seat.rest()
  const names = page.getByRole('table', { name: '升级名单' }).locator('tbody tr')
  assert.equal(await names.count(), Math.min(50, graduated))
  assert.ok((await names.first().innerText()).includes('毕业'))
  return `${graduated} leave`
}

async function carriesOut(seat) {
  const { page } = seat
  const up = await total(seat, 'up')
  await visit(seat, PAGE, '年级升级')
  await press(seat, '升级…')
  await confirm(seat, '升级')
  await page.getByText(/已升级：升级 [\d,]+ 人/).waitFor()
  const [run] = await seat.list('/promotions')
  assert.equal(run.up, up)
  assert.equal(await total(seat, 'up'), 0)
  await page.getByRole('button', { name: '升级…', exact: true, disabled: true }).waitFor()
  await see(seat, 'promotion-done')
  return `${run.up} went up`
}

async function takesBack(seat) {
  const { page } = seat
  const [run] = await seat.list('/promotions')
  const [{ student_id }] = await seat.list(
    `/promotion-children?year=${run.year}&step=settled&limit=1`,
  )
  await visit(seat, `/students/${student_id}`, '学生详情')
  const card = page.locator('section', {
    has: page.getByRole('heading', { name: '就学经历' }),
  })
  await card.getByRole('button', { name: '修改' }).first().click()
  const form = page.getByRole('dialog')
  await form.getByLabel('班级').fill('9')
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'hidden' })
  await visit(seat, PAGE, '年级升级')
  await press(seat, '撤回这次升级…')
  await confirm(seat, '撤回')
  await page.getByRole('heading', { name: '没有撤回的学生' }).waitFor()
  await seat.rest()
  const kept = page.getByRole('table', { name: '没有撤回的学生' }).locator('tbody tr')
  assert.equal(await kept.count(), 1)
  assert.equal(await total(seat, 'up'), run.up - 1)
  await see(seat, 'promotion-undone')
}

async function schoolSees(seat) {
  const { page } = seat
  await visit(seat, PAGE, '年级升级')
  await page.getByRole('heading', { name: '各校各年级' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '升级…', exact: true }).count(), 0)
  const { counts } = (await seat.ask('/promotion-plan')).body
  assert.equal(new Set(counts.map(({ school }) => school)).size, 1)
}

export const makePromotion = (browser) => async (test) => {
  const county = await startCounty()
  await county.later(NEXT_SEPTEMBER)
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, 'lead')
  await test('the preview says who goes up and who leaves', () => previews(seat))
  await test('the county goes up a grade once', () => carriesOut(seat))
  await test('it is taken back but for who changed since', () => takesBack(seat))
  seat.seen.assertQuiet()
  await seat.leave()
  const school = await sitDown(browser, county, DESK)
  await signInDesk(school, 'zhongxue')
  await test('a school sees the preview of its own', () => schoolSees(school))
  school.seen.assertQuiet()
  await school.leave()
  await county.stop()
}
