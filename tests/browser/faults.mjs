/*
 * What goes wrong between the door and the office while visits wait on the phone: the
 * session ends, the account is disabled, the round is closed, the household is moved
 * or gone, the form has changed, the clock or the time zone is another.  Nothing is
 * lost, nothing is false, and what to do is said.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, NARROW, PHONE, shoot, sitDown } from './browser.mjs'
import { PASSWORD, startCounty } from './county.mjs'
import { PHRASE, signInDesk, signInPhone, unlockPhone, write } from './pages.mjs'

const VILLAGE = '230381103208'
const OTHER_VILLAGE = '230381103209'
const OFFICER = 'cunli'
const ACCOUNTS = [[OFFICER, 'village', VILLAGE]]
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/
const A_DAY = 86_400_000

/* A village of households, none of them visited. */
const DOORS = 30
const STEMS = [...'甲乙丙丁戊己庚辛壬癸']
const nameOf = (n) => STEMS[Math.floor(n / 10)] + STEMS[n % 10]
const REGISTER = [
  '户号,户主姓名,与户主关系,姓名,性别,出生日期,公民身份号码,民族,户籍地区划代码,户籍地址',
  ...Array.from({ length: DOORS }, (_, n) =>
    [
      87000000000 + n, `样户${nameOf(n)}`, '子', `样童${nameOf(n)}`, '男',
      `2014-0${1 + (n % 9)}-11`, '', '汉族', VILLAGE, `演示路${n + 10}号`,
    ].join(',')),
].join('\n')

/* A household without children. */
const ALONE = '样户独居'

/* ---- at the office ---------------------------------------------------------------- */
/* Changes a record as it is now. */
async function change(desk, route, body) {
  const { version } = (await desk.ask(route)).body
  await write(desk, 'PATCH', route, body, version)
}

/* ---- at the door -------------------------------------------------------------------- */
async function openVillage({ page }) {
  await page.locator('.rows .row').first().click()
  await page.getByText(/户已存在手机里/).waitFor()
}

/* Opens the next door and says that nobody lives there, not yet saved. */
async function begin(seat, note) {
  const { page } = seat
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '空户' }).check()
  await page.getByRole('button', { name: '＋ 备注' }).click()
  await page.getByLabel('备注').fill(note)
}
async function save({ page }) {
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已存在手机里').waitFor()
}
async function toVillage({ page }) {
  await page.getByRole('button', { name: '回门户列表' }).click()
  await page.getByRole('searchbox').waitFor()
}
async function keep(seat, ...notes) {
  for (const note of notes) {
    await begin(seat, note)
    await save(seat)
    await toVillage(seat)
  }
}

async function toUnsent({ page }) {
  await page.getByRole('button', { name: /条未上传/ }).click()
  await page.getByRole('button', { name: '现在上传', exact: true }).waitFor()
}
const allSent = ({ page }) => page.getByText('都已上传，没有等待的。').waitFor()

async function signInAgain({ page }) {
  await page.locator('#password').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.locator('#password').waitFor({ state: 'detached' })
}

/* Of the village, by their notes; each once. */
async function visitsOf(desk, notes) {
  const found = new Map()
  for (const { uuid } of await desk.list(`/surveys?division=${VILLAGE}&limit=200`)) {
    const { body } = await desk.ask(`/surveys/${uuid}`)
    if (!notes.includes(body.note)) continue
    assert.ok(!found.has(body.note), `${body.note} is there twice`)
    found.set(body.note, body)
  }
  return notes.map((note) => found.get(note))
}

async function looksRight(seat, name) {
  await seat.rest()
  assert.deepEqual(await findFaults(seat.page), [])
  await shoot(seat.page, name)
}

/* ---- the session and the account -------------------------------------------------- */
async function sessionEnds({ phone, desk }) {
  const { page, context } = phone
  const notes = ['会话一', '会话二', '会话三']
  await context.setOffline(true)
  await keep(phone, ...notes)
  await toUnsent(phone)
  /* It ends when the first has gone. */
  let gone = 0
  await page.route('**/surveys/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue()
    if (gone++ > 0) await context.clearCookies()
    await route.continue()
  })
  await context.setOffline(false)
  await page.getByRole('heading', { name: '登录已过期' }).waitFor()
  assert.equal((await visitsOf(desk, notes)).filter(Boolean).length, 1)
  await page.unroute('**/surveys/*')
  await signInAgain(phone)
  await allSent(phone)
  assert.equal((await visitsOf(desk, notes)).filter(Boolean).length, 3)
}

