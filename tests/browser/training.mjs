/*
 * A township asks a leaver and hands the wishes over; 人社局 calls one of them; by
 * the buttons of the pages; the bureau reports upward who learns elsewhere.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { startCounty } from './county.mjs'
import { confirm, press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

async function asks(seat, met) {
  const { page } = seat
  await visit(seat, '/training?view=leavers', '培训意愿')
  await see(seat, 'training-leavers')
  const year = new Date().getFullYear()
  const [leaver] = await seat.list(`/training-leavers?year=${year}`)
  assert.ok(leaver, 'the demo county has a leaver whom nobody asked')
  met.name = leaver.name
  await page.getByRole('row').filter({ hasText: leaver.name }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('不再升学，有培训意愿', { exact: true }).click()
  await dialog.getByLabel('培训工种').first().selectOption('cooking')
  await dialog.getByRole('textbox', { name: '联系人' }).fill('样例家长')
  await dialog.getByRole('textbox', { name: '联系电话' }).fill('19900006009')
  await dialog.getByText('是', { exact: true }).click()
  assert.deepEqual(await findFaults(page), [])
  await see(seat, 'training-ask')
  await confirm(seat, '登记')
  await page.getByText(`已登记${leaver.name}的去向。`).waitFor()
}

/* From the one line of 待办 to the wishes that it counts, and no others. */
async function opensLine(seat, text, state) {
  const { page } = seat
  await visit(seat, '/', '待办')
  const line = page.getByRole('row').filter({ hasText: text })
  const left = Number((await line.innerText()).match(/还有 (\d+) 人/)[1])
  await line.click()
  await page.waitForFunction(() => document.title === '培训意愿 · 保学')
  await page.getByRole('table', { name: '培训意愿' }).waitFor()
  const waiting = await seat.list(`/training-wishes?state=${state}&onward=wish&limit=200`)
  const mine = waiting.filter(({ unit }) => state === 'handed' || unit === seat.unit)
  assert.equal(mine.length, left)
  assert.equal(await page.getByRole('row').count(), left + 1)
}

async function handsOver(seat) {
  const { page } = seat
  seat.unit = (await seat.ask('/me')).body.unit
  await opensLine(seat, '移交培训意愿', 'registered')
  await see(seat, 'training-to-hand-over')
  await press(seat, '全部移交人社')
  await page.getByText(/^已移交人社 \d+ 人。$/).waitFor()
  await see(seat, 'training')
  await visit(seat, '/', '待办')
  assert.equal(await page.getByRole('row').filter({ hasText: '移交培训意愿' }).count(), 0)
}

async function calls(seat, met) {
  const { page } = seat
  await opensLine(seat, '联系有培训意愿的毕业生', 'handed')
  await see(seat, 'training-to-answer')
  assert.deepEqual(await findFaults(page), [])
  await press(seat, '导出 CSV')
  await page.getByText('已下载。').waitFor()
  await press(seat, '含完整电话…')
  await page.getByRole('dialog').getByText('会记入审计记录').waitFor()
  await see(seat, 'training-export')
  await page.keyboard.press('Escape')
  const waiting = await seat.list('/training-wishes?state=handed&limit=50')
  const mine = waiting.find(({ name }) => name === met.name)
  assert.ok(mine, 'what was handed over is there')
  assert.equal(mine.student_id, null)
  await visit(seat, `/training/${mine.id}`, '培训意愿详情')
  await page.getByText('19900006009').waitFor()
  await press(seat, '登记已联系')
  await see(seat, 'training-wish')
  assert.deepEqual(await findFaults(page), [])
}

async function reportsUpward(seat) {
  const { page } = seat
  await visit(seat, '/upward', '逐级上报')
  const before = await seat.list('/upward-reports?limit=200')
  await press(seat, '编号并列入上报')
  await page.getByText(/^新编号 \d+ 人，在册 \d+ 人。$/).waitFor()
  const after = await seat.list('/upward-reports?limit=200')
  for (const { id, upward_no } of before) {
    assert.equal(after.find((row) => row.id === id).upward_no, upward_no)
  }
  await see(seat, 'upward')
  const waiting = after.find(({ state }) => state === 'listed')
  assert.ok(waiting, 'the demo county has one to report')
  await page.getByRole('row').filter({ hasText: waiting.upward_no }).click()
  await page.waitForFunction((id) => location.hash === `#/cases/${id}`, waiting.case_id)
}

/* A county of its own: who leaves school elsewhere leaves no leaver to be asked. */
export const makeTraining = (browser) => async (test) => {
  const county = await startCounty()
  const met = {}
  await test('a township asks a leaver and hands the wishes over', async () => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, 'dfhlinye')
    await asks(seat, met)
    await handsOver(seat)
    seat.seen.assertQuiet()
    await seat.leave()
  })
  await test('the bureau numbers who learns elsewhere, and goes on in the case', async () => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, 'lead')
    await reportsUpward(seat)
    seat.seen.assertQuiet()
    await seat.leave()
  })
  await test('人社 sees whom to call, and no more', async () => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, 'renshe')
    await calls(seat, met)
    seat.seen.assertQuiet()
    await seat.leave()
  })
  await county.stop()
}
