/*
 * The manual: each of its chapters is read at the page that it is about. What
 * it says in 【】 must stand there; the pictures are taken here, and kept in
 * static/console/manual/shots when UPDATE_SHOTS=1.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DESK, sitDown, takePhone } from './browser.mjs'
import { ROOT } from './county.mjs'
import { findDoor, makeHand, openDoor, signInDesk, signInPhone, visit } from './pages.mjs'
import { see } from './see.mjs'
import { addressOf, readMenu } from './tour.mjs'

const MANUAL = path.join(ROOT, 'static/console/manual')
const chapters = JSON.parse(readFileSync(path.join(MANUAL, 'chapters.json'), 'utf8'))
const shotOf = ({ name }) => path.join(MANUAL, 'shots', `${name}.jpg`)
const PICTURE = { type: 'jpeg', quality: 70 }

const named = ({ text, steps }) =>
  [text, ...steps].flatMap((one) => [...one.matchAll(/【([^】]*)】/g)].map(([, word]) => word))

async function missing(page, chapter) {
  const shown = await page.locator('body').innerText()
  const labels = await page
    .locator('[aria-label], [placeholder]')
    .evaluateAll((all) =>
      all.map((one) => `${one.getAttribute('aria-label')} ${one.getAttribute('placeholder')}`),
    )
  const all = [shown, ...labels].join('\n')
  return named(chapter).filter((word) => !all.includes(word))
}

async function take(page, chapter, where) {
  if (process.env.UPDATE_SHOTS === '1') await where.screenshot({ ...PICTURE, path: shotOf(chapter) })
  assert.ok(existsSync(shotOf(chapter)), `${chapter.name} has no picture: UPDATE_SHOTS=1`)
  return (await missing(page, chapter)).map((word) => `${chapter.name}: 【${word}】`)
}

/* ---- at the desk ---- */
async function readsDesk(browser, county, account) {
  const seat = await sitDown(browser, county, { width: 1180, height: 760 })
  const { page } = seat
  await signInDesk(seat, account)
  const menu = readMenu()
  const faults = []
  const mine = chapters.filter((one) => one.client !== 'phone' && one.account === account)
  for (const chapter of mine) {
    const entry =
      chapter.page === 'home'
        ? { name: 'home', path: '/', title: '待办' }
        : menu.find(({ name }) => name === chapter.page)
    assert.ok(entry, `${chapter.name}: no page ${chapter.page}`)
    await visit(seat, await addressOf(seat, entry), entry.title)
    faults.push(...(await take(page, chapter, page)))
  }
  assert.deepEqual(faults, [])
  await seat.leave()
  return `${mine.length} chapters`
}

/* ---- on the phone ---- */
const ways = {
  home: async () => {},
  door: async (seat) => openDoor(makeHand(seat.page), await findDoor(seat)),
}

async function readsPhone(browser, county, account) {
  const seat = await takePhone(browser, county)
  const faults = []
  const mine = chapters.filter((one) => one.client === 'phone' && one.account === account)
  await signInPhone(seat, account)
  for (const chapter of mine) {
    await ways[chapter.go](seat)
    await seat.rest()
    faults.push(...(await take(seat.page, chapter, seat.page)))
  }
  assert.deepEqual(faults, [])
  await seat.leave()
  return `${mine.length} chapters`
}

/* ---- the page itself ---- */
async function looksRight(browser, county) {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, 'lead')
  await visit(seat, '/manual', '使用手册')
  await see(seat, 'manual')
  const office = await seat.page.locator('article h2').allInnerTexts()
  await seat.leave()
  const other = await sitDown(browser, county, DESK)
  await signInDesk(other, 'admin')
  await visit(other, '/manual', '使用手册')
  const admin = await other.page.locator('article h2').allInnerTexts()
  await other.leave()
  assert.ok(office.length > admin.length, `${office.length} ≤ ${admin.length}`)
  assert.ok(admin.some((title) => title.startsWith('账号')))
  assert.ok(!admin.some((title) => title.startsWith('找一个孩子')))
  return `${office.length} chapters for the bureau, ${admin.length} for the administrator`
}

export const makeManual = (browser, county) => async (test) => {
  const desks = [...new Set(chapters.filter((c) => c.client !== 'phone').map((c) => c.account))]
  for (const account of desks)
    await test(`the manual says what stands on the pages of ${account}`, () =>
      readsDesk(browser, county, account))
  for (const account of new Set(chapters.filter((c) => c.client === 'phone').map((c) => c.account)))
    await test(`the manual says what stands on the phone of ${account}`, () =>
      readsPhone(browser, county, account))
  await test('each role has its own chapters', () => looksRight(browser, county))
}
