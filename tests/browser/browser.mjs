/* Debian's Chromium, its contexts, and when a page has come to rest. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './county.mjs'
import { watch } from './watch.mjs'

/* The client's packages hold the tools of its tests. */
export const need = createRequire(path.join(ROOT, 'static/package.json'))
const { chromium } = need('playwright-core')

const SHOTS = path.join(ROOT, 'build/shots')
const LIMIT_MS = 15_000

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export const DESK = { width: 1440, height: 900 }
export const NARROW = { width: 390, height: 844 }

/* Requests under way, so that a page can be waited for without a clock. */
function countRequests(page) {
  const under = new Set()
  page.on('request', (request) => under.add(request))
  page.on('requestfinished', (request) => under.delete(request))
  page.on('requestfailed', (request) => under.delete(request))
  return under
}

/* Runs in the page: nothing is loading or moving, and two frames were drawn. */
function isStill() {
  const busy = '.el-skeleton, [aria-busy="true"], .is-loading'
  if (document.querySelector(busy)) return false
  const moving = document
    .getAnimations()
    .some((each) => each.playState === 'running')
  if (moving) return false
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)))
  })
}

/* A browser of its own for one person at one screen. */
export async function sitDown(browser, county, viewport, more = {}) {
  const context = await browser.newContext({
    baseURL: county.origin,
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...more,
  })
  context.setDefaultTimeout(LIMIT_MS)
  const seen = await watch(context, county.origin)
  const page = await context.newPage()
  const under = countRequests(page)

  async function rest() {
    const end = Date.now() + LIMIT_MS
    do {
      assert.ok(Date.now() < end, `${under.size} requests without an answer`)
      await page.waitForFunction(isStill)
    } while (under.size > 0)
  }

  /* A kept connection may be closed by the server, idle for its time, just when
   * it is used again: a browser asks again by itself (RFC 9112 9.3.1), this
   * client does not. */
  const get = (route) =>
    context.request.get(`/api/v1${route}`).catch((thrown) => {
      if (!/socket hang up|ECONNRESET/.test(String(thrown))) throw thrown
      return context.request.get(`/api/v1${route}`)
    })

  /* What the API answers to whoever is signed in here. */
  async function ask(route) {
    const answer = await get(route)
    return { status: answer.status(), body: await answer.json() }
  }
  const list = async (route) => (await ask(route)).body.items ?? []

  return {
    context,
    page,
    seen,
    rest,
    ask,
    list,
    dir: county.dir,
    leave: () => context.close(),
  }
}

export const PHONE = { isMobile: true, hasTouch: true }
export const takePhone = (browser, county) =>
  sitDown(browser, county, NARROW, PHONE)

const taken = new Set()

/* The first picture of that name in a run: the window, or the whole page. */
export async function shoot(page, name) {
  if (taken.has(name)) return
  taken.add(name)
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({
    path: path.join(SHOTS, `${name}.png`),
    fullPage: process.env.SHOTS === 'full',
  })
}

/* A picture that the README shows, made anew only when asked. */
export async function keep(page, name) {
  if (process.env.UPDATE_SHOTS !== '1') return
  await page.screenshot({
    path: path.join(ROOT, 'tests/browser/shots', `${name}.png`),
  })
}
