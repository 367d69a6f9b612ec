/*
 * How a phone trusts the county's server where there is no Internet: the
 * README's own commands make the county's root and the server's certificate; the
 * server serves by it, alone and behind nginx; a browser that knows the root
 * installs the client under the county's name, one that does not is refused.
 */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { need } from './browser.mjs'
import { PASSWORD, ROOT } from './county.mjs'
import { PHRASE } from './pages.mjs'

const { chromium } = need('playwright-core')
const BINARY = process.env.BAOXUE ?? path.join(ROOT, 'build/baoxue')
const HOST = 'baoxue.example'
const LIMIT_MS = 15_000
const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-https-'))
const at = (name) => path.join(dir, name)
const children = []

/* ---- the README, word for word ------------------------------------------------------- */
function commandsOfReadme() {
  const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
  const block = /```sh\n(\s*openssl[\s\S]*?)```/.exec(text)[1]
  return block.split(/^\s*baoxue serve/m)[0]
}

function nginxOfReadme(port, behind) {
  const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
  return /```nginx\n([\s\S]*?)```/
    .exec(text)[1]
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('ssl_certificate …', `ssl_certificate ${at('server.crt')}`)
    .replace('ssl_certificate_key …', `ssl_certificate_key ${at('server.key')}`)
    .replace('http://127.0.0.1:8080', behind)
}

/* ---- what runs ------------------------------------------------------------------------ */
function start(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function serve(more) {
  const server = start(BINARY, ['serve', '--db', at('county.db'),
    '--listen', '127.0.0.1:0', ...more])
  const origin = await new Promise((done, fail) => {
    let said = ''
    server.stdout.on('data', (some) => {
      said += some
      const found = /listening on (https?:\S+)/.exec(said)
      if (found) done(found[1])
    })
    server.once('exit', (code) => fail(new Error(`the server ended: ${code}`)))
  })
  const stop = async () => {
    const gone = new Promise((done) => server.once('exit', done))
    server.kill()
    await gone
  }
  return { origin, port: new URL(origin).port, stop }
}

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

async function before(behind) {
  const port = await freePort()
  const block = nginxOfReadme(port, behind)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${at(`nginx-${name}`)};`)
    .join('\n')
  writeFileSync(at('nginx.conf'),
    `daemon off; worker_processes 1; pid ${at('nginx.pid')};\n` +
    `error_log ${at('nginx.log')};\nevents {}\n` +
    `http {\naccess_log off;\n${temp}\n${block}\n}\n`)
  const nginx = start('/usr/sbin/nginx', ['-p', dir, '-c', at('nginx.conf')])
  const gone = new Promise((_, fail) =>
    nginx.once('exit', (code) => fail(new Error(`nginx ended: ${code}`))))
  gone.catch(() => {})
  for (let tries = 0; tries < 100; tries++) {
    const code = await Promise.race([curl(port, []).catch((e) => e.status), gone])
    if (code !== 7) break // it does not listen yet
  }
  return { port, stop: () => nginx.kill() }
}

/* curl's own judgement of the certificate; throws with its exit code. */
async function curl(port, more = ['--cacert', at('county-ca.crt')]) {
  return execFileSync('curl', ['-sS', '--max-time', '10', '--noproxy', '*',
    '--resolve', `${HOST}:${port}:127.0.0.1`, ...more,
    `https://${HOST}:${port}/healthz`], { encoding: 'utf8', stdio: 'pipe' })
}

/* A browser of its own; `root` is put among those that it trusts. */
async function open(name, root) {
  const home = at(name)
  const store = path.join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
  if (root)
    execFileSync('certutil',
      ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'county', '-i', root])
  const context = await chromium.launchPersistentContext(path.join(home, 'profile'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run',
      '--disable-background-networking', '--disable-component-update',
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1, MAP other.example 127.0.0.1`],
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  context.setDefaultTimeout(LIMIT_MS)
  return context
}

/* ---- the tests ------------------------------------------------------------------------- */
let failed = 0
async function test(name, act) {
  try {
    await act()
    console.log(`ok   https: ${name}`)
  } catch (thrown) {
    failed += 1
    console.log(`FAIL https: ${name}\n     ${thrown.stack.split('\n').slice(0, 6).join('\n     ')}`)
  }
}

/* Signs in, keeps a village sealed, and starts again with no server at all. */
async function installs(port, name) {
  const context = await open(name, at('county-ca.crt'))
  try {
    const page = await context.newPage()
    await page.goto(`https://${HOST}:${port}/survey/`)
    assert.equal(await page.evaluate(() => isSecureContext), true)
    const scope = await page.evaluate(async () =>
      (await navigator.serviceWorker.ready).scope)
    assert.equal(scope, `https://${HOST}:${port}/survey/`)
    await page.getByLabel('用户名').fill('hutou')
    await page.locator('#password').fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.locator('#phrase').fill(PHRASE)
    await page.locator('#repeat').fill(PHRASE)
    await page.getByRole('button', { name: '开始使用' }).click()
    await page.getByRole('heading', { name: '我的村' }).waitFor()
    const cookies = await context.cookies()
    assert.ok(cookies.some((each) => each.name.startsWith('__Host-') && each.secure))
    await context.setOffline(true)
    await page.reload()
    await page.getByRole('heading', { name: '解锁', exact: true }).waitFor()
  } finally {
    await context.close()
  }
}

async function refuses(context, address, code) {
  const page = await context.newPage()
  await assert.rejects(page.goto(address), new RegExp(code))
  await page.close()
}

async function main() {
  execFileSync('bash', ['-euc', commandsOfReadme()], { cwd: dir, stdio: 'pipe' })
  execFileSync(BINARY, ['demo', '--children', '300', '--seed', '7', '--db',
    at('county.db')], { stdio: 'pipe' })

  const alone = await serve(['--tls-cert', at('server.crt'), '--tls-key', at('server.key')])
  await test('curl trusts the server by the county root and not without', async () => {
    await curl(alone.port)
    await assert.rejects(curl(alone.port, []), ({ status }) => status === 60)
  })
  await test('a browser with the county root installs the client', () =>
    installs(alone.port, 'trusts'))
  await test('a browser without it, and another name, are refused', async () => {
    const stranger = await open('stranger', null)
    await refuses(stranger, `https://${HOST}:${alone.port}/survey/`,
      'ERR_CERT_AUTHORITY_INVALID')
    await stranger.close()
    const knows = await open('knows', at('county-ca.crt'))
    await refuses(knows, `https://other.example:${alone.port}/survey/`,
      'ERR_CERT_COMMON_NAME_INVALID')
    await knows.close()
  })
  await alone.stop()

  const plain = await serve([])
  const nginx = await before(plain.origin)
  await test('the same behind nginx', async () => {
    await curl(nginx.port)
    await installs(nginx.port, 'behind')
  })
  nginx.stop()
  await plain.stop()
}

try {
  await main()
} finally {
  for (const child of children) child.kill()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
}
console.log(failed === 0 ? 'https: all passed' : `https: ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
