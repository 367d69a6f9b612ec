/*
 * The main job from a doorstep to the bureau's ledger, each step done by the
 * person whose job it is, in one county.
 */
import assert from 'node:assert/strict'
import { DESK, keep, shoot, sitDown, takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import { compareLedger } from './ledger.mjs'
import {
  findDoor,
  makeHand,
  openDoor,
  record,
  signInDesk,
  signInPhone,
  visit,
} from './pages.mjs'

const TOWNSHIP = 'hutou'
const OTHER_TOWNSHIP = 'yanggang'
const TEACHER = 'teacher71'
const LEAD = 'lead'
const BUREAU = 'bureau'

/* A flag is a twenty-second job: what one has to do, sign-in aside. */
const FLAG_STEPS = 5
const VISIT_STEPS = 8
const CHILD_STEPS = 4
/* From the list to the decision, without the mouse. */
const APPROVE_KEYS = 24

const LEDGERS = ['returned', 'suspected', 'dropout', 'deferred', 'exempt', 'poverty', 'children']
const SAID = '家长说<img src=x onerror=alert(document.domain)>下周一送回'

/* The smallest PNG: one grey point. */
const PICTURE = {
  name: '返校照片.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

const inSchool = (child) =>
  !child.open_case_id && child.defaults.situation === 'in_school'

async function knock(seat, door, child) {
  const { page } = seat
  const hand = makeHand(page)
  await openDoor(hand, door)
  await hand.tap(page.getByRole('radio', { name: '已入户' }))
  const cards = page.locator('article.child')
  for (const card of await cards.all()) {
    const before = hand.steps
    if (!(await card.innerText()).includes(child)) {
      await hand.tap(card.locator('.suggest'))
      assert.equal(hand.steps - before, 1, 'as it was is one tap')
      continue
    }
    await hand.tap(card.getByRole('button', { name: '不是这样，另选' }))
    await hand.tap(card.getByRole('button', { name: '务工' }))
    await hand.tap(card.locator('.chip-button').first())
    assert.ok(hand.steps - before <= CHILD_STEPS, `${hand.steps - before} taps for a child`)
  }
  await seat.rest()
  await keep(page, 'survey-door-390')
  await shoot(page, 'phone-door-filled-390')
  await hand.tap(page.getByRole('button', { name: '保存' }))
  await page.getByText(/已生成个案 \d+/).waitFor()
  return hand.steps
}

async function surveyAtTheDoor(browser, county, met) {
  const seat = await takePhone(browser, county)
  await signInPhone(seat, TOWNSHIP)
  const door = await findDoor(seat, ({ children }) => children.some(inSchool))
  const { name } = door.children.find(inSchool)
  const steps = await knock(seat, door, name)
  const said = await seat.page.locator('main').innerText()
  assert.match(said, new RegExp(`已生成个案 \\d+\\s*${name}\\s*务工`))
  assert.ok(steps <= VISIT_STEPS, `${steps} taps`)
  met.case = Number(/已生成个案 (\d+)/.exec(said)[1])
  met.child = name
  await shoot(seat.page, 'phone-saved-case-390')
  seat.seen.assertQuiet()
  await seat.leave()
  return `${steps} taps`
}

async function seeTheCase(browser, county, met) {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, TOWNSHIP)
  await visit(seat, '/cases', '个案')
  const row = seat.page.getByRole('row').filter({ hasText: met.child })
  await row.getByRole('link', { name: met.child }).click()
  await seat.page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: met.child })
    .waitFor()
  assert.ok(seat.page.url().endsWith(`#/cases/${met.case}`))
  await seat.rest()
  seat.seen.assertQuiet()
  await seat.leave()
}

async function hideTheCase(browser, county, met) {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, OTHER_TOWNSHIP)
  await visit(seat, '/cases', '个案')
  const { status, body } = await seat.ask('/cases?limit=100')
  assert.equal(status, 200)
  assert.ok(!body.items.some(({ id }) => id === met.case))
  assert.ok(!(await seat.page.locator('main').innerText()).includes(met.child))
  seat.seen.assertQuiet()
  seat.seen.allow(/status of 404 .*\/cases\/\d+$/)
  await visit(seat, `/cases/${met.case}`, '个案详情')
  const said = await seat.page.locator('main').innerText()
  assert.match(said, /没有找到/)
  assert.ok(!said.includes(met.child))
  await shoot(seat.page, 'console-case-404-1440')
  seat.seen.assertQuiet()
  await seat.leave()
}