/* Runs in the page: how many records of each kind the account has on the phone. */
const countKinds = async () => {
  const [{ name }] = (await indexedDB.databases()).filter((one) => /^baoxue-\d+$/.test(one.name))
  const db = await new Promise((done) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => done(opening.result)
  })
  const rows = await new Promise((done) => {
    const asking = db.transaction('records').objectStore('records').getAll()
    asking.onsuccess = () => done(asking.result)
  })
  db.close()
  const counts = {}
  for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/* All that waits has gone, without a tap. */
const goesByItself = ({ page }) =>
  page.getByRole('button', { name: /条未上传/ }).waitFor({ state: 'detached' })

async function accountDisabled({ phone, desk, admin }) {
  const { page, context } = phone
  const notes = ['停用一', '停用二']
  await context.setOffline(true)
  await keep(phone, ...notes)
  const users = await admin.list(`/users?q=${OFFICER}&limit=200`)
  const { id } = users.find(({ username }) => username === OFFICER)
  await change(admin, `/users/${id}`, { disabled: true })
  await context.setOffline(false)
  /* What the phone keeps of the village is gone; what waits is held, sealed. */
  await page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  await page.waitForFunction(countKinds)
  assert.deepEqual(await page.evaluate(countKinds), { outbox: 2, state: 1 })
  await page.locator('#phrase').fill(PHRASE)
  await page.getByRole('button', { name: '解锁', exact: true }).click()
  await page.getByText('没上传的还在').waitFor()
  await looksRight(phone, 'phone-disabled-390')
  await change(admin, `/users/${id}`, { disabled: false })
  await page.getByRole('button', { name: '用别的账号' }).click()
  await page.getByLabel('用户名').fill(OFFICER)
  await signInAgain(phone)
  await unlockPhone(phone)
  await goesByItself(phone)
  assert.ok((await visitsOf(desk, notes)).every(Boolean))
}

/* ---- what the office did meanwhile -------------------------------------------------- */
const roundOf = async ({ list }) =>
  (await list('/survey-rounds')).find(({ state }) => state === 'open').id

async function roundClosed({ phone, desk }) {
  const { page, context } = phone
  const notes = ['轮次一', '轮次二']
  const route = `/survey-rounds/${await roundOf(desk)}`
  const sent = []
  page.on('request', (request) => {
    if (request.method() === 'PUT' && request.url().includes('/surveys/'))
      sent.push(request.postDataJSON())
  })
  await context.setOffline(true)
  await keep(phone, ...notes)
  await change(desk, route, { state: 'closed' })
  await toUnsent(phone)
  await context.setOffline(false)
  await page.getByText('服务器没有收').nth(1).waitFor()
  await looksRight(phone, 'phone-round-closed-390')
  /* It is said at the door what to do; what was filled in is there. */
  await page.locator('.rows .row').first().click()
  await page.getByText('请联系教育局重新开放这一轮').first().waitFor()
  assert.equal(await page.getByLabel('备注').inputValue(), notes[0])
  await looksRight(phone, 'phone-round-closed-door-390')
  await change(desk, route, { state: 'open' })
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  await toUnsent(phone)
  await page.getByRole('button', { name: '现在上传', exact: true }).click()
  await allSent(phone)
  assert.ok((await visitsOf(desk, notes)).every(Boolean))
  const times = sent.filter(({ note }) => note === notes[0]).map((one) => one.visited_at)
  assert.ok(times.length >= 2)
  assert.equal(new Set(times).size, 1, 'it is of the time at the door, not of its sending')
}

const householdOf = async (desk, name) =>
  (await desk.list(`/households?division=${VILLAGE}&q=${name}`))[0]

/* One door of the village, by its name. */
async function keepAt(phone, name, note) {
  await phone.page.getByRole('searchbox').fill(name)
  await keep(phone, note)
}

