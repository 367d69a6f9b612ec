/*
 * What an officer takes back, and where the door stands: every kind of change is
 * undone in its turn, a photo too; the position is noted when the phone tells it, and
 * nothing hangs on it when it does not.
 */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { NARROW, PHONE, shoot, sitDown } from './browser.mjs'
import { startCounty } from './county.mjs'
import { findDoor, makeHand, openDoor, signInPhone, unlockPhone } from './pages.mjs'

const TOWNSHIP = 'hutou'
const PLACE = { latitude: 45.9876543, longitude: 133.1234567, accuracy: 17.6 }

const until = async (holds) => {
  for (const end = Date.now() + 10_000; !(await holds()); )
    assert.ok(Date.now() < end, 'it never came')
}

/* ---- undoing ---------------------------------------------------------------------- */
const button = (page, name) => page.getByRole('button', { name, exact: true })
const photoOf = (page) => page.getByRole('img', { name: '照片 1' })

async function photograph(page) {
  const buffer = await page.screenshot({ type: 'jpeg', quality: 40 })
  await page
    .getByLabel('＋ 拍照片')
    .setInputFiles({ name: '门.jpg', mimeType: 'image/jpeg', buffer })
  await photoOf(page).waitFor()
}

/* A change, by hand, and what tells that it is there; the last is undone first. */
const STEPS = [
  {
    act: (page) => page.getByRole('radio', { name: '已入户' }).check(),
    isThere: (page) => page.getByRole('radio', { name: '已入户' }).isChecked(),
  },
  {
    act: (page) => page.locator('.suggest').first().click(),
    isThere: async (page) => {
      const cards = await page.locator('article.child').count()
      return cards > 0 && (await page.locator('.suggest').count()) < cards
    },
  },
  {
    async act(page) {
      await button(page, '＋ 备注').click()
      await page.getByLabel('备注').fill('要撤销的')
    },
    isThere: async (page) => {
      const note = page.getByRole('textbox', { name: '备注' })
      return (await note.isVisible()) && (await note.inputValue()) === '要撤销的'
    },
  },
  { act: photograph, isThere: (page) => photoOf(page).isVisible() },
  {
    act: (page) => button(page, '去掉照片 1').click(),
    isThere: async (page) => !(await photoOf(page).isVisible()),
  },
]

async function undoes(seat) {
  const { page } = seat
  const undo = button(page, '撤销')
  assert.ok(await undo.isDisabled())
  const states = []
  for (const { act, isThere } of STEPS) {
    await act(page)
    states.push(isThere)
    await until(() => isThere(page))
  }
  for (const [at, isThere] of [...states.entries()].reverse()) {
    await undo.click()
    await until(async () => !(await isThere(page)))
    for (const before of states.slice(0, at))
      assert.ok(await before(page), `undoing ${at} undid another`)
  }
  assert.ok(await undo.isDisabled())
}
/* Taken away, undone, and the page closed in between: the photo is there again, is
 * sent, and another that was undone is not. */
async function undoesPhoto(seat, door) {
  const { page } = seat
  await page.getByRole('radio', { name: '空户' }).check()
  await photograph(page)
  await button(page, '去掉照片 1').click()
  await photoOf(page).waitFor({ state: 'detached' })
  await page.reload()
  await unlockPhone(seat)
  await button(page, '撤销').click()
  await photoOf(page).waitFor()
  await photograph2(page)
  await button(page, '撤销').click()
  await page.getByRole('img', { name: '照片 2' }).waitFor({ state: 'detached' })
  await shoot(page, 'phone-undone-390')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  await page.getByText(/张照片在上传/).waitFor({ state: 'detached' })
  const visit = await lastOf(seat, door)
  assert.equal(visit.photos.length, 1)
  assert.ok(visit.photos[0].attachment_id)
}