/* ---- the teacher --------------------------------------------------------------- */
async function flagAPupil(seat, met) {
  const { page } = seat
  const pupils = await seat.list('/students?status=active&limit=50')
  const pupil = pupils.find((each) => !each.open_case_id)
  await visit(seat, '/flag', '报告疑似辍学')
  const begun = performance.now()
  const hand = makeHand(page)
  await hand.fill(page.getByLabel('哪个学生'), pupil.name)
  await hand.tap(
    page.locator('.people').getByRole('button', { name: pupil.name }).first(),
  )
  await hand.pick(page.getByLabel('原因'), { index: 1 })
  await hand.tap(page.getByRole('button', { name: '报告', exact: true }))
  await page.waitForURL(/#\/cases\/\d+$/)
  await seat.rest()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  met.pupil = pupil.name
  met.flag = Number(/\d+$/.exec(page.url())[0])
  assert.ok(hand.steps <= FLAG_STEPS, `${hand.steps} steps`)
  seat.seen.assertQuiet()
  return `${hand.steps} steps, ${seconds} s`
}

const act = (page, label) =>
  page.getByRole('group', { name: '办理' }).getByRole('button', { name: label })

const radio = (page, group, choice) =>
  page.getByRole('radiogroup', { name: group }).getByText(choice, { exact: true })

async function send(seat, label, result) {
  const button = seat.page
    .getByRole('region', { name: label })
    .getByRole('button', { name: label })
  await record(seat, label, () => button.click())
  await seat.page.locator('ol').getByText(result).first().waitFor()
}

async function persuade(seat) {
  const { page } = seat
  await act(page, '核实').click()
  await page.getByLabel('核实情况').fill('到家中看过，孩子没有到校。')
  await send(seat, '核实', '核实为疑似辍学')
  await act(page, '登记劝返').click()
  await radio(page, '劝返方式', '入户').click()
  await page.getByLabel('劝返人员').fill('班主任')
  await page.getByLabel('劝返对象').fill('母亲')
  await page.getByLabel('家庭答复').fill(SAID)
  await radio(page, '劝返结果', '同意返校').click()
  await send(seat, '登记劝返', '同意返校')
  /* What was typed is a text, whatever it looks like. */
  await page.locator('dd').getByText(SAID, { exact: true }).waitFor()
  assert.equal(await page.locator('img[src="x"]').count(), 0)
  seat.seen.assertQuiet()
}

async function reportReturn(seat) {
  const { page } = seat
  await act(page, '报告返校').click()
  await page.getByLabel('返回的学校和班级').fill('虎林市虎林镇初级中学 7-1')
  const form = page.getByRole('region', { name: '报告返校' })
  await form.getByRole('button', { name: '报告返校' }).click()
  await page.getByText('请先上传：').waitFor()
  await page.locator('input[type=file]').first().setInputFiles(PICTURE)
  await page.getByText(PICTURE.name).waitFor()
  await send(seat, '报告返校', '报告返校，待销号')
  await seat.rest()
  const width = await page
    .locator('ol img')
    .first()
    .evaluate((image) => image.decode().then(() => image.naturalWidth))
  assert.equal(width, 1)
  await shoot(page, 'console-case-returned-1440')
  seat.seen.assertQuiet()
}

/* ---- the bureau ---------------------------------------------------------------- */
const focused = (page) =>
  page.evaluate(() => document.activeElement?.textContent?.trim())

async function tabTo(page, hand, label) {
  do {
    await hand.press('Tab')
    assert.ok(hand.steps <= APPROVE_KEYS, `${label} is not to be reached`)
  } while ((await focused(page)) !== label)
}

async function approveByKeys(browser, county, met) {
  const seat = await sitDown(browser, county, DESK)
  const { page } = seat
  await signInDesk(seat, LEAD)
  await visit(seat, '/approvals', '销号审批')
  const hand = makeHand(page)
  const here = page.locator('.queue [aria-current="true"]')
  while (!(await here.innerText()).includes(met.pupil)) {
    await hand.press('j')
    assert.ok(hand.steps <= APPROVE_KEYS)
  }
  await page
    .getByRole('heading', { level: 2 })
    .filter({ hasText: met.pupil })
    .waitFor()
  await seat.rest()
  await shoot(page, 'console-approvals-1440')
  await tabTo(page, hand, '批准销号')
  await hand.press('Enter')
  await page.getByRole('region', { name: '批准销号' }).waitFor()
  await page.keyboard.type('材料齐全，同意销号。')
  await tabTo(page, hand, '批准销号')
  await record(seat, '批准销号', () => hand.press('Enter'))
  await seat.rest()
  assert.ok(!(await page.locator('main').innerText()).includes(met.pupil))
  const { body } = await seat.ask(`/cases/${met.flag}`)
  assert.equal(body.state, 'watching')
  seat.seen.assertQuiet()
  await seat.leave()
  return `${hand.steps} keys`
}

async function exportLedgers(browser, county, met, test) {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, BUREAU)
  for (const name of LEDGERS) {
    await test(`ledger ${name}: screen, XLSX and CSV hold the same rows`, async () => {
      const names = await compareLedger(seat, name)
      if (name === 'returned') assert.ok(names.includes(met.pupil))
      if (name === 'suspected') assert.ok(names.includes(met.child))
      seat.seen.assertQuiet()
      return `${names.length} rows`
    })
  }
  await seat.leave()
}

export async function runFlow(browser, test) {
  const county = await startCounty()
  const met = {}
  await test('a township officer marks a child out of school at the door', () =>
    surveyAtTheDoor(browser, county, met))
  await test('the case is there for the same township', () =>
    seeTheCase(browser, county, met))
  await test('another township neither lists nor opens the case', () =>
    hideTheCase(browser, county, met))
  const teacher = await sitDown(browser, county, DESK)
  await test('a teacher flags a pupil', async () => {
    await signInDesk(teacher, TEACHER)
    return flagAPupil(teacher, met)
  })
  await test('the teacher logs a persuasion', () => persuade(teacher))
  await test('the teacher reports the return with a picture', () =>
    reportReturn(teacher))
  await teacher.leave()
  await test('the bureau approves without a mouse', () =>
    approveByKeys(browser, county, met))
  await exportLedgers(browser, county, met, test)
  await test('the server stops when told to', () => county.stop())
}
