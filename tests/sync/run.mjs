/*
 * The client's outbox and photos against the real server: seeded days on which
 * requests are lost, doubled, delayed, cut and refused, phones die at any step, and
 * their clocks are set wrong by a year and right again.
 * Whatever happened, each visit and service that an officer was told is saved is
 * on the server once, with all of its photos, at the time that it was, and no value
 * that somebody wrote was overwritten by another who had not seen it.
 *
 *   node run.mjs [SCHEDULES] [FIRST SEED]
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startCounty, VILLAGE } from './county.mjs'
import { bundle, makeChance, makePhone } from './phone.mjs'

const SCHEDULES = Number(process.argv[2] ?? 1000)
const FIRST = Number(process.argv[3] ?? 1)
const SIDE_BY_SIDE = 48
const STEPS = 12
/* Days with a paper to serve. */
const PAPERS = 100
const A_YEAR = 365 * 86_400_000
const MINUTES = 60_000
/* Midnight in Beijing may pass meanwhile. */
const dayOf = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
/* The days that the backup in the middle comes upon. */
const RESTORED = 60
/* Days in which a wrong outbox is found out. */
const ENOUGH = 25

/* ---- one day -------------------------------------------------------------------- */
/* A door that the first phone registers and both then visit. */
function makeDay(client, county, seed, paper) {
  const chances = makeChance(seed)
  const weather = { isRough: false, isDiskRough: false }
  const phones = ['first', 'second'].map((who) =>
    makePhone(client, county, who, chances, weather))
  return {
    seed, chances, weather, phones, county, paper, service: null,
    door: chances.uuid(), written: [], told: [], minutes: 0,
    /* Whose clock was set at all. */
    clocks: new Set(),
    /* What stood when a person chose another value. */
    decided: new Set(),
  }
}

function visitOf(day, phone) {
  const { county, written } = day
  const isFirst = written.length === 0
  const known = [...day.phones.flatMap((each) => [...each.receipts.values()])]
  const mine = [...phone.receipts.values()].at(-1) ?? known[0]
  if (!isFirst && !mine && phone !== day.phones[0]) return null
  const value = `${day.seed}-${written.length}`
  day.minutes += 1
  const at = Math.floor(Date.now() / 1000) * 1000 - 3_600_000 + day.minutes * 60_000
  const household = isFirst
    ? { id: null, division: VILLAGE, head_name: '样例门' }
    : mine
      ? { id: mine.household_id, base_version: mine.household_version }
      : { id: null, of_visit: day.door }
  return {
    value,
    base: mine?.household_version ?? 0,
    at,
    off: phone.off,
    body: {
      round_id: county.round,
      visited_at: new Date(at + phone.off).toISOString(),
      outcome: 'nobody_home',
      household: { ...household, register_no: value },
      note: value,
    },
  }
}

async function write(day, phone) {
  const visit = visitOf(day, phone)
  if (!visit) return
  const uuid = day.written.length === 0 ? day.door : day.chances.uuid()
  const shots = day.chances.chance(0.3)
    ? [day.chances.picture(), ...(day.chances.chance(0.3) ? [day.chances.picture()] : [])]
    : []
  const entry = { ...visit, uuid, who: phone.who, shots }
  if (shots.length > 0) entry.body.photos = shots.map((one) => one.uuid)
  day.written.push(entry)
  const letter = {
    uuid, key: uuid, title: '样例', body: visit.body, isSettled: false,
    children: [], madeAt: new Date().toISOString(),
  }
  if (await phone.put(letter, shots)) day.told.push(entry)
  else await phone.reopen()
}

/* The day's paper, served once: signed on the glass, or without. */
async function serve(day, phone) {
  if (!day.paper || day.service) return
  const uuid = day.chances.uuid()
  const picture = day.chances.chance(0.7) ? day.chances.picture() : null
  const body = {
    uuid, method: 'direct', recipient: '样例家长', servers: '样例',
    served_on: dayOf(phone.time()), ...(picture && { picture: picture.uuid }),
  }
  const letter = {
    kind: 'service', uuid, key: `paper/${day.paper.id}`, title: '样例', body,
    document: day.paper.id, village: VILLAGE, madeAt: new Date().toISOString(),
  }
  day.service = { uuid, picture, on: dayOf(Date.now()), isTold: false }
  if (await phone.put(letter, picture ? [picture] : [])) day.service.isTold = true
  else await phone.reopen()
}

