/*
 * Where there is no network: a village taken along, twenty doors surveyed and
 * photographed, the browser killed in between, and then all of it, byte by byte, in
 * the county's store once.
 * KILLS is how often; SEED chooses the steps at which.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFaults } from './axe.mjs'
import { shoot } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import { PHRASE, signInPhone } from './pages.mjs'
import { findIn, goHome, startBrowser, unlock } from './profile.mjs'

const TOWNSHIP = 'hutou'
const DOORS = 20
const KILLS = Number(process.env.KILLS ?? 4)

const makeChance = (seed) => () =>
  (seed = (seed * 48271) % 2147483647) / 2147483647

/* ---- the walk --------------------------------------------------------------------- */
const search = (page) => page.getByRole('searchbox')

async function openVillage(page, village) {
  await page.getByRole('button', { name: village }).first().click()
  await search(page).waitFor()
  await page.getByText(/户已存在手机里/).waitFor()
}

/* The township's villages, the fullest first, until there are doors enough. */
async function takeVillages(seat) {
  const { page } = seat
  const names = await page.locator('.rows .row strong:first-child').allInnerTexts()
  const taken = []
  let doors = 0
  for (const name of names.filter((each) => !/^(剩|✓)/.test(each))) {
    await openVillage(page, name)
    const here = Number(
      /\d+/.exec(await page.getByRole('button', { name: /^未访/ }).innerText()),
    )
    if (here > 0) taken.push(name)
    doors += here
    await page.locator('.bar-back').click()
    await page.getByRole('heading', { name: '我的村' }).waitFor()
    if (doors >= DOORS) break
  }
  assert.ok(doors >= DOORS, `${doors} doors`)
  return taken
}

/* Each door has a photo of its own: the page as it stands, no two alike. */
async function photograph(page, name) {
  const buffer = await page.screenshot({ type: 'jpeg', quality: 40 })
  await page.getByLabel('＋ 拍照片').setInputFiles({ name, mimeType: 'image/jpeg', buffer })
  await page.getByRole('img', { name: '照片 1' }).waitFor()
  await page.getByRole('button', { name: '去掉照片 1' }).scrollIntoViewIfNeeded()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-photo-390')
}

/* One door, tap by tap; `tapped` may end the browser after each. */
async function survey(page, note, tapped) {
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '空户' }).waitFor()
  await tapped()
  await page.getByRole('radio', { name: '空户' }).check()
  await tapped()
  const more = page.getByRole('button', { name: '＋ 备注' })
  if (await more.isVisible()) await more.click()
  await page.getByLabel('备注').fill(note)
  await tapped()
  if (!(await page.getByRole('img', { name: '照片 1' }).isVisible()))
    await photograph(page, `${note}.jpg`)
  await tapped()
  await page.getByRole('button', { name: '保存' }).click()
  await tapped()
  await page.getByText('✓ 已存在手机里').waitFor()
}

class Killed extends Error {}

async function walk(seat, open, villages) {
  const chance = makeChance(Number(process.env.SEED ?? 11))
  const share = KILLS / (DOORS * 5)
  const told = []
  let kills = 0
  const tapped = async () => {
    if (kills >= KILLS || chance() >= share) return
    kills += 1
    await seat.kill()
    throw new Killed()
  }
  const waiting = [...villages]
  let isThere = false
  for (let n = 0; told.length < DOORS && waiting.length > 0; ) {
    try {
      if (!isThere) await openVillage(seat.page, waiting[0])
      isThere = true
      if ((await seat.page.locator('.rows .row').count()) === 0) {
        waiting.shift()
        await seat.page.locator('.bar-back').click()
        isThere = false
        continue
      }
      const note = `途中所记 ${n++}`
      await survey(seat.page, note, tapped)
      told.push(note)
      await seat.page.getByRole('button', { name: '回门户列表' }).click()
      await search(seat.page).waitFor()
    } catch (thrown) {
      if (!(thrown instanceof Killed)) throw thrown
      seat = await open()
      await unlock(seat)
      isThere = false
    }
  }
  assert.ok(kills > 0, 'the browser was never killed')
  return { seat, told, kills }
}

