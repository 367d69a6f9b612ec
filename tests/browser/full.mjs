/*
 * A phone whose memory is full: photos that the server has make room for what it has
 * not; when there is none left, that is said, what is on the screen stays, and
 * nothing that was said to be saved is lost.  The profile lies on a small disk of
 * its own; where none may be mounted this is left out and said so.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFaults } from './axe.mjs'
import { shoot } from './browser.mjs'
import { startCounty } from './county.mjs'
import { signInPhone } from './pages.mjs'
import { goHome, startBrowser } from './profile.mjs'

const TOWNSHIP = 'hutou'
const DISK = '256m'
/* Room for a visit, not for a photo. */
const LEFT = 150_000

/* A small disk, and the ballast that fills it; null where none may be mounted. */
function mountDisk() {
  const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'none', dir], {
      stdio: 'ignore',
    })
  } catch {
    rmSync(dir, { recursive: true })
    return null
  }
  const ballast = path.join(dir, 'ballast')
  const left = () => {
    const { bavail, bsize } = statfsSync(dir)
    return bavail * bsize
  }
  return {
    profile: path.join(dir, 'profile'),
    left,
    fill() {
      writeFileSync(ballast, Buffer.alloc(left() - LEFT))
    },
    empty: () => truncateSync(ballast, 0),
    unmount() {
      execFileSync('umount', ['-l', dir])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/* Runs in the page: a photo of noise, which no packing makes small. */
const makeNoise = () => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 640
  const context = canvas.getContext('2d')
  const image = context.createImageData(640, 640)
  for (let at = 0; at < image.data.length; at++)
    image.data[at] = at % 4 === 3 ? 255 : Math.random() * 256
  context.putImageData(image, 0, 0)
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
}

const isRoomless = (page) => page.getByText('手机里存不下').first()

/* True when the photo is on the phone; else it was said that it is not. */
async function photograph({ page }) {
  const buffer = Buffer.from(await page.evaluate(makeNoise), 'base64')
  await page
    .getByLabel('＋ 拍照片')
    .setInputFiles({ name: '门.jpg', mimeType: 'image/jpeg', buffer })
  const shown = page.getByRole('img', { name: '照片 1' })
  await shown.or(isRoomless(page)).first().waitFor()
  return shown.isVisible()
}

/* The next door of the village: what was noted, with a photo if one was kept. */
async function survey(seat, note) {
  const { page } = seat
  await page.locator('.rows .row').first().click()
  await page.getByRole('radio', { name: '空户' }).check()
  await page.getByRole('button', { name: '＋ 备注' }).click()
  await page.getByLabel('备注').fill(note)
  const hasPhoto = await photograph(seat)
  await page.getByRole('button', { name: '保存' }).click()
  const saved = page.getByText(/✓ 已(存在手机里|保存)/)
  await saved.or(isRoomless(page)).first().waitFor()
  return { note, hasPhoto, isSaved: await saved.isVisible() }
}

async function toNext({ page }) {
  await page.getByRole('button', { name: '回门户列表' }).click()
  await page.getByRole('searchbox').waitFor()
}

async function openVillage(seat, village) {
  await goHome(seat)
  await seat.page.getByRole('button', { name: village }).first().click()
  await seat.page.getByText(/户已存在手机里/).waitFor()
}

const doorsLeft = ({ households, visited, revisit }) => households - visited - revisit
/* The village with the most doors to knock at. */
async function emptiest({ api }) {
  const [{ id }] = (await api('/survey-rounds')).items.filter(({ state }) => state === 'open')
  const { items } = await api(`/survey-rounds/${id}/coverage?by=village`)
  return items.sort((a, b) => doorsLeft(b) - doorsLeft(a))[0].name
}

async function fillsUp(county, disk, seat) {
  const { page } = seat
  await signInPhone(seat, TOWNSHIP)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await openVillage(seat, await emptiest(seat))
  const told = []
  for (let n = 0; n < 3; n++) {
    told.push(await survey(seat, `有网络 ${n}`))
    await page.getByText('✓ 已保存').waitFor()
    await page.getByText(/张照片在上传/).waitFor({ state: 'detached' })
    await toNext(seat)
  }
  await county.down()
  disk.fill()
  /* The photos that were sent make room, until none is left. */
  for (let n = 0; ; n++) {
    const one = await survey(seat, `满了 ${n}`)
    told.push(one)
    if (!one.hasPhoto || !one.isSaved) break
    assert.ok(n < 3, 'the disk is never full')
    await toNext(seat)
  }
  return told
}

/* What could not be kept with its photo is kept without, and at the latest when there
 * is room again. */
async function goesOn(disk, { page }, last) {
  assert.equal(last.isSaved, false, 'the disk was never full')
  await isRoomless(page).scrollIntoViewIfNeeded()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-full-390')
  assert.equal(await page.getByLabel('备注').inputValue(), last.note)
  const away = page.getByRole('button', { name: '去掉照片 1' })
  if (await away.isVisible()) await away.click()
  await page.getByRole('button', { name: '保存' }).click()
  const saved = page.getByText('✓ 已存在手机里')
  await saved.or(isRoomless(page)).first().waitFor()
  if (!(await saved.isVisible())) {
    disk.empty()
    await page.getByRole('button', { name: '保存' }).click()
    await saved.waitFor()
  }
  disk.empty()
}

async function arrives(county, seat, told) {
  const { page } = seat
  await county.up()
  await page.getByRole('button', { name: '现在上传' }).click()
  await page.getByText('✓ 已保存').waitFor()
  await page.getByText(/照片在上传|条未上传/).waitFor({ state: 'detached' })
  const { items } = await seat.api('/surveys?mine=true&limit=20')
  const there = new Map()
  for (const { uuid } of items) {
    const { note, photos } = await seat.api(`/surveys/${uuid}`)
    there.set(note, photos.filter(({ attachment_id: id }) => id).length)
  }
  for (const { note, hasPhoto } of told) assert.equal(there.get(note), hasPhoto ? 1 : 0, note)
}

/* Whatever happens, no browser and no disk is left. */
async function onASmallDisk(act) {
  const disk = mountDisk()
  if (!disk) return 'left out: no disk may be mounted here'
  const county = await startCounty({ kind: 'big' })
  let seat
  try {
    seat = await startBrowser(disk.profile, county)
    return await act(county, disk, seat)
  } catch (thrown) {
    await shoot(seat?.page, 'phone-full-failed-390').catch(() => {})
    throw thrown
  } finally {
    await seat?.kill().catch(() => {})
    disk.unmount()
    await county.stop().catch(() => {}) // it may be down
  }
}

export const makeFull = () => async (test) => {
  await test('phone: a memory that is full loses nothing that was saved', () =>
    onASmallDisk(async (county, disk, seat) => {
      const told = await fillsUp(county, disk, seat)
      const last = told.pop()
      assert.ok(told.some(({ note }) => note.startsWith('满了')), 'no room was made')
      await goesOn(disk, seat, last)
      await arrives(county, seat, [...told, { ...last, hasPhoto: false }])
      return `${told.length} visits with photos, 3 of them before`
    }))
}
