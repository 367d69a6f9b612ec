/*
 * What a phone that is locked gives away: its profile is searched for a hundred
 * names and identity numbers that it holds, some of them typed in on it; none is
 * there.  The same search finds them where they are kept in plain.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startCounty } from './county.mjs'
import { PHRASE, signInPhone } from './pages.mjs'
import { findIn, goHome, startBrowser } from './profile.mjs'

const TOWNSHIP = 'hutou'
const VILLAGE = { code: '230381103208', name: '新庆村委会' }
const PEOPLE = 100

/* ---- a hundred made-up children --------------------------------------------------- */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const GIVEN = [...'甲乙丙丁戊己庚辛壬癸']
const FAMILIES = ['样例', '演示', '虚构', '测试', '假设', '拟造', '无名', '某某', '示范', '编造']

/* With its check character (GB 11643). */
function numberOf(n) {
  const front = `23038120140${1 + (n % 9)}1${n % 10}${String(700 + n).padStart(3, '0')}`
  const sum = [...front].reduce((all, digit, at) => all + digit * WEIGHTS[at], 0)
  return front + '10X98765432'[sum % 11]
}
const personOf = (n) => ({
  name: FAMILIES[Math.floor(n / 10) % 10] + GIVEN[n % 10] + '童',
  number: numberOf(n),
})
const people = Array.from({ length: PEOPLE }, (_, n) => personOf(n))
const typed = { name: '样例新登', number: numberOf(140) }
const half = { name: '样例半填', number: numberOf(141) }

const REGISTER = [
  '户号,户主姓名,与户主关系,姓名,性别,出生日期,公民身份号码,民族,户籍地区划代码,户籍地址',
  ...people.map(({ name, number }, n) =>
    [
      89000000000 + n, `户主${name}`, '子', name, '男',
      number.replace(/^.{6}(....)(..)(..).*/, '$1-$2-$3'), number, '汉族', VILLAGE.code,
      `演示路${n}号`,
    ].join(',')),
].join('\n')

/* ---- at the doors ------------------------------------------------------------------- */
async function addChild(page, { name, number }) {
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '已入户' }).check()
  await page.getByRole('button', { name: '＋ 添加孩子' }).click()
  const card = page.locator('article.child').last()
  await card.getByLabel('姓名').fill(name)
  await card.getByLabel('身份证件号').fill(number)
  return card
}

async function fillIn(seat, county) {
  const { page } = seat
  await page.getByRole('button', { name: VILLAGE.name }).first().click()
  await page.getByText(/户已存在手机里/).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await county.down()
  for (const { name } of people.slice(0, 5)) await page.getByRole('searchbox').fill(name)
  await page.getByRole('searchbox').fill('')
  await addChild(page, typed)
  for (const card of await page.locator('article.child').all()) {
    await card.getByRole('button', { name: '务工' }).click()
    await card.locator('.chip-button').first().click()
  }
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已存在手机里').waitFor()
  await page.getByRole('button', { name: '回门户列表' }).click()
  await page.getByRole('searchbox').waitFor()
  await addChild(page, half)
}

async function lock(seat) {
  await goHome(seat)
  await seat.page.getByRole('button', { name: '锁上手机里的内容' }).click()
  await seat.page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
}

/* Runs in the page: what is sealed there, in plain beside it. */
const keepPlain = async (all) => {
  const db = await new Promise((done, fail) => {
    const opening = indexedDB.open('plain', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('records')
    opening.onsuccess = () => done(opening.result)
    opening.onerror = () => fail(opening.error)
  })
  await new Promise((done, fail) => {
    const change = db.transaction('records', 'readwrite', { durability: 'strict' })
    all.forEach((each, at) => change.objectStore('records').put(each, at))
    change.oncomplete = done
    change.onabort = () => fail(change.error)
  })
  db.close()
}

async function search(county, profile, open) {
  let seat = await open()
  await signInPhone(seat, TOWNSHIP)
  await fillIn(seat, county)
  await lock(seat)
  await seat.kill()
  const all = [...people, typed, half]
  const words = all.flatMap(({ name, number }) => [name, number])
  assert.deepEqual(findIn(profile, [...words, PHRASE]), [])
  assert.deepEqual(findIn(profile, [TOWNSHIP]), [TOWNSHIP])
  seat = await open()
  await seat.page.goto('/survey/')
  await seat.page.evaluate(keepPlain, all)
  await seat.kill()
  /* One may lie across two blocks of the browser's log. */
  const inPlain = findIn(profile, words).length
  assert.ok(inPlain >= words.length * 0.95, `${inPlain} of ${words.length} found in plain`)
  return `${words.length} names and numbers sought, none found; ${inPlain} of those in plain`
}

export const makeSealed = () => async (test) => {
  await test('phone: a locked one holds no name and no number in plain', async () => {
    const county = await startCounty({ lists: [['household_register', REGISTER]] })
    const profile = mkdtempSync(path.join(tmpdir(), 'baoxue-sealed-'))
    let seat
    try {
      return await search(county, profile, async () => {
        seat = await startBrowser(profile, county)
        return seat
      })
    } finally {
      await seat?.kill().catch(() => {}) // it may be killed already
      rmSync(profile, { recursive: true, force: true })
      await county.stop().catch(() => {}) // it is down
    }
  })
}