/* ---- back home ------------------------------------------------------------------- */
/* A killed browser has lost its session; nothing else waits for it. */
async function signInAgain(page) {
  const waiting = page.getByRole('heading', { name: /^未上传 ·/ })
  await page.getByRole('heading', { name: '登录已过期' }).waitFor()
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('#password').waitFor({ state: 'detached' })
  await waiting.waitFor({ state: 'detached' })
  await page.getByText('都已上传，没有等待的。').waitFor()
}

async function walkAndCompare(county, profile, open) {
  let seat = await open()
  await signInPhone(seat, TOWNSHIP)
  await seat.page.evaluate(() => navigator.serviceWorker.ready)
  const api = (route) => seat.api(route)
  const before = (await api('/surveys?mine=true&limit=200')).items
  const people = (await api('/students?limit=200')).items
  const villages = await takeVillages(seat)
  await county.down()
  const went = await walk(seat, open, villages)
  seat = went.seat
  await seat.page.getByRole('button', { name: /条未上传/ }).click()
  await seat.page.getByRole('button', { name: '现在上传' }).waitFor()
  assert.deepEqual(await findFaults(seat.page), [])
  await shoot(seat.page, 'phone-away-unsent-390')
  await county.up()
  await seat.page.getByRole('button', { name: '现在上传' }).click()
  await signInAgain(seat.page)
  const known = new Set(before.map(({ uuid }) => uuid))
  const visits = (await api('/surveys?mine=true&limit=200')).items.filter(
    ({ uuid }) => !known.has(uuid),
  )
  const doors = visits.map(({ household_id }) => household_id)
  assert.equal(new Set(doors).size, doors.length, 'a door was visited twice')
  const notes = []
  const shots = new Set()
  for (const { uuid, outcome } of visits) {
    assert.equal(outcome, 'vacant')
    const { note, photos } = await api(`/surveys/${uuid}`)
    notes.push(note)
    assert.equal(photos.length, 1, `${note} has ${photos.length} photos`)
    const [{ attachment_id: id }] = photos
    assert.ok(id, `the photo of ${note} has not come`)
    const answer = await seat.context.request.get(`${county.origin}/api/v1/attachments/${id}`)
    const bytes = await answer.body()
    assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff])
    shots.add(createHash('sha256').update(bytes).digest('hex'))
  }
  assert.equal(shots.size, visits.length, 'two doors have one photo')
  for (const note of went.told) assert.ok(notes.includes(note), `${note} is lost`)
  /* What was killed after the tap may be there untold. */
  assert.ok(visits.length >= DOORS)
  assert.ok(visits.length <= went.told.length + went.kills)

  await goHome(seat)
  await seat.page.getByRole('button', { name: '锁上手机里的内容' }).click()
  await seat.page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  await seat.kill()
  const names = people.map(({ name }) => name).filter((name) => name.length > 2)
  const numbers = people.map(({ id_no }) => id_no).filter(Boolean)
  assert.deepEqual(findIn(profile, [...names, ...numbers, ...went.told, PHRASE]), [])
  /* The search finds what is known to be there in plain. */
  assert.deepEqual(findIn(profile, [TOWNSHIP]), [TOWNSHIP])
  return `${visits.length} visits, ${shots.size} photos, ${went.kills} kills, ${names.length} names sought`
}

/* Whatever happens, no browser and no profile is left. */
async function onAProfile(act) {
  const county = await startCounty({ kind: 'big' })
  const profile = mkdtempSync(path.join(tmpdir(), 'baoxue-phone-'))
  let seat
  try {
    return await act(county, profile, async () => {
      seat = await startBrowser(profile, county)
      return seat
    })
  } catch (thrown) {
    await shoot(seat?.page, 'phone-away-failed-390').catch(() => {})
    throw thrown
  } finally {
    await seat?.kill().catch(() => {}) // it may be killed already
    rmSync(profile, { recursive: true, force: true })
    await county.stop()
  }
}

export const makeAway = () => async (test) => {
  await test('phone: what is surveyed without a network outlives its browser', () =>
    onAProfile(walkAndCompare))
}