/* Still in sight of the village by a child that is registered there. */
async function householdNear({ phone, desk }) {
  const { context } = phone
  await context.setOffline(true)
  const name = await phone.page.locator('.rows .row strong').first().innerText()
  const { id, division } = await householdOf(desk, name)
  await keepAt(phone, name, '迁到邻村')
  await change(desk, `/households/${id}`, { division: OTHER_VILLAGE })
  await context.setOffline(false)
  await goesByItself(phone)
  const { items } = (await desk.ask(`/surveys?household_id=${id}`)).body
  assert.equal(items.length, 1)
  assert.equal((await desk.ask(`/households/${id}`)).body.division, OTHER_VILLAGE)
  await change(desk, `/households/${id}`, { division })
}

async function householdMoved({ phone, desk }) {
  const { page, context } = phone
  const { id, division } = await write(desk, 'POST', '/households', {
    division: VILLAGE, head_name: ALONE,
  })
  await page.reload()
  await unlockPhone(phone)
  await page.getByText(new RegExp(`${DOORS + 2} 户已存在手机里`)).waitFor()
  await context.setOffline(true)
  await keepAt(phone, ALONE, '迁走了')
  await change(desk, `/households/${id}`, { division: OTHER_VILLAGE })
  await toUnsent(phone)
  await context.setOffline(false)
  await page.getByText('服务器没有收').waitFor()
  await page.locator('.rows .row').first().click()
  await page.getByText('已转到别的村，或不在名册里了').first().waitFor()
  assert.equal(await page.getByLabel('备注').inputValue(), '迁走了')
  await looksRight(phone, 'phone-household-moved-390')
  await change(desk, `/households/${id}`, { division })
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: '现在上传', exact: true }).click()
  await allSent(phone)
  const [visit] = await visitsOf(desk, ['迁走了'])
  assert.equal(visit.household_id, id)
}

/* ---- the form ------------------------------------------------------------------------ */
async function formIsOld({ phone, desk }) {
  const { page, context } = phone
  await page.route('**/survey-form', async (route) => {
    const answer = await route.fetch()
    const form = await answer.json()
    for (const one of form.situations) if (one.label === '务工') one.code = 'of_old'
    await route.fulfill({ response: answer, json: form })
  })
  await page.reload()
  await unlockPhone(phone)
  await page.getByText(/户已存在手机里/).waitFor()
  await context.setOffline(true)
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '已入户' }).check()
  await page.getByRole('button', { name: '＋ 备注' }).click()
  await page.getByLabel('备注').fill('旧表单')
  const card = page.locator('article.child').first()
  await card.getByRole('button', { name: '务工' }).click()
  await card.locator('.chip-button').first().click()
  await save(phone)
  await page.unroute('**/survey-form')
  await context.setOffline(false)
  await page.getByText('没有保存：填写有误').waitFor()
  await looksRight(phone, 'phone-form-old-390')
  assert.equal(await page.getByLabel('备注').inputValue(), '旧表单')
  await card.getByRole('button', { name: '务工' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  const [visit] = await visitsOf(desk, ['旧表单'])
  assert.equal(visit.children.length, 1)
}

/* ---- the clock ------------------------------------------------------------------------ */
const isNear = (text, ms) => Math.abs(Date.parse(text) - ms) < 5 * 60_000

async function clockIsWrong({ phone, desk }) {
  const { page, context } = phone
  const notes = ['快一年', '慢一年']
  for (const [at, off] of [365 * A_DAY, -365 * A_DAY].entries()) {
    await page.clock.setFixedTime(Date.now() + off)
    await begin(phone, notes[at])
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText(`手机的时间${off > 0 ? '快' : '慢'}了 365 天`).waitFor()
    if (at === 0) await looksRight(phone, 'phone-clock-390')
    await toVillage(phone)
  }
  await checkTimes(desk, notes)
}

async function checkTimes(desk, notes) {
  for (const { note, visited_at: at } of await visitsOf(desk, notes))
    assert.ok(isNear(at, Date.now()), `${note}: ${at}`)
}

async function clockIsSetOn({ phone, desk }) {
  const { page, context } = phone
  await page.clock.setFixedTime(Date.now() + 365 * A_DAY)
  await context.setOffline(true)
  await keep(phone, '快一年又重开')
  /* As far as the phone knows it was not heard of for a year. */
  await page.reload()
  await page.getByText('连不上服务器').waitFor()
  assert.deepEqual(await page.evaluate(countKinds), { outbox: 1, state: 1 })
  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await unlockPhone(phone)
  await goesByItself(phone)
  await checkTimes(desk, ['快一年又重开'])
}

async function zoneIsAnother({ phone, desk }) {
  const { page, context } = phone
  await context.setOffline(true)
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '家中无人' }).check()
  await page.getByRole('button', { name: '明天 09:00' }).click()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'America/New_York' })
  await page.reload()
  await unlockPhone(phone)
  await page.getByRole('button', { name: '＋ 备注' }).click()
  await page.getByLabel('备注').fill('换了时区')
  await save(phone)
  await context.setOffline(false)
  await goesByItself(phone)
  await page.getByText('✓ 已保存').waitFor()
  await looksRight(phone, 'phone-zone-390')
  const [visit] = await visitsOf(desk, ['换了时区'])
  const day = new Date(Date.now() + 8 * 3_600_000 + A_DAY).toISOString().slice(0, 10)
  assert.equal(visit.return_at, `${day}T09:00:00+08:00`)
  assert.ok(isNear(visit.visited_at, Date.now()), visit.visited_at)
}

