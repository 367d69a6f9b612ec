/*
 * Indicators on the screen: the figures that the API gives, the groups of one of
 * them as a chart that a screen reader can read and a table, and the names
 * behind a number; printed, nothing but the page.
 */
import assert from 'node:assert/strict'
import { DESK, NARROW, shoot, sitDown } from './browser.mjs'
import { findFaults } from './axe.mjs'
import { signInDesk, visit } from './pages.mjs'

const ratio = (value) => (value === null ? '—' : `${(value * 100).toFixed(2)}%`)
const grouped = (number) => new Intl.NumberFormat('zh-CN').format(number)

const tableOf = (page, caption) => page.getByRole('table', { name: caption })

/* The rows of a table, each cell's own words. */
const readTable = (table) =>
  table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.cells].map((each) => each.innerText.trim())),
    )

async function showsFigures(seat) {
  const { page } = seat
  await visit(seat, '/indicators', '指标')
  const kinds = await seat.list('/indicator-kinds')
  const figures = await seat.list('/indicators')
  const rows = await readTable(tableOf(page, '各项指标'))
  assert.equal(rows.length, kinds.length)
  figures.forEach((figure, place) => {
    assert.equal(rows[place][0], kinds[place].title)
    assert.equal(rows[place][1], ratio(figure.value))
    assert.equal(rows[place][2], grouped(figure.numerator))
    assert.equal(rows[place][3], grouped(figure.denominator))
  })
  return `${rows.length} indicators`
}

/* Chosen by keyboard: its chart says in words what its table says. */
async function choosesOne(seat) {
  const { page } = seat
  await page.getByRole('button', { name: '按时办理率' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '按时办理率 · 按乡镇街道' }).waitFor()
  await seat.rest()
  const rows = await readTable(tableOf(page, '按时办理率 · 按乡镇街道'))
  const said = await page.getByRole('img', { name: /按时办理率/ }).getAttribute('aria-label')
  for (const [name, value] of rows) assert.ok(said.includes(`${name} ${value}`), name)
  return `${rows.length} townships`
}

/* From a number to as many names, and from a name to the child. */
async function goesToTheNames(seat) {
  const { page } = seat
  const table = tableOf(page, '按时办理率 · 按乡镇街道')
  const link = table.locator('tbody tr').first().getByRole('link').last()
  const number = Number((await link.innerText()).replaceAll(',', ''))
  await link.click()
  await page.waitForFunction(() => document.title === '指标名单 · 保学')
  await seat.rest()
  const rows = await readTable(tableOf(page, '指标名单'))
  assert.equal(rows.length, Math.min(number, 50))
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'console-indicator-names-1440')
  return `${number} names`
}

async function looksRight(seat, viewport) {
  const { page } = seat
  await page.setViewportSize(viewport)
  for (const by of ['township', 'school', 'sex', 'tag', 'year']) {
    await visit(seat, `/indicators?year=2026&by=${by}`, '指标')
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, `console-indicators-${by}-${viewport.width}`)
  }
}

async function printsThePageAlone(seat) {
  const { page } = seat
  await page.setViewportSize(DESK)
  await visit(seat, '/indicators', '指标')
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.getByRole('table', { name: '各项指标' }).isVisible())
  assert.equal(await page.getByRole('navigation').first().isVisible(), false)
  assert.equal(await page.getByRole('button', { name: '打印' }).isVisible(), false)
  await shoot(page, 'console-indicators-print')
  await page.emulateMedia({ media: 'screen' })
}

/* The demo county has no lists, so every poor child of the ledger differs. */
async function comparesTheLists(seat) {
  const { page } = seat
  await visit(seat, '/unity', '三统一')
  const { body } = await seat.ask('/unity')
  const rows = await readTable(tableOf(page, '三统一人数'))
  assert.equal(rows[0][0], '全市')
  assert.equal(rows[0][3], grouped(body.townships[0].ledger))
  assert.ok(body.townships[0].ledger > 0)
  const names = await readTable(tableOf(page, '不一致的学生'))
  assert.equal(names.length, body.differences.length)
  assert.deepEqual(names[0].slice(4), ['没有', '没有', '有'])
  for (const viewport of [NARROW, DESK]) {
    await page.setViewportSize(viewport)
    assert.deepEqual(await findFaults(page), [])
    await shoot(page, `console-unity-${viewport.width}`)
  }
  return `${names.length} names`
}

export const makeIndicators = (browser, county) => async (test) => {
  const seat = await sitDown(browser, county, DESK)
  await signInDesk(seat, 'lead')
  await test('the page shows the figures of the API', () => showsFigures(seat))
  await test('one indicator by township, chosen by keyboard', () => choosesOne(seat))
  await test('as many names as the number says', () => goesToTheNames(seat))
  for (const viewport of [DESK, NARROW]) {
    await test(`each grouping at ${viewport.width} px`, () => looksRight(seat, viewport))
  }
  await test('three lists side by side', () => comparesTheLists(seat))
  await test('on paper the page stands alone', () => printsThePageAlone(seat))
  seat.seen.assertQuiet()
  await seat.leave()
}
