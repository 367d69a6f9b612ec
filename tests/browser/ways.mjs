/*
 * The seven ways home and the ladder of the law, each from the flag to the
 * closing, every step by the person whose job it is; the days between go by on
 * a clock that the server is given.
 */
import assert from 'node:assert/strict'
import { DESK, shoot, sitDown } from './browser.mjs'
import { startCounty } from './county.mjs'
import { fillForm } from './form.mjs'
import { record, signInDesk, visit } from './pages.mjs'

const SCHOOL = 'zhongxue'
const EXPERTS = ['zhuanjia1', 'zhuanjia2', 'zhuanjia3']
const FIELDS = ['教育', '心理', '医学']
const DAY = 86_400_000

/* Days from today by the county's clock, as a form holds them. */
const dayOf = (county, days) =>
  new Date(county.now().getTime() + days * DAY).toLocaleDateString('sv', {
    timeZone: 'Asia/Shanghai',
  })

/* ---- who sits where -------------------------------------------------------------- */
function makeOffice(browser, county) {
  const seats = new Map()
  return {
    county,
    /* The seat of that account, signed in, at the county's time. */
    async at(username) {
      const known = seats.get(username)
      if (known) return known
      const seat = await sitDown(browser, county, DESK)
      await seat.context.clock.install({ time: county.now() })
      await signInDesk(seat, username)
      seats.set(username, seat)
      return seat
    },
    /* Everybody goes home, and comes back so many days later. */
    async later(days) {
      await this.goHome()
      await county.later(days)
    },
    async goHome() {
      for (const seat of seats.values()) {
        seat.seen.assertQuiet()
        await seat.leave()
      }
      seats.clear()
    },
  }
}

/* ---- what they do ------------------------------------------------------------------ */
/* To a page as it stands now, also when one is there already. */
async function goTo(seat, where, title) {
  await visit(seat, '/', '待办')
  await visit(seat, where, title)
}

async function send(seat, where, title, label, values) {
  const { page } = seat
  await goTo(seat, where, title)
  await page
    .getByRole('group', { name: '办理' })
    .getByRole('button', { name: label, exact: true })
    .click()
  const form = page.getByRole('region', { name: label, exact: true })
  await fillForm(form, values)
  const button = form.getByRole('button', { name: label, exact: true })
  await record(seat, label, () => button.click())
  await seat.rest()
}

const act = async (office, who, id, label, values) =>
  send(await office.at(who), `/cases/${id}`, '个案详情', label, values)

/* One whose name nobody else at the school has. */
async function freePupil(seat, used) {
  const pupils = await seat.list('/students?status=active&limit=100')
  for (const each of pupils) {
    if (each.open_case_id || used.has(each.name) || !each.school_name) continue
    const called = await seat.list(`/students?q=${encodeURIComponent(each.name)}`)
    if (called.length === 1) return each
  }
  return assert.fail('no pupil is left to be flagged')
}

