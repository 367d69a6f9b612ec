/*
 * Where there is no network: a village taken along, twenty doors surveyed and
 * photographed, the notice of each child signed for on the glass, the browser killed in
 * between, and then all of it, byte by byte, in the county's store once.
 * KILLS is how often; SEED chooses the steps at which.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import { PHRASE, sign, signInDesk, signInPhone, write } from './pages.mjs'
import { findIn, goHome, startBrowser, unlock } from './profile.mjs'

const OFFICER = 'cunli'
const VILLAGE = { code: '230381103208', name: '新庆村委会' }
const SCHOOL_YEAR = new Date().getFullYear()
const DOORS = 20
const KILLS = Number(process.env.KILLS ?? 4)
/* Of a door, and of a paper: after each the browser may end. */
const DOOR_STEPS = 5
const PAPER_STEPS = 4

/* A household a door, with one child who reaches school age. */
const STEMS = [...'甲乙丙丁戊己庚辛壬癸']
const nameOf = (n) => STEMS[Math.floor(n / 10)] + STEMS[n % 10]
const REGISTER = [
  '户号,户主姓名,与户主关系,姓名,性别,出生日期,公民身份号码,民族,户籍地区划代码,户籍地址',
  ...Array.from({ length: DOORS + 4 }, (_, n) =>
    [
      86000000000 + n, `途户${nameOf(n)}`, '子', `途童${nameOf(n)}`, '男',
      `${SCHOOL_YEAR - 6}-03-1${n % 10}`, '', '汉族', VILLAGE.code, `演示路${n + 10}号`,
    ].join(',')),
].join('\n')

const makeChance = (seed) => () =>
  (seed = (seed * 48271) % 2147483647) / 2147483647

/* ---- the walk --------------------------------------------------------------------- */
const search = (page) => page.getByRole('searchbox')

async function openVillage(page) {
  await page.getByRole('button', { name: VILLAGE.name }).first().click()
  await search(page).waitFor()
  await page.getByText(/户已存在手机里/).waitFor()
}

async function openPapers(page) {
  await openVillage(page)
  await page.getByRole('button', { name: /^通知书等文书：/ }).click()
  await page.getByPlaceholder('孩子姓名或文号').waitFor()
}

