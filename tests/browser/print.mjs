/*
 * What is printed: every kind of document that the demo county has, its
 * receipt, and whole cases, as PDF from Chromium's own printing.  Poppler reads
 * them back: A4, as many pages as it should have, nothing cut, nothing lost.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DESK, sitDown } from './browser.mjs'
import { ROOT } from './county.mjs'
import { signInDesk, visit } from './pages.mjs'

const PAPERS = path.join(ROOT, 'build/papers')

const run = (command, ...args) =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 })

/* Prints the page that is open, as its own style sheets say. */
async function print(seat, name) {
  const file = path.join(PAPERS, `${name}.pdf`)
  mkdirSync(PAPERS, { recursive: true })
  writeFileSync(file, await seat.page.pdf({ preferCSSPageSize: true }))
  const about = run('pdfinfo', file)
  return {
    file,
    pages: Number(/^Pages:\s+(\d+)/m.exec(about)[1]),
    size: /^Page size:\s+(.*)$/m.exec(about)[1],
    text: run('pdftotext', '-raw', file, '-'),
    words: readWords(file),
  }
}

/* Each word with its place, in points from the upper left corner. */
function readWords(file) {
  const html = run('pdftotext', '-bbox', file, '-')
  const word = /xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g
  return [...html.matchAll(word)].map(([, left, top, right, bottom, text]) => ({
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
    text,
  }))
}

const MM = 72 / 25.4
const A4 = { width: 210 * MM, height: 297 * MM }

/* A page of the console as anybody prints it: without menu and buttons, on a
 * sheet that is used here, on white, no word where a printer does not reach. */
export async function printFaults(seat, name) {
  const { words, pages, size } = await print(seat, `page-${name}`)
  const [, width, height] = /^([\d.]+) x ([\d.]+)/.exec(size).map(Number)
  const off = words.find(
    ({ left, right, top, bottom }) =>
      left < 5 * MM ||
      right > width - 5 * MM ||
      top < 5 * MM ||
      bottom > height - 2 * MM,
  )
  await seat.page.emulateMedia({ media: 'print' })
  await seat.page.waitForFunction(() => matchMedia('print').matches)
  await seat.rest()
  const seen = await seat.page.evaluate(() => {
    const shown = (each) => each.getClientRects().length > 0
    const ground = getComputedStyle(document.body).backgroundColor
    return {
      menu: [
        ...document.querySelectorAll('.side, header.bar, .page-head button, .el-button:not(.is-link, .is-text)'),
      ].some(shown),
      dark: !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(ground),
    }
  })
  await seat.page.emulateMedia({ media: null })
  return [
    pages === 0 && 'prints nothing',
    !/A[34]/.test(size) && `prints on ${size}`,
    off && `prints "${off.text}" off the sheet`,
    seen.menu && 'prints the menu',
    seen.dark && 'prints a ground',
  ].filter(Boolean)
}

/* A page that holds its number alone is a sheet of paper lost. */
function assertNoneBlank({ text, pages }, name) {
  const sheets = text.split('\f').slice(0, pages)
  sheets.forEach((sheet, place) =>
    assert.ok(plain(sheet) !== '', `page ${place + 1} of ${name} is blank`),
  )
}

/* No ink outside the printing area but the page's number and its foot. */
function assertInside({ words }, name) {
  for (const { left, right, top, bottom, text } of words) {
    const at = `${name}: "${text}" at ${left.toFixed()},${top.toFixed()}`
    assert.ok(left >= 27 * MM && right <= A4.width - 25 * MM, `${at} is cut`)
    assert.ok(top >= 25 * MM && bottom <= A4.height - 2 * MM, `${at} is cut`)
  }
}

/* pdftotext breaks lines where the paper does, and 康熙部首 stand for some
 * characters of a font; a page's number stands where a text goes on. */
const plain = (text) =>
  text.normalize('NFKC').replace(/\s/g, '').replace(/—\d+—/g, '')