/* Its clock is right, or wrong by a year. */
function setClock({ chances, clocks }, phone) {
  phone.off = chances.pick([0, A_YEAR, -A_YEAR])
  clocks.add(phone.who)
}

async function step(day) {
  const { chance, pick } = day.chances
  const phone = pick(day.phones)
  const act = pick(['write', 'write', 'serve', 'send', 'send', 'close', 'arrive', 'clock'])
  if (act === 'write') await write(day, phone)
  else if (act === 'serve') await serve(day, phone)
  else if (act === 'close') await phone.reopen()
  else if (act === 'clock') setClock(day, phone)
  else if (act === 'arrive') await phone.late.shift()?.()
  else if (chance(0.7)) await phone.flush()
  else void phone.flush()
}

/* The weather clears up: all that is on its way comes, all phones go on. */
async function settle(day) {
  day.weather.isRough = day.weather.isDiskRough = false
  for (const phone of day.phones) {
    await phone.reopen()
    for (const deliver of phone.late.splice(0)) await deliver()
    await drain(phone)
  }
}

async function drain(phone) {
  for (let i = 0; i < 4 && phone.items().length > 0; i++) {
    for (const item of phone.items())
      if (item.state === 'refused') item.state = 'waiting'
    await phone.flush()
  }
}

/* What a server lacks that was put back is offered by the hour, letters first. */
async function offer(phone) {
  for (let i = 0; i < 2; i++) {
    phone.hours += 2
    await phone.flush()
    await drain(phone)
  }
}

async function live(day, steps = STEPS) {
  for (const phone of day.phones) await phone.reopen()
  day.weather.isRough = true
  /* The door is registered by a visit that its phone has kept. */
  day.weather.isDiskRough = false
  if (day.told.length === 0) await write(day, day.phones[0])
  day.weather.isDiskRough = true
  for (let i = 0; i < steps; i++) await step(day)
  await settle(day)
}

/* ---- what must hold ------------------------------------------------------------- */
async function check(day) {
  const { county, phones, written, told } = day
  for (const { who, items } of phones) {
    const [left] = items()
    const why = left?.problem?.errors[0]?.detail ?? left?.problem?.code
    assert.ok(!left, `${who} still holds ${left?.uuid}: ${why}`)
  }
  const sent = new Map(
    phones.flatMap((phone) =>
      phone.sent().map((each) => [each.uuid, phone.who])),
  )
  for (const { uuid } of told) assert.ok(sent.has(uuid), `${uuid} was let go`)

  const door = (await county.read('first', `/surveys/${day.door}`)).household_id
  const there = (
    await county.read('first', `/surveys?household_id=${door}&limit=200`)
  ).items
  const names = there.map(({ uuid }) => uuid)
  assert.equal(new Set(names).size, names.length)
  for (const { uuid, value } of told)
    assert.ok(names.includes(uuid), `${value} is not on the server`)
  for (const name of names)
    assert.ok(written.some(({ uuid }) => uuid === name), `${name} is nobody's`)
  assert.deepEqual(new Set(names), new Set(sent.keys()))
  for (const name of names) await checkPhotos(day, name)
  for (const visit of there) checkTime(day, visit)
  await checkService(day)
  await checkValues(day, door)
}

