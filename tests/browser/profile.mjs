/* A browser on a profile that stays when it is killed, as a phone's does. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { need, NARROW } from './browser.mjs'
import { PHRASE } from './pages.mjs'

const { chromium } = need('playwright-core')
const LIMIT_MS = 20_000

export async function startBrowser(profile, county) {
  const child = spawn(
    process.env.CHROMIUM ?? '/usr/bin/chromium',
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
      '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--lang=zh-CN', '--remote-debugging-port=0',
      `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const gone = new Promise((done) => child.once('exit', done))
  const address = await new Promise((done, fail) => {
    let said = ''
    child.stderr.on('data', (some) => {
      said += some
      const found = /listening on (ws:\S+)/.exec(said)
      if (found) done(found[1])
    })
    child.once('exit', () => fail(new Error('the browser ended')))
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  context.setDefaultTimeout(LIMIT_MS)
  const page = await context.newPage()
  await page.setViewportSize(NARROW)
  const go = page.goto.bind(page)
  page.goto = (where) => go(new URL(where, county.origin).href)
  const rest = () => page.waitForLoadState('load')
  const api = async (route) =>
    (await context.request.get(`${county.origin}/api/v1${route}`)).json()
  return {
    page, context, rest, api,
    async kill() {
      process.kill(-child.pid, 'SIGKILL')
      await gone
    },
  }
}

export async function unlock(seat) {
  const { page } = seat
  await page.goto('/survey/')
  await page.locator('#phrase').fill(PHRASE)
  await page.getByRole('button', { name: '解锁', exact: true }).click()
  await page.getByRole('heading', { name: '我的村' }).waitFor()
}

export async function goHome({ page }) {
  const way = page.locator('.bar-back')
  while (await way.isVisible()) {
    await way.click()
    await page.waitForFunction(() => document.readyState === 'complete')
  }
  await page.getByRole('heading', { name: '我的村' }).waitFor()
}

/* ---- what is left behind ------------------------------------------------------------ */
function* filesOf(dir) {
  for (const each of readdirSync(dir, { withFileTypes: true })) {
    const full = path.join(dir, each.name)
    if (each.isDirectory()) yield* filesOf(full)
    else if (each.isFile()) yield full
  }
}

/* Which of the words stand in any file, in either way a browser writes them. */
export function findIn(dir, words) {
  const found = new Set()
  for (const file of filesOf(dir)) {
    const bytes = readFileSync(file)
    for (const word of words)
      if (bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))
        found.add(word)
  }
  return [...found]
}
