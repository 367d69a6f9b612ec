/*
 * 方案和经验: a township hands its plan in again, the bureau receives it, a unit
 * signs for the city's plan; 责任确认 of a unit's duties.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, sitDown } from './browser.mjs'
import { press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

async function handsInAgain(seat, met) {
  const { page } = seat
  const [mine] = (await seat.list('/materials?kind=unit_plan')).filter(({ may_write }) => may_write)
  met.plan = `/materials/${mine.id}`
  await visit(seat, met.plan, '方案或经验详情')
  await press(seat, '报送新版本…')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '正文' }).fill('每个村由包村干部负责')
  await dialog.getByRole('textbox', { name: '改动说明' }).fill('补上每个村的负责人')
  assert.deepEqual(await findFaults(page), [])
  await see(seat, 'material-again')
  await dialog.getByRole('button', { name: '报送', exact: true }).click()
  await page.getByRole('heading', { name: `第 ${mine.number + 1} 版` }).waitFor()
  await page.getByText('看这一版的正文').first().waitFor()
}

async function receives(seat, met) {
  const { page } = seat
  await visit(seat, '/materials', '方案和经验')
  await page.getByRole('table', { name: '各单位工作方案' }).waitFor()
  await see(seat, 'materials')
  await visit(seat, met.plan, '方案或经验详情')
  await press(seat, '签收')
  await page.locator('.page-head').getByText('已签收').waitFor()
  await see(seat, 'material')
}

const line = (page, text) => page.getByRole('row').filter({ hasText: text })

async function signs(seat) {
  const { page } = seat
  await visit(seat, '/', '待办')
  await see(seat, 'work-of-a-unit')
  await line(page, '签收全市方案').click()
  await page.getByText(/各单位 .*前签收/).waitFor()
  await see(seat, 'material-to-sign')
  await press(seat, '签收')
  await page.getByText(/^本单位于 .* 签收。$/).waitFor()
  assert.deepEqual(await findFaults(page), [])
  await visit(seat, '/', '待办')
  assert.equal(await line(page, '签收全市方案').count(), 0)
}

async function confirmsItsDuties(seat) {
  const { page } = seat
  await visit(seat, '/', '待办')
  await line(page, '确认本单位的职责').click()
  await page.waitForFunction(() => document.title === '职责清单 · 保学')
  await press(seat, '确认本单位的职责')
  await page.getByText(/项职责：已确认/).waitFor()
  assert.deepEqual(await findFaults(page), [])
  await see(seat, 'duty-confirmed')
}

export const makeMaterials = (browser, county) => async (test) => {
  const met = {}
  const as = async (name, what, act) => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, name)
    await test(what, () => act(seat, met))
    seat.seen.assertQuiet()
    await seat.leave()
  }
  await as('hutou', 'a township hands in another version of its plan', handsInAgain)
  await as('lead', 'the bureau sees who has none, and receives it', receives)
  await as('renshe', 'a department signs for the city’s plan', signs)
  await as('hutou', 'a township confirms what it owes in the year', confirmsItsDuties)
}
