/*
 * From the lists of a made-up county to opened cases: rosters handed in,
 * looked at, mended and committed; reconciled; candidates decided from the
 * keyboard; cases opened; then what a township sees of it.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DESK, sitDown } from './browser.mjs'
import { generateRosters, startCounty } from './county.mjs'
import { signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'
import { mend, spoil, SPOILT } from './spoilt.mjs'

const TOWNSHIP = { account: 'hulin', code: '230381100000' }
const LISTS = [
  ['schools', '学校'],
  ['enrolment', '学籍库'],
  ['household_register', '户籍'],
  ['register_change', '户籍变动'],
  ['poverty', '困难家庭'],
  ['disability', '三类残疾'],
  ['assigned', '下发疑似名单'],
]

/* ---- handing in ------------------------------------------------------------------ */
async function upload(seat, kind, file) {
  const { page } = seat
  await page.getByLabel('花名册', { exact: true }).first().selectOption(kind)
  await page.getByLabel('文件', { exact: true }).setInputFiles(file)
}

async function waitForRead(seat, n) {
  const links = seat.page
    .getByRole('list', { name: '这次上传的文件' })
    .getByRole('link', { name: '核对并提交' })
  await links.nth(n - 1).waitFor()
  await seat.rest()
}

const newest = async (seat, kind) =>
  (await seat.list(`/imports?kind=${kind}&limit=1`))[0]

async function toImport(seat, kind) {
  const { id } = await newest(seat, kind)
  await visit(seat, '/rosters', '花名册')
  await visit(seat, `/rosters/${id}`, '导入详情')
  await seat.page.getByText('核对完毕').waitFor()
}

async function commit(seat, kind) {
  const { page } = seat
  await toImport(seat, kind)
  const partial = page.getByLabel('不含有误的')
  if ((await partial.count()) > 0) await partial.check()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByText(/^已提交[。，]/).waitFor()
  await seat.rest()
  assert.equal((await newest(seat, kind)).state, 'committed')
}

async function handIn(seat, dir) {
  const { page } = seat
  await visit(seat, '/rosters', '花名册')
  await see(seat, 'rosters')
  await upload(seat, 'schools', path.join(dir, 'schools.csv'))
  await waitForRead(seat, 1)
  await commit(seat, 'schools')
  await visit(seat, '/rosters', '花名册')
  const rest = LISTS.slice(1)
  for (const [kind] of rest) await upload(seat, kind, path.join(dir, `${kind}.csv`))
  await waitForRead(seat, rest.length)
  await see(seat, 'rosters-read')
  for (const [kind] of rest) await commit(seat, kind)
  await visit(seat, '/rosters', '花名册')
  for (const [, title] of LISTS) {
    const row = page.getByRole('table', { name: '各花名册' }).getByRole('row', {
      name: new RegExp(`^${title} 市教育局 .*行：`),
    })
    assert.equal(await row.count(), 1, title)
  }
}