/* ---- yesterday's backup --------------------------------------------------------------- */
async function photograph({ page }) {
  const buffer = await page.screenshot({ type: 'jpeg', quality: 40 })
  await page
    .getByLabel('＋ 拍照片')
    .setInputFiles({ name: '门.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('img', { name: '照片 1' }).waitFor()
}

async function serverPutBack({ phone, desk, county }) {
  const { page } = phone
  county.backUp()
  await begin(phone, '备份之后')
  await photograph(phone)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  await page.getByText(/张照片在上传/).waitFor({ state: 'detached' })
  await county.putBack()
  assert.deepEqual(await visitsOf(desk, ['备份之后']), [undefined])
  await page.reload()
  await Promise.all([
    page.waitForResponse((reply) => reply.url().includes('/uploads/') && reply.ok()),
    unlockPhone(phone),
  ])
  await page.getByText(/张照片在上传/).waitFor({ state: 'detached' })
  const [visit] = await visitsOf(desk, ['备份之后'])
  assert.equal(visit.photos.length, 1)
  assert.ok(visit.photos[0].attachment_id, 'its photo is lost')
}

const FAULTS = {
  'a session that ends in the middle is gone on with': sessionEnds,
  'of a disabled account what waits is held, and nothing else': accountDisabled,
  'a round that was closed meanwhile says what to do': roundClosed,
  'a household that was moved next door is visited there': householdNear,
  'a household that was moved out of sight loses no visit': householdMoved,
  'a form of yesterday is put right': formIsOld,
  'a clock that is a year off makes no false time': clockIsWrong,
  'a clock that was set on by a year loses nothing unsent': clockIsSetOn,
  'another time zone changes no time': zoneIsAnother,
  'what a server lost that was put back is brought again': serverPutBack,
}

export const makeFaults = (browser) => async (test) => {
  const only = process.env.FAULT ?? ''
  const county = await startCounty({
    accounts: ACCOUNTS,
    lists: [['household_register', REGISTER]],
  })
  const desk = await sitDown(browser, county, DESK)
  const admin = await sitDown(browser, county, DESK)
  await signInDesk(desk, 'bureau')
  await signInDesk(admin, 'admin')
  for (const [name, act] of Object.entries(FAULTS).filter(([each]) => each.includes(only)))
    await test(`phone: ${name}`, async () => {
      const phone = await sitDown(browser, county, NARROW, { ...PHONE, timezoneId: undefined })
      phone.seen.allow(NO_NETWORK)
      try {
        await signInPhone(phone, OFFICER)
        await openVillage(phone)
        await phone.page.evaluate(() => navigator.serviceWorker.ready)
        await act({ phone, desk, admin, county })
        phone.seen.assertQuiet()
      } catch (thrown) {
        await shoot(phone.page, `phone-fault-${act.name}-390`).catch(() => {})
        throw thrown
      } finally {
        await phone.leave()
      }
    })
  for (const seat of [desk, admin]) await seat.leave()
  await county.stop()
}
