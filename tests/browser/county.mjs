/* A demo county of its own in a new directory, served on a free port. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const PASSWORD = 'Baoxue-Demo-2026'

const BINARY = process.env.BAOXUE ?? path.join(ROOT, 'build/baoxue')
const SEED = ['--children', '600', '--seed', '7']

/* The address that the server prints once it listens. */
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

/* A clock that can be set on: Debian's faketime, read anew at every call. */
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
const clockOf = (file) => ({
  ...process.env,
  LD_PRELOAD: FAKETIME,
  FAKETIME_TIMESTAMP_FILE: file,
  FAKETIME_NO_CACHE: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
})

/* Lists of a made-up county, a file a kind; the directory they are in. */
export function generateRosters(county, args) {
  const out = path.join(county.dir, 'lists')
  execFileSync(BINARY, ['generate', ...args, '--out', out], { stdio: 'pipe' })
  return out
}

/* A new store, without a child, or the demo county. */
const MAKE = {
  empty: ['init', '--divisions', path.join(ROOT, 'tests/data/divisions-230381.csv')],
  demo: ['demo', ...SEED],
  big: ['demo', '--children', '3000', '--seed', '7'],
}

/* `accounts`: more of them, as [name, role, unit]; `kind`: one of MAKE; `lists`:
 * rosters that are brought in, as [kind, text of a CSV]. */
export async function startCounty({ accounts = [], kind = 'demo', lists = [] } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-browser-'))
  let db = path.join(dir, 'county.db'), keys = []
  const backup = path.join(dir, 'backup')
  const clock = path.join(dir, 'clock')
  execFileSync(BINARY, [...MAKE[kind], '--db', db], {
    stdio: 'pipe',
  })
  for (const [name, role, unit] of accounts) {
    execFileSync(
      BINARY,
      ['user', 'add', name, '--role', role, '--unit', unit, '--db', db],
      { input: `${PASSWORD}\n` },
    )
  }
  for (const [roster, text] of lists) {
    const file = path.join(dir, `${roster}.csv`)
    writeFileSync(file, text)
    execFileSync(
      BINARY,
      ['import', roster, file, '--year', `${new Date().getFullYear()}`, '--partial', '--db', db],
      { stdio: 'pipe' },
    )
  }
  let server, stopped, port = 0, days = 0
  async function serve() {
    server = spawn(
      BINARY,
      ['serve', '--db', db, ...keys, '--listen', `127.0.0.1:${port}`],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: days === 0 ? process.env : clockOf(clock),
      },
    )
    stopped = new Promise((done) => server.once('exit', done))
    const origin = await listening(server)
    port = new URL(origin).port
    return origin
  }
  async function halt() {
    server.kill()
    const code = await stopped
    if (code !== 0) throw new Error(`the server ended with ${code}`)
  }
  const end = () => {
    server?.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  process.once('exit', end)
  const origin = await serve()
  return {
    origin,
    dir,
    now: () => new Date(Date.now() + days * 86_400_000),
    /* The server is started again so many days later; its clock rings then. */
    async later(more) {
      days += more
      await halt()
      writeFileSync(clock, `+${days}d\n`)
      await serve()
    },
    async disable(name) {
      await halt()
      execFileSync(BINARY, ['user', 'disable', name, '--db', db])
      await serve()
    },
    /* The server goes on from what `backUp` kept, as after a broken disk. */
    backUp() {
      const key = ['--key-file', `${db}.key`]
      execFileSync(BINARY, ['backup', '--out', backup, '--db', db, ...key], { stdio: 'pipe' })
    },
    async putBack() {
      await halt()
      const again = path.join(dir, 'again.db')
      const key = ['--key-file', `${db}.key`]
      execFileSync(BINARY, ['restore', backup, '--db', again, ...key], { stdio: 'pipe' })
      keys = key
      db = again
      await serve()
    },
    /* Out of reach, as beyond the last mast. */
    down: halt,
    up: serve,
    async stop() {
      await halt()
      process.off('exit', end)
      end()
    },
  }
}
