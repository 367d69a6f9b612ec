/* A demo county of its own in a new directory, served on a free port. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
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

export async function startCounty() {
  const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-browser-'))
  const db = path.join(dir, 'county.db')
  execFileSync(BINARY, ['demo', ...SEED, '--db', db], { stdio: 'pipe' })
  const server = spawn(
    BINARY,
    ['serve', '--db', db, '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const stopped = new Promise((done) => server.once('exit', done))
  const end = () => {
    server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  process.once('exit', end)
  const origin = await listening(server)
  return {
    origin,
    dir,
    async stop() {
      server.kill()
      const code = await stopped
      process.off('exit', end)
      end()
      if (code !== 0) throw new Error(`the server ended with ${code}`)
    },
  }
}