function assertHolds(pdf, wanted, name) {
  const text = plain(pdf.text)
  for (const part of wanted.filter(Boolean)) {
    assert.ok(text.includes(plain(part)), `${name} lacks ${part}`)
  }
}

/* Every text that the server put on it is on the paper. */
const textsOf = (set) =>
  set.papers.flatMap(({ blocks }) =>
    blocks.flatMap(({ text, cells }) => [text, ...cells]),
  )

async function printAndRead(seat, where, title, route, name) {
  await visit(seat, where, title)
  const { status, body } = await seat.ask(route)
  assert.equal(status, 200)
  const pdf = await print(seat, name)
  assert.match(pdf.size, /A4/, `${name} is ${pdf.size}`)
  assertHolds(pdf, textsOf(body), name)
  assertHolds(pdf, [`${body.printed_by}`], name)
  assertInside(pdf, name)
  assertNoneBlank(pdf, name)
  return { pdf, set: body }
}

/* A form is one sheet, to be signed; a letter may go on with its seal. */
const mostPages = (kind) => (kind.endsWith('_form') ? 1 : 2)

async function printKind(seat, kind, one) {
  const { pdf, set } = await printAndRead(
    seat,
    `/print/documents/${one.id}`,
    '打印文书',
    `/documents/${one.id}/paper`,
    kind,
  )
  const { body: child } = await seat.ask(`/students/${one.student_id}`)
  assertHolds(pdf, [one.number_text, set.papers[0].title], kind)
  if (one.student_id) assertHolds(pdf, [child.name], kind)
  assert.ok(pdf.pages <= mostPages(kind), `${kind} has ${pdf.pages} pages`)
  return pdf.pages
}

/* One document of every kind; of all of them when one has none. */
async function oneOfEach(seat) {
  const kinds = await seat.list('/codes?table=document_kind&limit=200')
  const found = []
  for (const { code } of kinds) {
    const [one] = await seat.list(`/documents?kind=${code}&limit=1`)
    assert.ok(one, `the demo county has no ${code}`)
    found.push([code, one])
  }
  return found
}

async function printCases(seat) {
  const cases = await seat.list('/cases?limit=200')
  const chosen = ['enforcing', 'review', 'exempt', 'home_teaching'].map((word) =>
    cases.find(({ state, outcome }) => state === word || outcome === word),
  )
  for (const { id, student_name } of chosen) {
    const { pdf, set } = await printAndRead(
      seat,
      `/print/cases/${id}`,
      '打印卷宗',
      `/cases/${id}/dossier`,
      `dossier-${id}`,
    )
    assertHolds(pdf, [student_name, '卷内目录', '劝返情况记录表'], `case ${id}`)
    assert.ok(pdf.pages >= set.papers.length, 'every paper begins a page')
  }
  return chosen.length
}

/* Every ledger whole on lying paper: each child, the heads on every page, the
 * lines to be signed once at the end. */
async function printLedgers(seat) {
  const all = await seat.list('/ledgers')
  const { body: me } = await seat.ask('/me')
  let pages = 0
  for (const { name, title } of all) {
    const { body } = await seat.ask(`/ledgers/${name}?limit=200&count=true`)
    await visit(seat, `/print/ledgers/${name}`, '打印台账')
    await seat.page.locator('.leaf').waitFor()
    const pdf = await print(seat, `ledger-${name}`)
    assert.match(pdf.size, body.wide ? /A3/ : /A4/, `${name} is ${pdf.size}`)
    assertHolds(pdf, [`${body.year}年${title}`, body.unit], name)
    assertHolds(pdf, body.items.map((row) => row.name), name)
    assertHolds(pdf, [...body.foot, `打印账号：${me.name}（${me.unit_name}）`], name)
    const sheets = pdf.text.split('\f').slice(0, pdf.pages)
    const rows = await seat.page.locator('.leaf tbody tr').count()
    assert.equal(rows, Math.max(1, body.total), name)
    for (const [at, sheet] of sheets.entries()) {
      const isLast = at === sheets.length - 1
      assert.ok(isLast || plain(sheet).includes(plain(body.columns[0].header)), name)
      const foot = `第${at + 1}页共${pdf.pages}页`
      assert.ok(plain(sheet).includes(foot), `${name}: no ${foot}`)
    }
    pages += pdf.pages
  }
  return `${all.length} ledgers, ${pages} pages`
}