/* ---- a list with faults ------------------------------------------------------------- */
async function dirtyFile(seat, dir) {
  const { page } = seat
  const dirty = path.join(seat.dir, 'dirty.csv')
  const book = path.join(seat.dir, 'annotated.xlsx')
  const mended = path.join(seat.dir, 'mended.xlsx')
  const good = spoil(path.join(dir, 'attendance.csv'), dirty)

  await visit(seat, '/rosters', '花名册')
  await upload(seat, 'attendance', dirty)
  await waitForRead(seat, 1)
  await toImport(seat, 'attendance')
  const first = await newest(seat, 'attendance')
  assert.ok(first.refused >= SPOILT.length)
  await see(seat, 'import')
  for (const { row, says } of SPOILT) {
    await page
      .getByRole('row', { name: new RegExp(`^第 ${row} 行 .*${says} `) })
      .waitFor()
  }
  await page.getByRole('button', { name: '改列的对应' }).click()
  await see(seat, 'import-mapping')
  await page.getByRole('button', { name: '取消', exact: true }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载标注问题的原文件' }).click()
  await (await waiting).saveAs(book)
  mend(book, mended, good)
  await commit(seat, 'attendance')

  await visit(seat, '/rosters', '花名册')
  await upload(seat, 'attendance', mended)
  await waitForRead(seat, 1)
  const second = await newest(seat, 'attendance')
  assert.equal(second.refused, first.refused - SPOILT.length)
  assert.equal(second.added, SPOILT.length)
  assert.equal(second.unchanged, first.added)
  assert.equal(second.changed, 0)
  await commit(seat, 'attendance')

  await visit(seat, '/rosters', '花名册')
  await upload(seat, 'attendance', mended)
  await waitForRead(seat, 1)
  const third = await newest(seat, 'attendance')
  assert.equal(third.unchanged, first.added + SPOILT.length)
  assert.equal(third.added + third.changed, 0)
  await toImport(seat, 'attendance')
  await page.getByRole('button', { name: '取消导入' }).click()
  await page.getByText('已取消，没有改动任何记录。').waitFor()
  return `${first.refused} refused, ${SPOILT.length} mended`
}

/* ---- 列的对应, 撤销 ------------------------------------------------------------- */
async function strangeHeader(seat, dir) {
  const { page } = seat
  const strange = path.join(seat.dir, 'strange.csv')
  const text = readFileSync(path.join(dir, 'disability.csv'), 'utf8')
  writeFileSync(strange, text.replace('残疾类别', '情况说明'))
  await visit(seat, '/rosters?year=2025', '花名册')
  await upload(seat, 'disability', strange)
  await page.getByText('缺少“残疾类别”一列').first().waitFor()
  await seat.rest()
  const { id } = await newest(seat, 'disability')
  await visit(seat, `/rosters/${id}`, '导入详情')
  await page.getByText('缺少必须有的列：残疾类别。').waitFor()
  await see(seat, 'import-failed')
  await page.getByRole('button', { name: '改列的对应' }).click()
  await page.getByLabel('情况说明 是哪一项').selectOption({ label: '残疾类别（必须有）' })
  await page.getByRole('button', { name: '按这样重新核对' }).click()
  await page.getByText('核对完毕').waitFor()
  await seat.rest()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByText(/^已提交[。，]/).waitFor()
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await see(seat, 'import-rollback')
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByText('已撤销，记录和这次导入之前一样。').waitFor()
  assert.equal((await newest(seat, 'disability')).state, 'rolled_back')
}

/* ---- the board --------------------------------------------------------------------- */
const sum = (rows, fits) =>
  rows.filter(fits).reduce((all, { n }) => all + n, 0)

async function reconcile(seat, button) {
  const { page } = seat
  const newestRun = async () => (await seat.list('/reconciliations?limit=1'))[0]
  const before = (await newestRun())?.id ?? 0
  await visit(seat, '/', '待办')
  await visit(seat, '/reconciliations', '核查比对')
  await page.getByRole('button', { name: button }).click()
  /* The page itself asks until the run is done. */
  for (;;) {
    const asked = page.waitForResponse(/\/reconciliations\?/)
    const run = await newestRun()
    if (run?.id > before && run.state === 'done') {
      asked.catch(() => {})
      break
    }
    await asked
  }
  await page.waitForFunction(() =>
    [...document.querySelectorAll('button')].some(
      (each) => each.textContent.includes('重新比对') && !each.disabled,
    ),
  )
  await seat.rest()
  const run = await newestRun()
  return { run, tallies: await seat.list(`/reconciliations/${run.id}/tallies`) }
}

const rowsOf = (page, name) =>
  page.getByRole('table', { name, exact: true }).locator('tbody tr')

async function board(seat) {
  const { page } = seat
  const { run, tallies } = await reconcile(seat, '开始比对')
  assert.equal(sum(tallies, () => true), run.children)
  await see(seat, 'reconciliations')
  const shown = await rowsOf(page, '从名单到结论').locator('a').allInnerTexts()
  assert.equal(
    shown.reduce((all, text) => all + Number(text.replaceAll(',', '')), 0),
    run.children,
  )
  /* A band of the chart leads to the names that the table counts. */
  const bands = await page.locator('svg a').count()
  assert.equal(bands, shown.length)
  const [flow] = tallies.filter(({ verdict }) => verdict === 'enrolled_absent')
  await page
    .locator('svg a')
    .filter({ has: page.locator('path.enrolled_absent') })
    .first()
    .dispatchEvent('click')
  await page.getByRole('heading', { name: '核查名单' }).waitFor()
  await seat.rest()
  const names = rowsOf(page, '核查名单')
  const alike = (each) =>
    each.verdict === flow.verdict &&
    each.household_register === flow.household_register &&
    each.attendance === flow.attendance
  assert.equal(await names.count(), sum(tallies, alike))
  for (const text of await names.allInnerTexts()) {
    assert.match(text, /有学籍不在校/)
    assert.match(text, /学籍库第 \d+ 行/)
  }
  await see(seat, 'verdicts')
  return `${run.children} children`
}

async function decide(seat) {
  const { page } = seat
  const [run] = await seat.list('/reconciliations?limit=1')
  const open = `/reconciliations/${run.id}/verdicts?rule=candidates&undecided=true&count=true`
  const asked = (await seat.ask(open)).body.total
  assert.ok(asked >= 3, `only ${asked} questions`)
  await visit(seat, '/reconciliations', '核查比对')
  await page.getByRole('button', { name: '核对候选' }).click()
  const place = (n) => page.getByRole('heading', { name: `第 ${n} / ${asked} 名` })
  await place(1).waitFor()
  await seat.rest()
  await see(seat, 'candidates')
  assert.ok((await page.locator('mark').count()) > 0)
  await page.keyboard.press('j')
  await place(2).waitFor()
  await page.keyboard.press('k')
  await place(1).waitFor()
  await seat.rest()

  await page.keyboard.press('1')
  await page.getByLabel('是同一人，理由').fill('电话问过家长，证件号写成了旧号。')
  await see(seat, 'candidates-reason')
  await page.keyboard.press('Enter')
  await place(2).waitFor()
  await seat.rest()
  await page.keyboard.press('2')
  const reason = page.getByLabel('不是同一人，理由')
  await reason.fill('户口簿上是两名学生。')
  await page.keyboard.press('Enter')
  await place(3).waitFor()
  await seat.rest()
  assert.equal((await seat.ask(open)).body.total, asked - 2)

  await page.keyboard.press('u')
  await place(2).waitFor()
  await page.getByText('以后再核：撤回刚才的结论').waitFor()
  await seat.rest()
  assert.equal((await seat.ask(open)).body.total, asked - 1)
  await page.keyboard.press('2')
  await page.getByLabel('不是同一人，理由').waitFor()
  await page.keyboard.press('Enter')
  await place(3).waitFor()
  await seat.rest()

  const after = await reconcile(seat, '重新比对')
  assert.equal(after.run.questions, run.questions - 2)
  return `${run.questions} questions, then ${after.run.questions}`
}

/* The four ledgers of 五(一)4; an open case stands in one of them. */
const LEDGERS = ['suspected', 'dropout', 'local_unregistered', 'elsewhere_unregistered']

/* ---- cases and ledgers ---------------------------------------------------------------- */
async function ledgerSize(seat, name) {
  await visit(seat, `/ledgers/${name}`, '台账')
  const head = await seat.page.locator('.page-head').innerText()
  return Number(/共 ([\d,]+) 人/.exec(head)[1].replaceAll(',', ''))
}

/*
 * Who is at a school without a 学籍 stands in 市域内 or 省内外就读无学籍, by the
 * 处置类别 of its case, and neither in 疑似辍学 nor in 失学辍学.
 */
async function openCases(seat) {
  const { page } = seat
  const [run] = await seat.list('/reconciliations?limit=1')
  const tallies = await seat.list(`/reconciliations/${run.id}/tallies`)
  const rules = new Map(tallies.filter(({ kind }) => kind).map((each) => [each.rule, each]))
  const children = []
  for (const [rule, { kind, disposition }] of rules) {
    const found = await seat.list(
      `/reconciliations/${run.id}/verdicts?rule=${rule}&limit=200`,
    )
    children.push(...found.map((each) => ({ ...each, kind, disposition })))
  }
  assert.equal(children.length, sum(tallies, ({ kind }) => kind))
  /* Whom only a list knows is registered with the case. */
  const fresh = children.filter(({ student_id }) => !student_id).length
  const due = children.length
  await visit(seat, '/', '待办')
  await visit(seat, '/reconciliations', '核查比对')
  if (fresh > 0) await page.getByText(`其中 ${fresh} 名孩子只在名单里`).waitFor()
  await page.getByRole('button', { name: `立案 ${due} 件` }).click()
  await page.getByText(`新立 ${due} 件，`).waitFor()
  await seat.rest()
  await see(seat, 'reconciliations-opened')
  assert.ok(await page.getByRole('button', { name: '立案 0 件' }).isDisabled())

  const of = (kind) =>
    children.filter((each) => each.kind === kind && !each.disposition).length
  assert.equal(await ledgerSize(seat, 'suspected'), of('suspected'))
  assert.equal(await ledgerSize(seat, 'dropout'), of('never_enrolled'))
  for (const disposition of ['local_unregistered', 'elsewhere_unregistered']) {
    const told = children.filter((each) => each.disposition === disposition)
    assert.equal(await ledgerSize(seat, disposition), told.length, disposition)
  }
  return `${due} cases of ${children.length} children`
}

/* ---- followed lists ------------------------------------------------------------------ */
/* A 学籍 list of the year before: who is in 初中 now was in grade 6 of one
 * primary school then. */
function lastYear(dir, to) {
  const [head, ...rows] = readFileSync(path.join(dir, 'enrolment.csv'), 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(Boolean)
  const heads = head.split(',')
  const grade = heads.indexOf('年级')
  const school = heads.indexOf('学校标识码')
  const cells = rows.filter((row) => !row.includes('"')).map((row) => row.split(','))
  const primary = cells.find((row) => row[grade] === '小学六年级')[school]
  const left = cells.filter((row) => row[grade].startsWith('初中'))
  for (const row of left) {
    row[grade] = '小学六年级'
    row[school] = primary
  }
  writeFileSync(to, [head, ...left.map((row) => row.join(','))].join('\n'))
}

async function handover(seat, dir) {
  const { page } = seat
  const file = path.join(seat.dir, 'last-year.csv')
  const [run] = await seat.list('/reconciliations?limit=1')
  lastYear(dir, file)
  await visit(seat, `/reconciliations/${run.id}/handover`, '小升初')
  await page.getByText('上一年度的学籍库名单里没有六年级学生').waitFor()
  await visit(seat, `/rosters?year=${run.year - 1}`, '花名册')
  await upload(seat, 'enrolment', file)
  await waitForRead(seat, 1)
  await commit(seat, 'enrolment')
  await visit(seat, `/reconciliations/${run.id}/handover`, '小升初')
  await page.getByRole('heading', { name: '按学校' }).waitFor()
  await seat.rest()
  await see(seat, 'handover')
  const counts = await seat.list(`/reconciliations/${run.id}/handover`)
  const missing = sum(counts, ({ standing }) => standing === 'missing')
  const all = sum(counts, () => true)
  assert.ok(all > 0 && missing > 0 && missing < all)
  const shown = await rowsOf(page, '小升初按学校计数').locator('a').allInnerTexts()
  assert.equal(
    shown.reduce((total, text) => total + Number(text), 0),
    missing,
  )
  await rowsOf(page, '小升初按学校计数').locator('a').first().click()
  await seat.rest()
  assert.equal(await rowsOf(page, '小学毕业生').count(), Number(shown[0]))
  return `${missing} of ${all} leavers missing`
}

async function followAssigned(seat) {
  const { page } = seat
  const [run] = await seat.list('/reconciliations?limit=1')
  const rate = (await seat.ask(`/reconciliations/${run.id}/assigned-rate`)).body
  assert.equal(rate.total, sum(rate.counts, () => true))
  assert.equal(rate.denominator, rate.total - rate.excluded)
  await visit(seat, '/reconciliations', '核查比对')
  await page.getByRole('heading', { name: '下发名单销号' }).waitFor()
  const [first] = rate.counts.filter(({ n }) => n > 0)
  await rowsOf(page, '下发名单办理情况').locator('a').first().click()
  await page.getByRole('heading', { name: '下发名单销号', level: 1 }).waitFor()
  await seat.rest()
  assert.equal(await rowsOf(page, '下发名单').count(), Math.min(first.n, 50))
  await see(seat, 'assigned')
  return `${rate.numerator} of ${rate.denominator} settled`
}

async function townshipSees(browser, county, lead) {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, TOWNSHIP.account)
  const menu = await seat.page.getByRole('navigation', { name: '主菜单' }).innerText()
  assert.doesNotMatch(menu, /花名册/)
  seat.seen.allow(/status of 40[34] /)
  await visit(seat, '/rosters', '没有这一页')
  const [run] = await seat.list('/reconciliations')
  const count = async (of) =>
    (await of.ask(`/reconciliations/${run.id}/verdicts?limit=1&count=true`)).body.total
  assert.ok((await count(seat)) > 0 && (await count(seat)) < (await count(lead)))
  await visit(seat, '/reconciliations', '核查比对')
  await see(seat, 'reconciliations-township')
  const own = await seat.list('/cases?limit=200')
  const all = await lead.list('/cases?limit=200')
  assert.ok(own.length > 0 && own.length < all.length)
  const prefix = TOWNSHIP.code.slice(0, 9)
  for (const one of all) {
    const child = (await lead.ask(`/students/${one.student_id}`)).body
    const isOwn = [child.huji_division, child.residence_division].some((code) =>
      code?.startsWith(prefix),
    )
    assert.equal(
      own.some(({ id }) => id === one.id),
      isOwn,
      `case ${one.id} of a child of ${child.huji_division}`,
    )
    if (!isOwn) assert.equal((await seat.ask(`/cases/${one.id}`)).status, 404)
  }
  let listed = 0
  for (const name of LEDGERS) listed += await ledgerSize(seat, name)
  assert.equal(listed, own.length)
  await visit(seat, '/cases', '个案')
  await see(seat, 'cases-township')
  seat.seen.assertQuiet()
  await seat.leave()
  return `${own.length} of ${all.length} cases`
}

export const makeRosters = (browser) => async (test) => {
  const county = await startCounty({
    kind: 'empty',
    accounts: [
      ['lead', 'bureau_lead', 'bureau'],
      [TOWNSHIP.account, 'township', TOWNSHIP.code],
    ],
  })
  const dir = generateRosters(county, ['--children', '300', '--seed', '5'])
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, 'lead')
  await test('rosters are handed in, looked at and committed', () =>
    handIn(seat, dir))
  await test('a list with faults comes back, is mended and converges', () =>
    dirtyFile(seat, dir))
  await test('a strange header is told what it is; an import is taken back', () =>
    strangeHeader(seat, dir))
  await test('the board leads from lists to verdicts to names', () => board(seat))
  await test('candidates are decided from the keyboard', () => decide(seat))
  await test('cases are opened once, and the ledgers have them', () =>
    openCases(seat))
  await test('the list from above is followed to its end', () => followAssigned(seat))
  await test('who left grade 6 is looked for in grade 7', () => handover(seat, dir))
  await test('a township sees its own children alone', () =>
    townshipSees(browser, county, seat))
  seat.seen.assertQuiet()
  await seat.leave()
  await county.stop()
}
