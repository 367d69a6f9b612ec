/*
 * 结对帮扶: a school pairs a child with a mentor of 关工委, who sees it, writes down
 * a visit and may not end it; the school ends it, and says why.
 */
import { findFaults } from './axe.mjs'
import assert from 'node:assert/strict'
import { DESK, sitDown } from './browser.mjs'
import { press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const MENTOR = '样例帮扶人丁'

async function pairs(seat, met) {
  const { page } = seat
  const [child] = await seat.list('/students?limit=1')
  await visit(seat, `/students/${child.id}`, '学生详情')
  await press(seat, '结对')
  const form = page.getByRole('dialog')
  await form.getByLabel('帮扶人', { exact: true }).fill(MENTOR)
  await form.getByLabel('帮扶单位').selectOption({ label: '市关心下一代工作委员会' })
  await form.getByLabel('困难类别').selectOption({ label: '学习困难' })
  await form.getByLabel('帮扶打算').fill('每月入户一次，辅导功课')
  await form.getByRole('button', { name: '结对', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: MENTOR }).click()
  await page.getByRole('heading', { name: `${child.name}的结对帮扶` }).waitFor()
  await see(seat, 'pairing')
  met.at = new URL(page.url()).hash.slice(1)
  met.name = child.name
}

async function looksAfter(seat, met) {
  const { page } = seat
  await visit(seat, '/pairings', '结对帮扶')
  await see(seat, 'pairings')
  await page.getByRole('table', { name: '结对帮扶' }).getByText(met.name).first().waitFor()
  await visit(seat, met.at, '结对详情')
  assert.equal(await page.getByRole('button', { name: '结束结对' }).count(), 0)
  await press(seat, '登记走访')
  const form = page.getByRole('dialog')
  await form.getByText('入户', { exact: true }).click()
  await form.getByLabel('走访情况').fill('看了作业本，家长在家')
  await form.getByRole('button', { name: '登记走访', exact: true }).click()
  await page.getByRole('table', { name: '走访记录' }).getByText('看了作业本').waitFor()
  assert.deepEqual(await findFaults(page), [])
}

async function ends(seat, met) {
  const { page } = seat
  await visit(seat, met.at, '结对详情')
  await press(seat, '结束结对')
  const form = page.getByRole('dialog')
  await form.getByLabel('结束的原因').fill('成绩上来了，家里也安定')
  await form.getByRole('button', { name: '结束结对', exact: true }).click()
  await page.locator('.page-head').getByText('已结束').waitFor()
  assert.equal(await page.getByRole('button', { name: '登记走访' }).count(), 0)
}

export const makePairings = (browser, county) => async (test) => {
  const met = {}
  const steps = [
    ['zhongxue', 'a school pairs a child with a mentor', pairs],
    ['guangongwei', "the mentor's unit writes down a visit", looksAfter],
    ['zhongxue', 'the school ends it and says why', ends],
  ]
  for (const [account, title, step] of steps) {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, account)
    await test(title, () => step(seat, met))
    seat.seen.assertQuiet()
    await seat.leave()
  }
}