/* Of a sheet without its margins, as sheet.css has them. */
const PRINTED = { A4: 277, A3: 400 }

/* Chromium makes a page small whose table is wider than the sheet, and then cuts
 * it: so each table is measured at the width of the sheet. */
const tooWide = (width) =>
  [...document.querySelectorAll('table')].flatMap((table) => [
    ...(table.getBoundingClientRect().right > width + 1
      ? [`a table ends at ${table.getBoundingClientRect().right.toFixed()} of ${width} px`]
      : []),
    ...[...table.querySelectorAll('th, td')]
      .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
      .map((cell) => `"${cell.textContent.trim()}" is wider than its column`),
  ])

async function assertFits(seat, sheet, name) {
  const width = Math.floor((PRINTED[sheet] * 96) / 25.4)
  const wide = seat.page.viewportSize()
  await seat.page.setViewportSize({ width, height: wide.height })
  await seat.page.emulateMedia({ media: 'print' })
  await seat.page.waitForFunction(() => matchMedia('print').matches)
  await seat.rest()
  assert.ok((await seat.page.locator('table').count()) > 0, `${name} has no table`)
  assert.deepEqual(await seat.page.evaluate(tooWide, width), [], name)
  await seat.page.emulateMedia({ media: null })
  await seat.page.setViewportSize(wide)
}

/* Every ledger as its page prints it and as its official sheet: no table, and
 * nothing in it, wider than the paper. */
async function measureLedgers(seat) {
  let measured = 0
  for (const { name } of await seat.list('/ledgers')) {
    const { body } = await seat.ask(`/ledgers/${name}?limit=1&count=true`)
    await visit(seat, `/print/ledgers/${name}`, '打印台账')
    await seat.page.locator('.leaf').waitFor()
    await assertFits(seat, body.wide ? 'A3' : 'A4', `print/${name}`)
    await visit(seat, `/ledgers/${name}`, '台账')
    await seat.page.getByRole('heading', { name: body.title }).waitFor()
    await seat.rest()
    if (body.total === 0) continue
    await assertFits(seat, 'A4', name)
    assert.deepEqual(await printFaults(seat, `ledger-${name}`), [], name)
    measured += 1
  }
  assert.ok(measured > 10, `${measured} ledgers have rows`)
  return `${measured} ledgers`
}

export function makePrint(browser, county) {
  return async (test) => {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, 'lead')
    await test('every kind of document is printed whole on A4', async () => {
      const all = await oneOfEach(seat)
      for (const [kind, one] of all) await printKind(seat, kind, one)
      return `${all.length} kinds`
    })
    await test('a receipt of service is printed for the door', async () => {
      const [one] = await seat.list('/documents?unserved=true&limit=1')
      await printAndRead(
        seat,
        `/print/receipts/${one.id}`,
        '打印送达回证',
        `/documents/${one.id}/receipt`,
        'receipt',
      )
    })
    await test('a void paper says so across the page', async () => {
      const [one] = await seat.list('/documents?state=void&limit=1')
      const { pdf } = await printAndRead(
        seat,
        `/print/documents/${one.id}`,
        '打印文书',
        `/documents/${one.id}/paper`,
        'void',
      )
      assertHolds(pdf, ['作废：日期写错'], 'void')
    })
    await test('a case is printed as one dossier', async () => {
      return `${await printCases(seat)} cases`
    })
    await test('every ledger is printed whole, its heads on each page', () =>
      printLedgers(seat))
    await test('no ledger is wider than the paper it is printed on', () =>
      measureLedgers(seat))
    await test('printing breaks no rule of the page', () =>
      assert.deepEqual(seat.seen.take(), []))
    await seat.leave()
  }
}
