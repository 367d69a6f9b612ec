/*
 * 数据导出: asked for at the desk, waited for, taken as a workbook and as a set of
 * CSV, and thrown away; a township finds its own children in it and no others.
 */
import { findFaults } from './axe.mjs'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DESK, sitDown } from './browser.mjs'
import { press, signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const rowsOf = ({ page }) =>
  page.getByRole('table', { name: '本人的数据导出' }).locator('tbody tr')

async function ask(seat, form) {
  const { page } = seat
  const before = (await seat.list('/data-exports')).length
  await press(seat, '导出全部数据…')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(form, { exact: true }).click()
  await dialog.getByLabel('用途').fill('样例归档')
  await see(seat, 'data-export-asks')
  await dialog.getByRole('button', { name: '开始导出', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await rowsOf(seat).nth(before).waitFor()
  await rowsOf(seat).first().getByText(/^可下载：/).waitFor()
  return rowsOf(seat).first()
}

async function take(seat, row, dir) {
  const waiting = seat.page.waitForEvent('download')
  await row.getByRole('button', { name: /^下载/ }).click()
  const file = await waiting
  const to = path.join(dir, file.suggestedFilename())
  await file.saveAs(to)
  await seat.page.getByText(/^已下载。/).waitFor()
  return to
}

const UNPACK =
  'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))'
const unpacked = (file, name) =>
  execFileSync('python3', ['-c', UNPACK, file, name], { maxBuffer: 1 << 28 }).toString()

async function takesCsv(seat, dir) {
  await visit(seat, '/data-exports', '数据导出')
  const row = await ask(seat, 'CSV 数据包（ZIP）')
  await see(seat, 'data-exports')
  assert.deepEqual(await findFaults(seat.page), [])
  const file = await take(seat, row, dir)
  const { body } = await seat.ask('/students?count=true&limit=1')
  const children = unpacked(file, 'students.csv').trim().split('\r\n')
  assert.equal(children.length - 1, body.total)
  assert.ok(unpacked(file, 'counts.csv').includes(`students,学生,${body.total}\r\n`))
  return `${body.total} children`
}

async function takesBook(seat, dir) {
  const row = await ask(seat, 'Excel 工作簿')
  const file = await take(seat, row, dir)
  assert.ok(unpacked(file, 'xl/workbook.xml').includes('name="数据字典"'))
  return `${fs.statSync(file).size} bytes`
}

async function throwsAway(seat) {
  const { page } = seat
  const row = rowsOf(seat).first()
  await row.getByRole('button', { name: /^删除/ }).click()
  await page.getByText('文件已删除。').waitFor()
  await row.getByText('已删除', { exact: true }).waitFor()
  const [{ id }] = await seat.list('/data-exports')
  const gone = await seat.ask(`/data-exports/${id}/file`)
  assert.equal(gone.status, 409)
}

export const makeExports = (browser, county) => async (test) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'exports-'))
  for (const account of ['lead', 'hutou']) {
    const seat = await sitDown(browser, county, DESK)
    await signInDesk(seat, account)
    await test(`${account} takes along all that it sees as CSV`, () => takesCsv(seat, dir))
    await test(`${account} takes it along as a workbook`, () => takesBook(seat, dir))
    await test('a file that is thrown away is gone', () => throwsAway(seat))
    await seat.leave()
  }
  fs.rmSync(dir, { recursive: true })
}