async function photograph2(page) {
  const buffer = await page.screenshot({ type: 'jpeg', quality: 60 })
  await page
    .getByLabel('＋ 拍照片')
    .setInputFiles({ name: '院.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('img', { name: '照片 2' }).waitFor()
}

async function lastOf(seat, { household }) {
  const [{ uuid }] = await seat.list(`/surveys?household_id=${household.id}&limit=1`)
  return (await seat.ask(`/surveys/${uuid}`)).body
}

/* ---- the position ---------------------------------------------------------------- */
async function isSaved(seat, door) {
  const { page } = seat
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  return lastOf(seat, door)
}

async function granted(seat, door) {
  const { page, context } = seat
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation(PLACE)
  await button(page, '＋ 记位置').click()
  await page.getByText('已记位置（误差约 18 米），去掉').waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-position-390')
  await button(page, '撤销').click()
  await button(page, '＋ 记位置').click()
  await page.getByText('已记位置（误差约 18 米），去掉').click()
  await button(page, '＋ 记位置').click()
  await page.getByText('已记位置（误差约 18 米），去掉').waitFor()
  const { latitude, longitude, accuracy } = await isSaved(seat, door)
  assert.deepEqual([latitude, longitude, accuracy], [45.987654, 133.123457, 18])
}

async function refused(seat, door) {
  const { page, context } = seat
  await context.clearPermissions()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Browser.setPermission', {
    permission: { name: 'geolocation' }, setting: 'denied',
  })
  await button(page, '＋ 记位置').click()
  await page.getByText('手机没有允许定位。不定位也能保存。').waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-position-refused-390')
  assert.equal((await isSaved(seat, door)).latitude, null)
}

/* Indoors, with nothing to hear from above. */
async function unheard(seat, door) {
  const { page, context } = seat
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation(null)
  await button(page, '＋ 记位置').click()
  await page.getByText(/现在定不了位|定位太久没有结果/).waitFor()
  assert.equal((await isSaved(seat, door)).latitude, null)
}

/* Runs in the page: the phone searches on, and the time that was allowed is over. */
const searchesOn = () => {
  navigator.geolocation.getCurrentPosition = (_found, failed, { timeout }) => {
    if (timeout > 0 && timeout <= 15_000) setTimeout(() => failed({ code: 3 }))
  }
}
async function late(seat, door) {
  const { page } = seat
  await page.evaluate(searchesOn)
  await button(page, '＋ 记位置').click()
  await page.getByText('定位太久没有结果。不定位也能保存。').waitFor()
  assert.equal((await isSaved(seat, door)).latitude, null)
}

/* Offered in one tap. */
const isKnown = ({ open_case_id: open, defaults }) => !open && defaults.situation === 'in_school'

const POSITIONS = {
  'that is granted is kept with the visit, and undone': granted,
  'that is refused holds up nothing': refused,
  'that cannot be found holds up nothing': unheard,
  'that is not found in time holds up nothing': late,
}

export const makeDoor = (browser) => async (test) => {
  const county = await startCounty()
  const atDoor = async (act, fits) => {
    const seat = await sitDown(browser, county, NARROW, PHONE)
    try {
      seat.seen.allow(/status of 404 .*\/uploads\//) // nothing of it has come yet
      await signInPhone(seat, TOWNSHIP)
      const door = await findDoor(seat, fits)
      await openDoor(makeHand(seat.page), door)
      await act(seat, door)
      seat.seen.assertQuiet()
    } catch (thrown) {
      await shoot(seat.page, 'phone-door-failed-390').catch(() => {})
      throw thrown
    } finally {
      await seat.leave()
    }
  }
  await test('phone: each change is undone in its turn, a photo too', () =>
    atDoor(undoes, ({ children }) => children.length > 0 && children.every(isKnown)))
  await test('phone: a photo that was taken away comes back by undoing', () =>
    atDoor(undoesPhoto))
  for (const [name, act] of Object.entries(POSITIONS))
    await test(`phone: a position ${name}`, () =>
      atDoor(async (seat, door) => {
        await seat.page.getByRole('radio', { name: '空户' }).check()
        await act(seat, door)
      }))
  await county.stop()
}
