/* One ledger in its three forms: the screen, the workbook, the CSV. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { shoot } from './browser.mjs'
import { ROOT } from './county.mjs'
import { visit } from './pages.mjs'

/* Debian's own Python: its openpyxl reads what libxlsxwriter wrote. */
const PYTHON = '/usr/bin/python3'
const READER = path.join(ROOT, 'tests/api/ledger_second_reader.py')

async function download(seat, name, button) {
  const waiting = seat.page.waitForEvent('download')
  await seat.page.getByRole('button', { name: button }).click()
  const file = await waiting
  const kind = path.extname(file.suggestedFilename())
  const to = path.join(seat.dir, `${name}${kind}`)
  await file.saveAs(to)
  return to
}

/* RFC 4180: quoted cells with doubled quotes in them. */
function readCsv(text) {
  const rows = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g
  for (const [all, quoted, plain, end] of text.matchAll(cell)) {
    if (all === '') break
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') rows.push([])
  }
  const [head, ...body] = rows
  return { head, rows: body.filter((row) => /^\d+$/.test(row[0] ?? '')) }
}

const onScreen = (page) =>
  page.locator('.sheet tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((each) => each.textContent.trim())),
  )

async function countOnScreen(page) {
  const head = await page.locator('.page-head').innerText()
  return Number(/共 ([\d,]+) 人/.exec(head)[1].replaceAll(',', ''))
}

/* The names in the ledger, after its three forms were held together. */
export async function compareLedger(seat, name) {
  const { page } = seat
  await visit(seat, `/ledgers/${name}`, '台账')
  const total = await countOnScreen(page)
  const seen = await onScreen(page)
  await shoot(page, `console-ledger-${name}-1440`)
  const xlsx = await download(seat, name, '导出 Excel')
  const csv = await download(seat, name, '导出 CSV')
  const said = execFileSync(PYTHON, [READER, xlsx, csv], { encoding: 'utf8' })
  assert.equal(Number(/^(\d+) rows/.exec(said)[1]), total)
  const text = readFileSync(csv, 'utf8').replace(/^\ufeff/, '')
  const { head, rows } = readCsv(text)
  assert.equal(rows.length, total)
  assert.ok(seen.length > 0)
  assert.deepEqual(seen, rows.slice(0, seen.length))
  return rows.map((row) => row[head.indexOf('姓名')])
}