async function sameBytes(county, id, { data }) {
  const answer = await county.ask('first', 'GET', `/attachments/${id}`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  assert.ok(bytes.equals(Buffer.from(data, 'base64')), 'another photo')
}

/* No time is false: it is when somebody stood at the door, or, of a phone whose clock
 * was set in between, no earlier and no later than its coming. */
function checkTime({ written, clocks }, { uuid, visited_at, received_at }) {
  const { at, who } = written.find((each) => each.uuid === uuid)
  const apart = Date.parse(visited_at) - at
  const isOneClock = !clocks.has(who)
  const says = `a visit is ${Math.round(apart / MINUTES)} minutes off`
  if (isOneClock) assert.ok(apart === 0, says)
  assert.ok(apart >= -MINUTES, says)
  assert.ok(Date.parse(visited_at) <= Date.parse(received_at), says)
}

/* Each photo that a visit names is there, whole, and by one attachment. */
async function checkPhotos({ county, written }, name) {
  const { shots } = written.find(({ uuid }) => uuid === name)
  const { photos } = await county.read('first', `/surveys/${name}`)
  assert.deepEqual(photos.map(({ upload }) => upload), shots.map(({ uuid }) => uuid))
  for (const [at, { attachment_id: id }] of photos.entries()) {
    assert.ok(id, 'a photo has not come')
    await sameBytes(county, id, shots[at])
  }
}

async function checkService({ county, paper, service }) {
  if (!service) return
  const { services } = await county.read('first', `/documents/${paper.id}`)
  assert.ok(services.length <= 1, 'a paper was served twice')
  if (service.isTold) assert.equal(services.length, 1, 'a service is lost')
  for (const { served_on } of services)
    assert.ok([service.on, dayOf(Date.now())].includes(served_on), `served on ${served_on}`)
  for (const { attachment_id: id } of services) {
    assert.equal(Boolean(id), service.picture !== null, 'its picture')
    if (id) await sameBytes(county, id, service.picture)
  }
}

/* The same again gets the same answer, and every value is the one that stands,
 * a question to a person, or was replaced by somebody who had seen it. */
async function checkValues(day, door) {
  const { county, phones, written } = day
  const standing = (await county.read('first', `/households/${door}`)).register_no
  const answers = new Map()
  for (const phone of phones)
    for (const { uuid, body } of phone.sent()) {
      const answer = await county.ask(phone.who, 'PUT', `/surveys/${uuid}`, body)
      assert.equal(answer.status, 200)
      answers.set(uuid, await answer.json())
      const told = phone.receipts.get(uuid)
      if (told) assert.deepEqual(told, answers.get(uuid))
    }
  const stored = written.filter(({ uuid }) => answers.has(uuid))
  assert.ok(stored.some(({ value }) => value === standing))
  for (const { uuid, value, who } of stored) {
    const { conflicts, household_version } = answers.get(uuid)
    const isAsked = conflicts.some(({ yours }) => yours === value)
    const isSeen = stored.some(
      (other) => other.base >= household_version || other.who === who &&
        written.indexOf(other) > written.findIndex((each) => each.uuid === uuid),
    )
    const isDecided = day.decided.has(value)
    assert.ok(value === standing || isAsked || isSeen || isDecided, `${value} was overwritten`)
  }
  await decideAll(day, door, answers)
}

/* Whatever was not taken is asked of a person, who decides each once, however
 * often it is sent; then nothing is asked, and what was chosen stands. */
async function decideAll(day, door, answers) {
  const { county, chances } = day
  const route = `/conflicts?household_id=${door}&limit=200`
  const asked = (await county.read('second', route)).items
  const told = [...answers.values()].flatMap(({ conflicts }) => conflicts)
  for (const { yours } of told)
    assert.ok(asked.some(({ visit_value }) => visit_value === yours), `${yours} is not asked`)
  let standing = (await county.read('first', `/households/${door}`)).register_no
  for (const { id } of asked) {
    const now = await county.read('second', `/conflicts/${id}`)
    if (now.state !== 'open') continue
    const choice = chances.pick(['visit', 'record'])
    if (choice === 'visit') {
      day.decided.add(standing)
      standing = now.visit_value
    }
    const body = { choice, record_change: now.record_change ?? 0 }
    const ask = () => county.ask('second', 'PUT', `/conflicts/${id}/decision`, body)
    const both = await Promise.all([ask(), ask()])
    for (const answer of both) assert.equal(answer.status, 200)
  }
  const left = (await county.read('first', `${route}&state=open`)).items
  assert.deepEqual(left, [])
  const now = (await county.read('first', `/households/${door}`)).register_no
  assert.equal(now, standing)
}

/* ---- many days ------------------------------------------------------------------ */
async function runAll(days, act) {
  const failed = []
  const waiting = [...days]
  const lane = async () => {
    for (let day = waiting.shift(); day; day = waiting.shift()) {
      try {
        await act(day)
      } catch (thrown) {
        failed.push(`seed ${day.seed}: ${thrown.message.split('\n')[0]}`)
      }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane))
  return failed
}

async function runDays(client, count, first) {
  const county = await startCounty(Math.min(count, PAPERS))
  const days = Array.from({ length: count }, (_, i) =>
    makeDay(client, county, first + i, county.papers[i]))
  const failed = await runAll(days, async (day) => {
    await live(day)
    await check(day)
  })
  /* Yesterday's backup: what came since is gone, and the phones bring it. */
  const hit = days.slice(0, RESTORED)
  county.backUp()
  failed.push(...(await runAll(hit, (day) => live(day))))
  await county.putBack()
  failed.push(
    ...(await runAll(hit, async (day) => {
      await settle(day)
      for (const phone of day.phones) await offer(phone)
      await check(day)
    })),
  )
  await county.stop()
  const all = days.flatMap(({ told }) => told)
  return {
    failed,
    visits: all.length,
    photos: all.reduce((sum, { shots }) => sum + shots.length, 0),
    services: days.filter(({ service }) => service?.isTold).length,
  }
}

/* Outboxes that are wrong, which the days above must find out. */
const WRONG = {
  'says that it is saved before it is on the disk': [
    ['await to\n        .change([', 'void to\n        .change(['],
    ['throw roomless(thrown, more.length > 0 ? PHOTO_TOO_LARGE : undefined)', ''],
  ],
  'takes no answer for an answer': [
    ["item.state = item.problem && refuses(item.problem) ? 'refused' : 'waiting'",
      'await settle(item, {} as Answer).catch(() => {}); item.state = "waiting"'],
  ],
  'sends under a new name each time': [
    ['await send(item)', 'await send({ ...item, uuid: crypto.randomUUID() })'],
  ],
  'offers nothing to a server that was put back': [
    ['    await offer().catch(noteBug)', '    await Promise.resolve()'],
  ],
  'takes the first piece of a photo for the whole': [
    ['while (!there?.attachment_id)', 'while (!there)', 'photos'],
  ],
  'forgets the photos that wait when the page is closed': [
    ["for (const uuid of await opened.keys('photo')) show(uuid)", '', 'photos'],
  ],
  'keeps a letter without its photos': [['          ...more,\n', '']],
  'offers no photo to a server that was put back': [
    ['if (kept.has(uuid)) await again(uuid)', '', 'photos'],
  ],
}

const dir = mkdtempSync(path.join(tmpdir(), 'baoxue-outbox-'))
const error = console.error
console.error = () => {} // a full phone is told of by the thousand
let faults = 0
const say = (isGood, line) => {
  if (!isGood) faults += 1
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${line}`)
}
const began = performance.now()
const right = await bundle(path.join(dir, 'right.mjs'))
const { failed, visits, photos, services } = await runDays(right, SCHEDULES, FIRST)
const seconds = ((performance.now() - began) / 1000).toFixed(1)
say(failed.length === 0,
  `sync: ${SCHEDULES} days, ${visits} visits, ${photos} photos, ${services} services, ` +
    `${failed.length} bad (${seconds} s)`)
for (const line of failed.slice(0, 20)) error(`     ${line}`)
let n = 0
for (const [name, pieces] of Object.entries(WRONG)) {
  const wrong = await bundle(path.join(dir, `wrong-${n++}.mjs`), pieces)
  const { failed: found } = await runDays(wrong, ENOUGH, FIRST)
  say(found.length > 0, `sync: found out: an outbox that ${name} (${found.length})`)
}
rmSync(dir, { recursive: true, force: true })
console.log(`sync: ${Object.keys(WRONG).length + 1 - faults} passed, ${faults} failed`)
process.exit(faults === 0 ? 0 : 1)