async function flag(office, used) {
  const seat = await office.at(SCHOOL)
  const pupil = await freePupil(seat, used)
  used.add(pupil.name)
  await visit(seat, '/flag', '报告疑似辍学')
  await seat.page.getByLabel('哪个学生').fill(pupil.name)
  await seat.page
    .locator('.people')
    .getByRole('button', { name: pupil.name })
    .first()
    .click()
  await fillForm(seat.page.locator('form'))
  await seat.page.getByRole('button', { name: '报告', exact: true }).click()
  await seat.page.waitForURL(/#\/cases\/\d+$/)
  await seat.rest()
  const id = Number(/\d+$/.exec(seat.page.url())[0])
  await act(office, SCHOOL, id, '核实')
  return { id, student: pupil.id, name: pupil.name }
}

/* A department takes what it was given of a case, and answers. */
async function answer(office, unit, id, values) {
  const seat = await office.at(unit)
  const given = await seat.list('/assignments?mine=true&limit=100')
  const one = given.find((each) => each.case_id === id)
  await send(seat, `/assignments/${one.id}`, '交办详情', '签收')
  await send(seat, `/assignments/${one.id}`, '交办详情', '报告办理情况', values)
  return one.id
}

/* Fills in a dialog and sends it; what it says when it stays open is told. */
async function dialog(seat, open, values, send = '保存') {
  await open.click()
  const box = seat.page.getByRole('dialog').filter({ visible: true })
  await fillForm(box, values)
  await box.getByRole('button', { name: send, exact: true }).click()
  try {
    await box.waitFor({ state: 'hidden', timeout: 8000 })
  } catch {
    assert.fail(`the dialog stays open: ${await box.innerText()}`)
  }
  await seat.rest()
}

const button = (seat, name) =>
  seat.page.getByRole('button', { name, exact: true }).first()

async function seatCommittee(office) {
  const seat = await office.at('bureau')
  for (const [i, name] of EXPERTS.entries()) {
    await goTo(seat, '/committee', '专家委员会')
    await dialog(seat, button(seat, '登记委员'), {
      姓名: `测委员${FIELDS[i]}`,
      专业领域: FIELDS[i],
      工作单位: '演示医院',
      签署账号: `${name}（${name}）`,
      任期开始: dayOf(office.county, -30),
    })
  }
}

async function holdSession(office, id, advice) {
  const bureau = await office.at('bureau')
  await goTo(bureau, `/cases/${id}`, '个案详情')
  await dialog(
    bureau,
    button(bureau, '召集评估'),
    { 评估日期: dayOf(office.county, 0), 参会委员: /测委员/ },
    '召集',
  )
  for (const name of EXPERTS) {
    const seat = await office.at(name)
    const [session] = await seat.list('/assessments?mine=true')
    await send(seat, `/assessments/${session.id}`, '评估详情', '签署评估意见', {
      安置建议: advice,
    })
  }
}

async function makePlan(office, student) {
  const seat = await office.at(SCHOOL)
  await goTo(seat, `/students/${student}`, '学生详情')
  await dialog(seat, button(seat, '制定一生一策'))
  await dialog(seat, button(seat, '添加措施'))
}

/* The papers of a case that are to be served, by hand to the guardian. */
async function serve(office, who, id) {
  const seat = await office.at(who)
  await goTo(seat, `/cases/${id}`, '个案详情')
  const open = seat.page.getByRole('button', { name: '登记送达', exact: true })
  assert.ok((await open.count()) > 0, 'nothing is to be served')
  while ((await open.count()) > 0) {
    await dialog(seat, open.first(), {
      送达方式: '直接送达',
      签收人: '孩子的父亲',
    })
  }
}

async function stateOf(office, id) {
  const seat = await office.at('lead')
  return (await seat.ask(`/cases/${id}`)).body
}

async function closed(office, id, expected) {
  await act(office, 'lead', id, '批准销号')
  const c = await stateOf(office, id)
  for (const [member, value] of Object.entries(expected)) {
    assert.equal(c[member], value, member)
  }
  const seat = await office.at('lead')
  await goTo(seat, `/cases/${id}`, '个案详情')
  await shoot(seat.page, `way-${c.outcome}-1440`)
  return `case ${id}: ${c.state}, ${c.outcome}`
}

const arrange = (office, who, id, disposition) =>
  act(office, who, id, '转入安置办理', { 处置类别: disposition })

/* ---- the ways ------------------------------------------------------------------------ */
const WAYS = {
  async '劝返复学，回访四次后结案'(office, used) {
    const { id } = await flag(office, used)
    await act(office, SCHOOL, id, '登记劝返', { 劝返结果: '同意返校' })
    await act(office, SCHOOL, id, '报告返校')
    await closed(office, id, { state: 'watching', outcome: 'returned' })
    return id
  },
  async '市域内就读无学籍'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '市域内就读无学籍')
    await act(office, SCHOOL, id, '提交销号', {
      销号结果: '市域内就读，已注册学籍',
      在校证明: true,
    })
    return closed(office, id, { state: 'closed', disposition: 'local_unregistered' })
  },
  async '省内外就读无学籍，逐级汇报'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '省内外就读无学籍')
    await act(office, 'bureau', id, '逐级汇报', { 上报文号: '虎教报〔2026〕9号' })
    await act(office, SCHOOL, id, '提交销号', {
      销号结果: '省内外就读，已登记上报',
      就读学校: '山东省青岛市演示中学',
      外地就读证明: true,
    })
    return closed(office, id, {
      state: 'watching',
      disposition: 'elsewhere_unregistered',
      report_no: '虎教报〔2026〕9号',
    })
  },
  async '延缓入学'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '延缓入学')
    await act(office, SCHOOL, id, '申请延缓入学', { 期限止: dayOf(office.county, 200) })
    return closed(office, id, { state: 'watching', disposition: 'deferred' })
  },
  async '短期出国'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '短期出国')
    await act(office, SCHOOL, id, '申请短期出国', { 返校日期: dayOf(office.county, 200) })
    return closed(office, id, { state: 'watching', disposition: 'abroad' })
  },
  async '因病休学'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '因病因残')
    await act(office, SCHOOL, id, '申请休学', { 休学止: dayOf(office.county, 200) })
    return closed(office, id, { state: 'watching', outcome: 'suspended' })
  },
  async '因残：医学鉴定、专家评估、送教上门'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '因病因残')
    await act(office, SCHOOL, id, '提请医学鉴定')
    const task = await answer(office, 'canlian', id, { 鉴定结果: '学习条件受限' })
    await send(await office.at('bureau'), `/assignments/${task}`, '交办详情', '审核办结')
    await holdSession(office, id, '送教上门')
    await act(office, 'bureau', id, '提交残疾儿童安置', { 安置方式: '送教上门' })
    return closed(office, id, { state: 'watching', outcome: 'home_teaching' })
  },
  async '户籍原因：公安结论'(office, used) {
    const { id } = await flag(office, used)
    await arrange(office, SCHOOL, id, '户籍原因、失踪失联')
    await act(office, 'bureau', id, '提请公安核查')
    await answer(office, 'gongan', id, { 公安结论: '迁出注销' })
    await act(office, 'bureau', id, '依公安结论销号')
    return closed(office, id, { state: 'closed', conclusion: 'moved_out' })
  },
  async '学困厌学：一生一策，职业学校'(office, used) {
    const { id, student } = await flag(office, used)
    await arrange(office, SCHOOL, id, '学困厌学')
    await makePlan(office, student)
    await act(office, SCHOOL, id, '申请到职业学校就读')
    return closed(office, id, { state: 'watching', disposition: 'unwilling' })
  },
}

