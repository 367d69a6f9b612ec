/* A county of its own on a free port, with two officers of one village, that
 * can be backed up and put back. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BINARY = path.join(ROOT, process.env.BAOXUE ?? 'build/baoxue-bare')
const DIVISIONS = path.join(ROOT, 'tests/data/divisions-230381.csv')
export const VILLAGE = '230381100201'
const SCHOOL = '2123000001'
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

/* With that many papers to be served. */
export async function startCounty(count = 0) {
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
  const bytesTo = (who) => ({
    Authorization: `Bearer ${tokens[who]}`,
    Accept: 'application/json',
    'Content-Type': 'application/octet-stream',
  })
  const send = (who, method, route, body) =>
    fetch(`${origin}/api/v1${route}`, { method, headers: bytesTo(who), body })
  /* The connection ends in the middle of the body. */
  const cut = (who, method, route, body) =>
    new Promise((done) => {
      const request = http.request(`${origin}/api/v1${route}`, {
        method,
        headers: { ...bytesTo(who), 'Content-Length': body.length },
      })
      request.on('error', () => done())
      request.write(body.subarray(0, body.length >> 1), () => request.destroy())
      request.on('close', () => done())
    })
  const read = async (who, route) => {
    const answer = await ask(who, 'GET', route)
    if (!answer.ok) throw new Error(`${answer.status} of ${route}`)
    return answer.json()
  }

  const schools = path.join(dir, 'schools.csv')
  writeFileSync(
    schools,
    `学校标识码,学校名称,办学类型,所属区划代码\n${SCHOOL},样例小学,211,${VILLAGE.slice(0, 9)}000\n`,
  )
  const year = new Date().getFullYear()
  run(['import', 'schools', schools, '--year', `${year}`, '--db', db])
  await serve()
  const make = async (route, body) => {
    const answer = await ask('office', 'POST', route, body)
    const said = await answer.json()
    if (!answer.ok) throw new Error(`${route}: ${JSON.stringify(said)}`)
    return said
  }
  /* So many 入学通知书 that are to be served. */
  async function makePapers(count) {
    if (count === 0) return []
    await make('/catchments', {
      division: VILLAGE, stage: 'primary', school: SCHOOL, from_date: `${year}-01-01`,
    })
    for (let n = 0; n < count; n++) {
      const door = await make('/households', { division: VILLAGE, head_name: '样例送达' })
      await make('/students', {
        household_id: door.id, name: '样例学童', sex: '1',
        birth_date: `${year - 6}-03-01`, residence_division: VILLAGE,
      })
    }
    const batch = { division: VILLAGE, year, report_on: `${year}-12-31`, dry_run: false }
    await make('/notices', batch)
    return (await read('office', `/door-documents?division=${VILLAGE}&limit=200`)).items
  }
  const papers = await makePapers(count)
  const opened = await ask('office', 'POST', '/survey-rounds', {
    year: new Date().getFullYear(),
    name: '入户摸排',
    starts_on: day(-3),
    ends_on: day(30),
  })
  return {
    round: (await opened.json()).id,
    papers,
    ask,
    send,
    cut,
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
