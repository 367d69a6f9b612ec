/*
 * The installed phone client: what it weighs, that it starts with no network,
 * and how a new version comes.
 */
import assert from 'node:assert/strict'
import http from 'node:http'
import net from 'node:net'
import { findFaults } from './axe.mjs'
import { NARROW, shoot, sitDown, takePhone } from './browser.mjs'
import { startCounty } from './county.mjs'
import {
  findDoor,
  makeHand,
  openDoor,
  signInPhone,
  unlockPhone,
} from './pages.mjs'

const TOWNSHIP = 'hutou'
const FIRST_LOAD = 110_000
/* Who one is, and whether there is a newer worker. */
const LATER_LOAD = 3_000
const NO_NETWORK = /net::ERR_|Failed to load resource|An unknown error occurred/

/* Runs in the page: the addresses that the service worker keeps. */
async function findKept() {
  await navigator.serviceWorker.ready
  const names = await caches.keys()
  const kept = await Promise.all(
    names.map(async (name) => (await caches.open(name)).keys()),
  )
  return kept.flat().map(({ url }) => url.replace(/[?]__WB_REVISION__=.*/, ''))
}

/* The county behind a wire whose bytes to the phone are counted: heads of answers,
 * what was asked twice, all of it. */
async function standAtWire(county) {
  const behind = new URL(county.origin)
  let bytes = 0
  const under = new Set()
  const server = net.createServer((phone) => {
    const onward = net.connect(Number(behind.port), behind.hostname)
    const both = [phone, onward]
    under.add(phone)
    onward.on('data', (some) => (bytes += some.length))
    phone.pipe(onward).pipe(phone)
    for (const each of both) {
      each.on('error', () => {})
      each.on('close', () => {
        both.forEach((one) => one.destroy())
        under.delete(phone)
      })
    }
  })
  await new Promise((done) => server.listen(0, behind.hostname, done))
  return {
    origin: `http://${behind.hostname}:${server.address().port}`,
    dir: county.dir,
    bytes: () => bytes,
    stop() {
      under.forEach((each) => each.destroy())
      server.close()
    },
  }
}

/* All that a phone ever loads besides data, as it crosses the wire. */
async function weigh(browser, county) {
  const wire = await standAtWire(county)
  const seat = await takePhone(browser, wire)
  await seat.page.goto('/survey/')
  const kept = await seat.page.evaluate(findKept)
  await seat.page.locator('#password').waitFor()
  await seat.rest()
  const first = wire.bytes()
  assert.ok(kept.some((url) => url.endsWith('/survey/')))
  assert.ok(!kept.some((url) => url.includes('/api/')), 'an answer is kept')
  await seat.page.reload()
  await seat.page.locator('#password').waitFor()
  await seat.rest()
  const later = wire.bytes() - first
  seat.seen.assertQuiet()
  await seat.leave()
  wire.stop()
  assert.ok(first <= FIRST_LOAD, `${first} bytes`)
  assert.ok(later <= LATER_LOAD, `${later} bytes of a later one`)
  return `${kept.length} files, ${(first / 1000).toFixed(1)} kB, ${later} B later`
}

async function manifestIsWhole(browser, county) {
  const seat = await takePhone(browser, county)
  await seat.page.goto('/survey/')
  const href = await seat.page
    .locator('link[rel="manifest"]')
    .getAttribute('href')
  const manifest = await (await seat.context.request.get(href)).json()
  assert.equal(manifest.name, '保学入户')
  for (const { src, sizes } of manifest.icons) {
    const width = await seat.page.evaluate(async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      return image.naturalWidth
    }, src)
    assert.equal(`${width}x${width}`, sizes)
  }
  seat.seen.assertQuiet()
  await seat.leave()
}

/* ---- with no network ----------------------------------------------------------- */
async function startsOffline(browser, county) {
  const seat = await takePhone(browser, county)
  const { page, context } = seat
  await page.goto('/survey/')
  await page.evaluate(findKept)
  seat.seen.allow(NO_NETWORK)
  await context.setOffline(true)
  await page.reload()
  await page.getByRole('status').getByText('离线').waitFor()
  await page.getByText('连不上服务器').waitFor()
  assert.deepEqual(await findFaults(page), [])
  await shoot(page, 'phone-offline-start-390')
  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
  seat.seen.assertQuiet()
  await seat.leave()
}

/* ---- a new version ------------------------------------------------------------- */
/* The county behind an address of its own, where its worker can be renewed. */
async function standBefore(county) {
  const behind = new URL(county.origin)
  let version = ''
  const server = http.createServer((request, reply) => {
    const isWorker = request.url === '/survey/sw.js'
    const headers = { ...request.headers }
    if (isWorker) delete headers['accept-encoding']
    if (isWorker) delete headers['if-none-match']
    const onward = http.request(
      { host: behind.hostname, port: behind.port, path: request.url, headers,
        method: request.method },
      (answer) => {
        const told = { ...answer.headers }
        if (isWorker) delete told['content-length']
        reply.writeHead(answer.statusCode, told)
        if (!isWorker) return void answer.pipe(reply)
        answer.pipe(reply, { end: false })
        answer.on('end', () => reply.end(`\n/* ${version} */\n`))
      },
    )
    onward.on('error', () => reply.destroy())
    request.pipe(onward)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    dir: county.dir,
    renew: () => (version += 'newer '),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const lookForNew = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
  })

async function newVersionAsks(browser, county) {
  const front = await standBefore(county)
  const seat = await sitDown(browser, front, NARROW)
  const { page } = seat
  await signInPhone(seat, TOWNSHIP)
  await page.evaluate(findKept)
  await page.reload() // from now on it is the worker's
  await unlockPhone(seat)
  await page.getByRole('heading', { name: '我的村' }).waitFor()
  await openDoor(makeHand(page), await findDoor(seat))
  await page.getByRole('radio', { name: '空户' }).click()
  front.renew()
  await lookForNew(page)
  await page.getByText('有新版本').waitFor()
  assert.equal(await page.getByRole('button', { name: '更新' }).count(), 0)
  assert.deepEqual(await findFaults(page), [])
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('✓ 已保存').waitFor()
  await shoot(page, 'phone-new-version-390')
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: '更新' }).click(),
  ])
  await unlockPhone(seat)
  await page.getByText('我的入户记录').first().waitFor()
  assert.equal(await page.getByText('有新版本').count(), 0)
  seat.seen.assertQuiet()
  await seat.leave()
  front.stop()
}

export const makeOffline = (browser) => async (test) => {
  const county = await startCounty()
  await test('phone: all its files are small', () => weigh(browser, county))
  await test('phone: the manifest names icons that are there', () =>
    manifestIsWhole(browser, county))
  await test('phone: starts with no network', () =>
    startsOffline(browser, county))
  await test('phone: a new version asks, and spoils no form', () =>
    newVersionAsks(browser, county))
  await county.stop()
}
