/*
 * Papers served at the door with no network, 入学通知书 and 劝返: signed on the glass, by a photo of
 * the receipt, refused before a witness; the page closed in between; and then
 * each of them on the server once, with its picture.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, shoot, sitDown, takePhone } from './browser.mjs'
import { sign, signInDesk, signInPhone, unlockPhone, write } from './pages.mjs'

const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/
/* Whose notices the demo county makes. */
const TOWNSHIP = 'hulinzhen'

async function goHome(seat) {
  const { page } = seat
  while (!(await page.getByRole('heading', { name: '我的村' }).isVisible())) {
    await page.locator('.bar-back').click()
    await page.waitForFunction(() => document.readyState === 'complete')
  }
}

export async function openNotices(seat, { division_name }) {
  const { page } = seat
  await goHome(seat)
  await page.getByRole('button', { name: division_name }).first().click()
  await page.getByRole('button', { name: /^通知书等文书：/ }).click()
  await page.getByPlaceholder('孩子姓名或文号').waitFor()
}

const JPEG = { name: '回执.jpg', mimeType: 'image/jpeg' }

const WAYS = [
  async (page) => {
    await page.getByLabel('签收人').fill('演示家长')
    await sign(page)
  },
  async (page) => {
    await page.getByRole('radio', { name: '同住成年家属签收' }).check()
    await page.getByLabel('签收人').fill('演示祖母')
    await page.getByLabel('与学生关系').selectOption({ label: '祖母' })
    const at = page.getByLabel(/回执/)
    await at.setInputFiles({ ...JPEG, buffer: Buffer.from('no picture') })
    await page.getByRole('button', { name: '保存送达' }).click()
    await page.getByText('这张照片打不开').waitFor()
    await at.setInputFiles({ ...JPEG, buffer: await page.screenshot({ type: 'jpeg' }) })
  },
  async (page) => {
    await page.getByRole('radio', { name: '留置送达' }).check()
    await page.getByLabel('送达地点').fill('家门口')
    await page.getByLabel('见证人').fill('村干部演示')
  },
]

async function serve(seat, notice, way, isFirst) {
  const { page } = seat
  await openNotices(seat, notice)
  const { student_name, number } = notice
  await page.getByRole('searchbox').fill(isFirst ? `${number}` : student_name)
  await page.locator('.rows .row').first().click()
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByText(/^还没填：/).waitFor() // something is missing yet
  await page.evaluate(() => scrollTo(0, 0)) // the bar lies over what is above
  await way(page)
  if (isFirst) {
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, 'phone-serve-390')
  }
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByRole('searchbox').waitFor()
}

/* What the way of service asks for is on the phone once it was looked at. */
async function takeAlong(seat, notices) {
  const { page } = seat
  for (const notice of notices) {
    await openNotices(seat, notice)
    await seat.rest()
  }
  await shoot(page, 'phone-notices-390')
  assert.deepEqual(await findFaults(page), [])
  await page.locator('.rows .row:enabled').first().click()
  await page.getByRole('button', { name: '保存送达' }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
}

export const makeServed = (browser, county) => async (test) => {
  const seat = await takePhone(browser, county)
  const { page, context } = seat
  await signInPhone(seat, TOWNSHIP)
  await test('phone: papers are served with no network, three ways', async () => {
    const notices = (await seat.list('/notices?state=issued&limit=200')).slice(0, 3)
    assert.equal(notices.length, 3)
    seat.seen.allow(NO_NETWORK)
    await takeAlong(seat, notices)
    await context.setOffline(true)
    for (const [place, way] of WAYS.entries())
      await serve(seat, notices[place], way, place === 0)
    await page.reload()
    await unlockPhone(seat)
    await goHome(seat)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('所以没有退出').waitFor()
    await page.getByRole('button', { name: /3 条未上传/ }).click()
    await page.getByText('没上传的送达 · 3 份').waitFor()
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, 'phone-serve-unsent-390')
    await context.setOffline(false)
    /* No button is needed: what waits goes as soon as there is a network. */
    await page.getByText('都已上传，没有等待的。').waitFor()
    const after = []
    for (const { id } of notices) after.push((await seat.ask(`/notices/${id}`)).body)
    assert.deepEqual(
      after.map(({ state, services }) => [state, services.length]),
      [['served', 1], ['served', 1], ['refused', 1]],
    )
    const pictures = after.map(({ services: [one] }) => one.attachment_id)
    assert.ok(pictures[0] && pictures[1] && !pictures[2])
    return `${after.length} notices, 2 pictures`
  })
  await seat.leave()
  await test('phone: a 劝返通知书 is served at the door, signed for', () =>
    servesPersuasion(browser, county))
}

/* ---- 劝返 ---------------------------------------------------------------------------- */
const dayOf = (days) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' })

/* A case of the township with its 劝返通知书, and where the child lives. */
async function issuePersuasion(desk) {
  const pupils = await desk.list('/students?status=active&limit=100')
  const pupil = pupils.find(({ open_case_id: open }) => !open)
  const { id } = await write(desk, 'POST', '/cases', {
    student_id: pupil.id, reason: 'R02', absent_since: dayOf(-5), tried: '上门劝过一次',
  })
  const steps = { verify: { note: '属实' }, notify: { deadline_on: dayOf(10), note: '请送孩子返校' } }
  for (const [action, body] of Object.entries(steps)) {
    const { version } = (await desk.ask(`/cases/${id}`)).body
    await write(desk, 'POST', `/cases/${id}/actions/${action}`, body, version)
  }
  const [paper] = await desk.list(`/documents?case_id=${id}&kind=persuasion_notice`)
  const { residence_division: code } = (await desk.ask(`/students/${pupil.id}`)).body
  const village = (await desk.ask(`/divisions/${code.slice(0, 12)}`)).body
  return { ...paper, case: id, village: village.name }
}

async function servesPersuasion(browser, county) {
  const desk = await sitDown(browser, county, DESK)
  await signInDesk(desk, TOWNSHIP)
  const paper = await issuePersuasion(desk)
  const seat = await takePhone(browser, county)
  const { page, context } = seat
  seat.seen.allow(NO_NETWORK)
  await signInPhone(seat, TOWNSHIP)
  await openNotices(seat, { division_name: paper.village })
  await page.getByRole('searchbox').fill(paper.number_text)
  const row = page.locator('.rows .row').first()
  await row.getByText('劝返通知书').waitFor()
  await row.getByText(/^期限/).waitFor()
  await row.click()
  await page.getByRole('button', { name: '保存送达' }).waitFor()
  await seat.rest()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-serve-persuasion-390')
  await context.setOffline(true)
  await page.getByLabel('签收人').fill('演示家长')
  await sign(page, 7)
  await page.getByRole('button', { name: '保存送达' }).click()
  await page.getByRole('searchbox').waitFor()
  await page.getByText('未上传', { exact: true }).waitFor()
  await context.setOffline(false)
  await page.getByText('✓ 已送达').first().waitFor()
  const { state, services } = (await desk.ask(`/documents/${paper.id}`)).body
  assert.deepEqual([state, services.length], ['served', 1])
  assert.equal(services[0].recipient, '演示家长')
  const answer = await desk.context.request.get(`/api/v1/attachments/${services[0].attachment_id}`)
  assert.deepEqual([...(await answer.body()).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
  /* The case knows of it. */
  const { events } = (await desk.ask(`/cases/${paper.case}`)).body
  assert.ok(events.some(({ action }) => action === 'served'), 'no event')
  for (const each of [seat, desk]) {
    each.seen.assertQuiet()
    await each.leave()
  }
}