/* ---- the ladder of the law ----------------------------------------------------------- */
async function pressed(office, used) {
  const { id } = await flag(office, used)
  await act(office, SCHOOL, id, '登记劝返', { 劝返结果: '拒绝' })
  await act(office, 'bureau', id, '发限期复学通知书', {
    限期到校日期: dayOf(office.county, 5),
  })
  await serve(office, 'bureau', id)
  await act(office, 'bureau', id, '转入依法督促')
  await act(office, 'bureau', id, '批评教育')
  await act(office, 'bureau', id, '责令限期改正', { 改正期限: dayOf(office.county, 7) })
  await serve(office, 'bureau', id)
  return id
}

async function urged(office, id) {
  await office.later(9)
  await act(office, 'bureau', id, '催告', { 履行期限: dayOf(office.county, 10) })
  await serve(office, 'bureau', id)
  await act(office, 'bureau', id, '提请处罚')
}

async function inCourt(office, id) {
  await office.later(180)
  await act(office, 'bureau', id, '申请强制执行')
  await act(office, 'bureau', id, '登记司法结果')
  await act(office, 'bureau', id, '报告返校')
  return closed(office, id, { state: 'watching', outcome: 'returned' })
}

/* Four checks: a week, a month, a term, a year after the closing. */
async function watched(office, id) {
  const seat = await office.at('lead')
  const c = (await seat.ask(`/cases/${id}`)).body
  const closedAt = new Date(c.closed_at).getTime()
  for (let step = 0; step < 4; step += 1) {
    const now = (await stateOf(office, id)).due_at
    const days = (new Date(now).getTime() - office.county.now().getTime()) / DAY
    await office.later(Math.max(1, Math.floor(days)))
    await act(office, SCHOOL, id, '回访', { 仍在校就读: '是' })
  }
  const after = await stateOf(office, id)
  assert.equal(after.state, 'closed')
  const days = Math.round((office.county.now().getTime() - closedAt) / DAY)
  return `closed ${days} days after`
}

export async function runWays(browser, test) {
  const county = await startCounty({
    accounts: EXPERTS.map((name) => [name, 'expert', 'bureau']),
  })
  const office = makeOffice(browser, county)
  const used = new Set()
  let home
  await test('the committee is seated', () => seatCommittee(office))
  for (const [name, way] of Object.entries(WAYS)) {
    await test(`from the flag to the closing: ${name}`, async () => {
      const told = await way(office, used)
      home ??= told
      return typeof told === 'string' ? told : undefined
    })
  }
  await test('the child that came back is looked after for a year', () =>
    watched(office, home))
  let ladder
  await test('the law presses: notice, admonition, order, served', async () => {
    ladder = await pressed(office, used)
  })
  await test('nine days on: urging, served, penalty asked for', () =>
    urged(office, ladder))
  await test('half a year on: court, ruling, back at school', () =>
    inCourt(office, ladder))
  await office.goHome()
  await county.stop()
}
