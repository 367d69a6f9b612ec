/*
 * Two phones at one door: both change the same, the second is asked which value
 * stands, and it is decided in three taps on the phone or at the desk.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown, takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, signInDesk, signInPhone } from './pages.mjs'
import { see } from './see.mjs'

const TOWNSHIP = '230381103000'
const ACCOUNTS = [
  ['jia', 'township', TOWNSHIP],
  ['yi', 'township', TOWNSHIP],
]
const LEAST = 3

/* Opens the household's data and gives it another phone number, unsaved. */
async function change({ page }, number) {
  await page.getByRole('button', { name: '改家庭资料' }).click()
  await page.locator('#household-phone').fill(number)
  await page.getByRole('radio', { name: '空户' }).check()
}
async function save(seat) {
  await seat.page.getByRole('button', { name: '保存' }).click()
  await seat.page.getByText('✓ 已保存').waitFor()
  await seat.rest()
}

const phoneOf = async (seat, { household }) =>
  (await seat.ask(`/households/${household.id}`)).body.phone

/* Both stand at the door with the same page of it before either saves. */
async function meetAtDoor(first, second, door, numbers) {
  for (const seat of [first, second]) await openDoor(makeHand(seat.page), door)
  await change(first, numbers[0])
  await change(second, numbers[1])
  await save(first)
  await save(second)
  await second.page.getByText('有 1 项别人先改过').waitFor()
  assert.equal(await phoneOf(first, door), numbers[0], 'it was overwritten')
}

async function backHome({ page }) {
  const way = page.locator('.bar-back')
  const home = page.getByRole('heading', { name: '我的村' })
  while (!(await home.isVisible())) {
    await way.click()
    await page.waitForFunction(() => document.readyState === 'complete')
  }
}

async function looksRight(seat, name) {
  await seat.rest()
  assert.deepEqual(await findFaults(seat.page), [])
  await shoot(seat.page, name)
}

/* Chooses a card's value and confirms it: two taps. */
async function choose(hand, value) {
  await hand.tap(hand.page.getByRole('radio', { name: value }))
  await hand.tap(hand.page.getByRole('button', { name: '确认' }))
  await hand.page.getByText('已核对').waitFor()
}

async function onThePhone(first, second) {
  const door = await findDoor(first)
  await meetAtDoor(first, second, door, ['13900000011', '13900000012'])
  const hand = makeHand(second.page)
  await hand.tap(second.page.getByRole('button', { name: '去核对' }))
  await second.page.getByRole('radio', { name: '13900000011' }).waitFor()
  await looksRight(second, 'phone-conflict-390')
  await choose(hand, '13900000012')
  assert.ok(hand.steps <= LEAST, `${hand.steps} taps`)
  assert.equal(await phoneOf(first, door), '13900000012')
  await backHome(first)
  await backHome(second)
  return `${hand.steps} taps`
}

async function atTheDesk(first, second, desk) {
  const door = await findDoor(first)
  await meetAtDoor(first, second, door, ['13900000021', '13900000022'])
  await signInDesk(desk, 'hutou')
  const hand = makeHand(desk.page)
  await hand.tap(
    desk.page.getByRole('navigation').getByRole('link', { name: '入户核对' }),
  )
  await desk.page.getByRole('radio', { name: '13900000022' }).waitFor()
  await see(desk, 'conflicts')
  await choose(hand, '13900000021')
  assert.ok(hand.steps <= LEAST, `${hand.steps} taps`)
  assert.equal(await phoneOf(first, door), '13900000021')
  const { body } = await desk.ask('/conflicts?state=decided')
  const [kept] = body.items.filter(({ value }) => value === '13900000021')
  assert.equal(kept.visit_value, '13900000022', 'the other value is lost')
  return `${hand.steps} taps`
}

export function makeConflicts(browser) {
  return async (test) => {
    const county = await startCounty({ accounts: ACCOUNTS })
    const [first, second] = [
      await takePhone(browser, county),
      await takePhone(browser, county),
    ]
    const desk = await sitDown(browser, county, DESK)
    await signInPhone(first, 'jia')
    await signInPhone(second, 'yi')
    await test('two phones at one door are asked about on the phone', () =>
      onThePhone(first, second))
    await test('and at the desk', () => atTheDesk(first, second, desk))
    await test('nothing else was said on the way', () => {
      for (const seat of [first, second, desk]) seat.seen.assertQuiet()
    })
    for (const seat of [first, second, desk]) await seat.leave()
    await county.stop()
  }
}
