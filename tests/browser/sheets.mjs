/*
 * The paper way of a survey: sheets of a village printed, filled in by hand,
 * and typed in by keyboard alone; and the progress of the round, seen by
 * somebody else whose page stands open.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DESK, sitDown } from './browser.mjs'
import { ROOT, startCounty } from './county.mjs'
import { signInDesk, visit } from './pages.mjs'
import { see } from './see.mjs'

const OFFICER = 'lead'
const SHEETS = 10
const PAPERS = path.join(ROOT, 'build/papers')

const codeOf = (sheet) => /编号 (\d+-\d)/.exec(sheet.number_text)[1]

/* ---- at the keyboard ------------------------------------------------------------ */
const asked = (page) => page.locator('label[for=answer]').innerText()

/* Types a line, and waits until something else is asked or said. */
async function line(seat, text) {
  const { page } = seat
  const before = await asked(page)
  const said = await page.locator('.field-error').innerText()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    ([was, error]) =>
      document.querySelector('label[for=answer]').innerText !== was ||
      document.querySelector('.field-error').innerText !== error,
    [before, said],
  )
}

/* As a clerk would with a sheet on which every child is at school. */
async function fillIn(seat, code) {
  await line(seat, code)
  await line(seat, '1')
  for (let most = 60; most > 0; most--) {
    const now = await asked(seat.page)
    if (now.startsWith('核对无误')) return
    await line(seat, now.endsWith('现在的情况') ? '1' : '')
  }
  assert.fail('the sheet has no end')
}

async function beginEntry(seat, round, visitor, day) {
  await visit(seat, `/rounds/${round}/entry`, '快速录入')
  await line(seat, visitor)
  await line(seat, day)
}

/* ---- the steps ------------------------------------------------------------------ */
async function printSheets(seat, place) {
  await visit(seat, `/print/sheets/${place}`, '打印摸排登记表')
  const file = path.join(PAPERS, 'survey-sheets.pdf')
  mkdirSync(PAPERS, { recursive: true })
  writeFileSync(file, await seat.page.pdf({ preferCSSPageSize: true }))
  const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  const text = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' })
  assert.match(about, /^Page size:.*A4/m)
  return { pages: Number(/^Pages:\s+(\d+)/m.exec(about)[1]), text }
}

export function makeSheets(browser) {
  return async (test) => {
    const county = await startCounty()
    const seat = await sitDown(browser, county, DESK)
    const other = await sitDown(browser, county, DESK)
    await signInDesk(seat, OFFICER)
    await signInDesk(other, OFFICER)
    const { id: round } = (await seat.list('/survey-rounds'))[0]
    const base = `/survey-rounds/${round}`
    const left = (row) => row.households - row.visited
    const [town] = (await seat.list(`${base}/coverage?by=township`)).sort(
      (a, b) => left(b) - left(a),
    )
    const place = town.division
    const all = (await seat.ask(`/survey-sheets?division=${place}`)).body.papers
    const todo = (
      await seat.list(`${base}/households?division=${place}&state=todo&limit=200`)
    ).map((door) => door.household_id)
    const isTodo = (sheet) => todo.includes(Number(codeOf(sheet).split('-')[0]))
    const codes = all.filter(isTodo).map(codeOf)
    assert.ok(codes.length > SHEETS, `${codes.length} sheets are too few`)

    await test('a village has a sheet a household, each on a page', async () => {
      const pdf = await printSheets(seat, place)
      const isLarge = ({ blocks }) =>
        blocks.some(({ cells }) => cells[0] === '孩子4')
      const most = all.length + all.filter(isLarge).length
      assert.ok(pdf.pages >= all.length && pdf.pages <= most, `${pdf.pages} pages`)
      for (const sheet of all) assert.ok(pdf.text.includes(codeOf(sheet)))
      return `${pdf.pages} pages`
    })

    await test('ten sheets are typed in without a mouse', async () => {
      await visit(other, `/rounds/${round}`, '摸排进度')
      await beginEntry(seat, round, '测入户、测同行', '20260101')
      await fillIn(seat, codes[0])
      await line(seat, '')
      assert.match(await asked(seat.page), /入户日期/, 'a day before the round')
      await see(seat, 'entry-refused')
      await line(seat, new Date().toISOString().slice(0, 10))
      await line(seat, '')
      for (const code of codes.slice(1, SHEETS)) {
        await fillIn(seat, code)
        if (code === codes[1]) await see(seat, 'entry')
        await line(seat, '')
      }
      const visits = await seat.list(`/surveys?round_id=${round}&mine=true&limit=100`)
      const typed = visits.filter(({ source }) => source === 'paper')
      assert.equal(typed.length, SHEETS)
      assert.ok(typed.every(({ visitor }) => visitor === '测入户、测同行'))
      return `${SHEETS} sheets`
    })

    await test('what is not there, or was visited before, is said', async () => {
      const unknown = codes[0].replace(/.$/, (digit) => (Number(digit) + 1) % 10)
      await line(seat, unknown)
      assert.match(await seat.page.locator('.field-error').innerText(), /编号不对/)
      await seat.page.keyboard.press('Escape')
      await line(seat, '查无此户')
      assert.match(await seat.page.locator('.field-error').innerText(), /没有这个姓名/)
      await seat.page.keyboard.press('Escape')
      await line(seat, codes[0])
      await seat.page.getByText('这一户本轮已经入户登记').waitFor()
      await see(seat, 'entry-visited')
      await line(seat, '')
      assert.match(await asked(seat.page), /登记表编号/)
    })

    await test('somebody else sees the progress without asking', async () => {
      const now = (await seat.list(`${base}/coverage?by=township`)).reduce(
        (total, row) => total + row.visited,
        0,
      )
      await other.page.getByText(new RegExp(`已访 ${now} 户`)).waitFor()
      await see(other, 'round-progress')
      return `${now} doors`
    })

    await test('paper breaks no rule of the page', () => {
      const seen = [...seat.seen.take(), ...other.seen.take()]
      const refused = / status of 422 /
      assert.equal(seen.filter((one) => refused.test(one)).length, 2)
      assert.deepEqual(seen.filter((one) => !refused.test(one)), [])
    })
    await seat.leave()
    await other.leave()
    await county.stop()
  }
}