/* At the desk: each child gets its notice. */
async function makeNotices(county, browser) {
  const desk = await sitDown(browser, county, DESK)
  await signInDesk(desk, 'bureau')
  const { made } = await write(desk, 'POST', '/notices', {
    division: VILLAGE.code, year: SCHOOL_YEAR, report_on: `${SCHOOL_YEAR}-12-31`, dry_run: false,
  })
  assert.ok(made >= DOORS, `${made} notices`)
  return desk
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

/* The next paper, signed for on the glass, each by another stroke. */
async function serve(page, n, tapped) {
  await page.locator('.rows .row:enabled').first().click()
  await page.getByLabel('签收人').waitFor()
  await tapped()
  await page.getByLabel('签收人').fill(`演示家长${nameOf(n % 100)}`)
  await tapped()
  await sign(page, n)
  await tapped()
  await page.getByRole('button', { name: '保存送达' }).click()
  await tapped()
  await page.getByPlaceholder('孩子姓名或文号').waitFor()
}

class Killed extends Error {}

/* What is left to do in a list, one after the other, each told when it is done. */
async function workOff(walk, open, one) {
  const told = []
  let isThere = false
  for (let n = 0; told.length < DOORS; n++) {
    try {
      if (!isThere) await open(walk.seat.page)
      isThere = true
      told.push(await one(walk.seat.page, n))
    } catch (thrown) {
      if (!(thrown instanceof Killed)) throw thrown
      walk.seat = await walk.open()
      await unlock(walk.seat)
      isThere = false
    }
  }
  return told
}

async function walk(seat, open) {
  const chance = makeChance(Number(process.env.SEED ?? 11))
  const share = KILLS / (DOORS * (DOOR_STEPS + PAPER_STEPS))
  const now = { seat, open, kills: 0 }
  const tapped = async () => {
    if (now.kills >= KILLS || chance() >= share) return
    now.kills += 1
    await now.seat.kill()
    throw new Killed()
  }
  const told = await workOff(now, openVillage, async (page, n) => {
    const note = `途中所记 ${n}`
    await survey(page, note, tapped)
    await page.getByRole('button', { name: '回门户列表' }).click()
    await search(page).waitFor()
    return note
  })
  await goHome(now.seat)
  const killsAtDoors = now.kills
  const served = await workOff(now, openPapers, async (page, n) => {
    await serve(page, n, tapped)
    return nameOf(n % 100)
  })
  assert.ok(now.kills > 0, 'the browser was never killed')
  return { seat: now.seat, told, served, kills: now.kills, killsAtDoors }
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

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')

/* The bytes of an attachment, which begin as they must. */
async function bytesOf(desk, id, begins) {
  assert.ok(id, 'a picture has not come')
  const answer = await desk.context.request.get(`/api/v1/attachments/${id}`)
  const bytes = await answer.body()
  assert.deepEqual([...bytes.subarray(0, begins.length)], begins)
  return bytes
}

async function compareVisits(desk, me, { told, killsAtDoors }) {
  const all = await desk.list(`/surveys?division=${VILLAGE.code}&limit=200`)
  const visits = all.filter(({ account_id }) => account_id === me)
  const doors = visits.map(({ household_id }) => household_id)
  assert.equal(new Set(doors).size, doors.length, 'a door was visited twice')
  const notes = []
  const shots = new Set()
  for (const { uuid, outcome } of visits) {
    assert.equal(outcome, 'vacant')
    const { note, photos } = (await desk.ask(`/surveys/${uuid}`)).body
    notes.push(note)
    assert.equal(photos.length, 1, `${note} has ${photos.length} photos`)
    shots.add(hashOf(await bytesOf(desk, photos[0].attachment_id, [0xff, 0xd8, 0xff])))
  }
  assert.equal(shots.size, visits.length, 'two doors have one photo')
  for (const note of told) assert.ok(notes.includes(note), `${note} is lost`)
  /* What was killed after the tap may be there untold. */
  assert.ok(visits.length >= DOORS && visits.length <= told.length + killsAtDoors)
  return visits.length
}

async function compareServices(desk, { served, kills, killsAtDoors }) {
  const notices = await desk.list(`/notices?division=${VILLAGE.code}&limit=200`)
  const signed = new Map()
  for (const { id } of notices) {
    const { services, state } = (await desk.ask(`/notices/${id}`)).body
    assert.ok(services.length <= 1, 'a notice was served twice')
    assert.equal(state, services.length === 1 ? 'served' : 'issued')
    for (const { recipient, attachment_id: picture } of services)
      signed.set(recipient, hashOf(await bytesOf(desk, picture, [0x89, 0x50, 0x4e, 0x47])))
  }
  for (const name of served) assert.ok(signed.has(`演示家长${name}`), `${name} is lost`)
  assert.equal(new Set(signed.values()).size, signed.size, 'two notices have one signature')
  assert.ok(signed.size <= served.length + kills - killsAtDoors)
  return signed.size
}

async function walkAndCompare(county, profile, open, desk) {
  let seat = await open()
  await signInPhone(seat, OFFICER)
  await seat.page.evaluate(() => navigator.serviceWorker.ready)
  const me = (await seat.api('/me')).id
  const people = (await seat.api('/students?limit=200')).items
  await openPapers(seat.page)
  /* What the way of service asks for is on the phone once it was looked at. */
  await seat.page.locator('.rows .row:enabled').first().click()
  await seat.page.getByRole('button', { name: '保存送达' }).waitFor()
  await goHome(seat)
  await county.down()
  const went = await walk(seat, open)
  seat = went.seat
  const { page } = seat
  await page.getByRole('button', { name: /条未上传/ }).click()
  await page.getByRole('button', { name: '现在上传' }).waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-away-unsent-390')
  await county.up()
  await page.getByRole('button', { name: '现在上传' }).click()
  await signInAgain(page)
  const visits = await compareVisits(desk, me, went)
  const signatures = await compareServices(desk, went)

  await goHome(seat)
  await page.getByRole('button', { name: '锁上手机里的内容' }).click()
  await page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  await seat.kill()
  const names = people.map(({ name }) => name).filter((name) => name.length > 2)
  assert.deepEqual(findIn(profile, [...names, ...went.told, PHRASE]), [])
  /* The search finds what is known to be there in plain. */
  assert.deepEqual(findIn(profile, [OFFICER]), [OFFICER])
  return `${visits} visits with photos, ${signatures} signatures, ${went.kills} kills, ${names.length} names sought`
}

/* Whatever happens, no browser and no profile is left. */
async function onAProfile(browser, act) {
  const county = await startCounty({
    accounts: [[OFFICER, 'village', VILLAGE.code]],
    lists: [['household_register', REGISTER]],
  })
  const profile = mkdtempSync(path.join(tmpdir(), 'baoxue-phone-'))
  let seat, desk
  try {
    desk = await makeNotices(county, browser)
    const open = async () => {
      seat = await startBrowser(profile, county)
      return seat
    }
    return await act(county, profile, open, desk)
  } catch (thrown) {
    await shoot(seat?.page, 'phone-away-failed-390').catch(() => {})
    throw thrown
  } finally {
    await seat?.kill().catch(() => {}) // it may be killed already
    await desk?.leave()
    rmSync(profile, { recursive: true, force: true })
    await county.stop()
  }
}

export const makeAway = (browser) => async (test) => {
  await test('phone: what is surveyed without a network outlives its browser', () =>
    onAProfile(browser, walkAndCompare))
}
