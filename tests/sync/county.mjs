/* A county of its own on a free port, with two officers of one village, that
 * can be backed up and put back. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BINARY = path.join(ROOT, process.env.BAOXUE ?? 'build/baoxue-bare')
const DIVISIONS = path.join(ROOT, 'tests/data/divisions-230381.csv')
export const VILLAGE = '230381100201'
const ACCOUNTS = [
  ['first', 'village', VILLAGE],
  ['second', 'village', VILLAGE],
  ['office', 'bureau', 'bureau'],
]

const DAY_MS = 86_400_000
const day = (days) =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

function listening(server) {
  return new Promise((done, fail) => {
    let said = ''
    server.stdout.on('data', (some) => {
      said += some
      const found = /listening on (http:\S+)/.exec(said)
      if (found) done(found[1])
    })
    server.once('exit', (code) => fail(new Error(`the server ended: ${code}`)))
  })
}

export async function startCounty() {
  const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-sync-'))
  const first = path.join(dir, 'county.db')
  const backup = path.join(dir, 'backup')
  const key = ['--key-file', `${first}.key`]
  let db = first, server, stopped, origin, port = 0
  const run = (args, input = '') =>
    execFileSync(BINARY, args, {
      input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'],
    })

  run(['init', '--divisions', DIVISIONS, '--db', db])
  const tokens = {}
  for (const [name, role, unit] of ACCOUNTS) {
    run(['user', 'add', name, '--role', role, '--unit', unit, '--db', db],
      'a password of the test\n')
    tokens[name] = run(['token', 'add', name, '--db', db]).trim().split(/\s/)[0]
  }

  async function serve() {
    server = spawn(
      BINARY,
      ['serve', '--db', db, ...key, '--listen', `127.0.0.1:${port}`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    stopped = new Promise((done) => server.once('exit', done))
    origin = await listening(server)
    port = new URL(origin).port
  }
  async function halt() {
    server.kill()
    await stopped
  }
  const end = () => {
    server?.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  process.once('exit', end)

  const ask = (who, method, route, body) =>
    fetch(`${origin}/api/v1${route}`, {
      method,
      headers: {
        Authorization: `Bearer ${tokens[who]}`,
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
  const read = async (who, route) => {
    const answer = await ask(who, 'GET', route)
    if (!answer.ok) throw new Error(`${answer.status} of ${route}`)
    return answer.json()
  }

  await serve()
  const opened = await ask('office', 'POST', '/survey-rounds', {
    year: new Date().getFullYear(),
    name: '入户摸排',
    starts_on: day(-3),
    ends_on: day(30),
  })
  return {
    round: (await opened.json()).id,
    ask,
    read,
    backUp: () => run(['backup', '--out', backup, '--db', db, ...key]),
    /* The server goes on from the backup, as after a broken disk. */
    async putBack() {
      await halt()
      db = path.join(dir, 'again.db')
      run(['restore', backup, '--db', db, ...key])
      await serve()
    },
    async stop() {
      await halt()
      process.off('exit', end)
      end()
    },
  }
}
