/*
 * 摸排数据确认: a township signs a round off, with the reason for doors that are left;
 * the bureau sees who has, and takes it back; the township signs anew.
 */
import { findFaults } from './axe.mjs'
import assert from 'node:assert/strict'
import { DESK, sitDown } from './browser.mjs'
import { signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const table = ({ page }) => page.getByRole('table', { name: '摸排数据确认' })
const rowOf = (seat, name) => table(seat).locator('tbody tr').filter({ hasText: name })

async function toRound(seat) {
  const rounds = await seat.list('/survey-rounds')
  const { id } = rounds.find(({ state }) => state === 'open')
  await visit(seat, `/rounds/${id}`, '摸排进度')
  await table(seat).waitFor()
  return id
}

async function signs(seat) {
  const { page } = seat
  await toRound(seat)
  assert.equal(await table(seat).locator('tbody tr').count(), 1)
  await rowOf(seat, '虎头镇').getByRole('button', { name: '确认', exact: true }).click()
  const form = page.getByRole('dialog')
  const why = form.getByLabel('未完成的原因')
  if (await why.count()) await why.fill('外出务工，已约定春节前补访')
  await form.getByRole('button', { name: '确认', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  await rowOf(seat, '虎头镇').getByText('已确认', { exact: true }).waitFor()
  assert.deepEqual(await findFaults(page), [])
}

async function takesBack(seat) {
  const { page } = seat
  await toRound(seat)
  await see(seat, 'round-signoffs')
  await rowOf(seat, '虎头镇').getByRole('button', { name: '退回' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('退回的理由').fill('有两户的人数和户籍册差得多，请核对')
  await form.getByRole('button', { name: '退回', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  await rowOf(seat, '虎头镇').getByText('已退回，需重新确认').waitFor()
}

export const makeSignoffs = (browser, county) => async (test) => {
  const steps = [
    ['hutou', 'a township signs the round off', signs],
    ['lead', 'the bureau takes it back with a reason', takesBack],
    ['hutou', 'the township signs anew', signs],
  ]
  for (const [account, title, step] of steps) {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, account)
    await test(title, () => step(seat))
    seat.seen.assertQuiet()
    await seat.leave()
  }
}
