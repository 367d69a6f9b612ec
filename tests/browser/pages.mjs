/* How a person gets to a page of the console or of the phone. */
import assert from 'node:assert/strict'
import { PASSWORD } from './county.mjs'

export async function signInDesk(seat, username) {
  const { page } = seat
  await page.goto('/')
  await page.locator('#username').fill(username)
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '待办', level: 1 }).waitFor()
  await seat.rest()
}

export const PHRASE = '山高水长，样例一句'

/* The phrase is asked for where somebody may survey; `see` looks at the page
 * that asks. */
export async function signInPhone(seat, username, see = () => {}) {
  const { page } = seat
  await page.goto('/survey/')
  await page.getByLabel('用户名').fill(username)
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const home = page.getByRole('heading', { name: '我的村' })
  const setUp = page.getByRole('heading', { name: '设解锁口令' })
  await home.or(setUp).waitFor()
  if (await setUp.isVisible()) {
    await see('set-up')
    await page.locator('#phrase').fill(PHRASE)
    await page.locator('#repeat').fill(PHRASE)
    await page.getByRole('button', { name: '开始使用' }).click()
  }
  await home.waitFor()
  await seat.rest()
}

/* Opens what the phone keeps, after the page was loaded anew. */
export async function unlockPhone(seat) {
  const { page } = seat
  await page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  await page.locator('#phrase').fill(PHRASE)
  await page.getByRole('button', { name: '解锁', exact: true }).click()
  await page.locator('#phrase').waitFor({ state: 'detached' })
}

/* To a page of the console by its part of the address; its title tells that
 * it is there. */
export async function visit(seat, where, title) {
  await seat.page.evaluate((to) => {
    location.hash = to
  }, where)
  await seat.page.waitForFunction(
    (expected) => document.title === `${expected} · 保学`,
    title,
  )
  await seat.rest()
}

export async function press(seat, name) {
  await seat.page.getByRole('button', { name, exact: true }).click()
  await seat.rest()
}

/* In the dialog that asks. */
export async function confirm(seat, name) {
  await seat.page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await seat.rest()
}

/* Presses and waits until what was sent is answered and said. A message stays
 * for some seconds, so one of an earlier step may still stand beside it: the
 * reply belongs to this press, the words alone may not. */
export async function record(seat, label, press) {
  const { page } = seat
  const isWrite = (reply) =>
    reply.request().method() !== 'GET' && reply.url().includes('/api/')
  const [reply] = await Promise.all([page.waitForResponse(isWrite), press()])
  assert.ok(reply.ok(), `${label}: ${reply.status()} of ${reply.url()}`)
  await page.getByText(`${label}：已记录。`).last().waitFor()
}

/* A door of the open round, still to knock at, whose answers fit. */
export async function findDoor(seat, fits = () => true) {
  const rounds = await seat.list('/survey-rounds')
  const round = rounds.find(({ state }) => state === 'open').id
  const base = `/survey-rounds/${round}`
  const villages = await seat.list(`${base}/coverage?by=village`)
  for (const row of await seat.list(`${base}/households?state=todo&limit=100`)) {
    const { body } = await seat.ask(
      `/survey-households/${row.household_id}?round_id=${round}`,
    )
    if (!fits(body)) continue
    const village = villages.find(({ division }) =>
      row.division.startsWith(division),
    )
    return { village: village.name, head: row.head_name, ...body }
  }
  throw new Error('no door to knock at')
}

/* Signs on the glass; another `n`, another stroke. */
export async function sign(page, n = 0) {
  const pad = page.getByRole('img', { name: /签名框/ })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  await page.mouse.move(box.x + 20, box.y + 40)
  await page.mouse.down()
  for (const [x, y] of [[60, 90], [110, 30 + (n % 10) * 5], [160, 120 - (n / 10) * 3]])
    await page.mouse.move(box.x + x, box.y + y, { steps: 4 })
  await page.mouse.up()
}

/* What somebody at the desk writes by the API itself. */
export async function write(desk, method, route, data, version) {
  const { csrf_token: token } = (await desk.ask('/me')).body
  const answer = await desk.context.request.fetch(`/api/v1${route}`, {
    method,
    data,
    headers: {
      Accept: 'application/json',
      'X-CSRF-Token': token,
      ...(version !== undefined && { 'If-Match': `"${version}"` }),
    },
  })
  assert.ok(answer.ok(), `${answer.status()} of ${route}: ${await answer.text()}`)
  return answer.json()
}

/* From 我的村 to a door. */
export async function openDoor(hand, { village, head }) {
  const { page } = hand
  await hand.tap(page.getByRole('button', { name: village }))
  await hand.tap(page.getByRole('button', { name: head }).first())
}

/* Counts what a hand does: taps, fields, keys. */
export function makeHand(page) {
  const hand = {
    page,
    steps: 0,
    async tap(locator) {
      hand.steps += 1
      await locator.click()
    },
    async fill(locator, text) {
      hand.steps += 1
      await locator.fill(text)
    },
    async pick(locator, value) {
      hand.steps += 1
      await locator.selectOption(value)
    },
    async press(key) {
      hand.steps += 1
      await page.keyboard.press(key)
    },
  }
  return hand
}
