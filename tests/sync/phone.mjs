/*
 * A phone that may die at every step of its store, on a network that loses,
 * doubles, delays and refuses, around the client's own outbox.
 */
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './county.mjs'

const need = createRequire(path.join(ROOT, 'static/package.json'))

/* The client's modules in Node; `faults` are [right, wrong, module] pieces
 * of text that spoil its outbox, or another module. */
export async function bundle(out, faults = []) {
  const { build } = need('esbuild') // Vite's
  const spoil = {
    name: 'spoil',
    setup: (to) =>
      to.onLoad({ filter: /survey\/(outbox|photos)\.ts$/ }, async ({ path: file }) => {
        let text = await (await import('node:fs/promises')).readFile(file, 'utf8')
        for (const fault of faults) {
          if (!file.endsWith(`${fault[2] ?? 'outbox'}.ts`)) continue
          if (!text.includes(fault[0])) throw new Error(`not there: ${fault[0]}`)
          text = text.replace(fault[0], fault[1])
        }
        return { contents: text, loader: 'ts' }
      }),
  }
  await build({
    stdin: {
      contents:
        "export * from './survey/outbox';" +
        "export * from './survey/photos';" +
        "export { Problem, readProblem, unreachable } from '@shared/problem'",
      resolveDir: path.join(ROOT, 'static'),
      loader: 'ts',
    },
    alias: { '@shared': path.join(ROOT, 'static/shared') },
    outfile: out,
    bundle: true,
    format: 'esm',
    platform: 'node',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [spoil],
  })
  return import(pathToFileURL(out))
}

/* mulberry32: the same seed, the same day. */
export function makeChance(seed) {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const chance = (share) => next() < share
  const pick = (list) => list[Math.floor(next() * list.length)]
  const uuid = () => {
    const hex = Array.from({ length: 32 }, () => pick('0123456789abcdef'))
    hex[12] = '4'
    hex[16] = '8'
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
  /* A JPEG by its first bytes, of a few pieces. */
  const picture = () => {
    const bytes = Uint8Array.from({ length: 20 + Math.floor(next() * 70) }, () =>
      Math.floor(next() * 256))
    bytes.set([0xff, 0xd8, 0xff])
    return {
      uuid: uuid(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      data: Buffer.from(bytes).toString('base64'),
    }
  }
  return { chance, pick, uuid, picture }
}

/* Of a picture, at once. */
const PIECE = 24

class Dead extends Error {}

/* What is on the flash memory outlives the page. */
function openDisk(disk, { chance }, weather) {
  let isDead = false
  const copy = (value) => JSON.parse(JSON.stringify(value))
  const rows = (kind) => [...disk.values()].filter((row) => row.kind === kind)
  const alive = () => {
    if (isDead) throw new Dead()
  }
  const die = () => {
    isDead = true
    throw new Dead()
  }
  return {
    async change(changes) {
      alive()
      if (weather.isDiskRough && chance(0.03)) throw new Error('QuotaExceededError')
      if (weather.isDiskRough && chance(0.06)) die()
      await null
      for (const each of changes) {
        const at = `${each.kind}|${each.key}`
        if (each.gone) disk.delete(at)
        else disk.set(at, copy(each))
      }
      if (weather.isDiskRough && chance(0.06)) die()
    },
    async get(kind, key) {
      alive()
      const row = disk.get(`${kind}|${key}`)
      return row && copy(row.value)
    },
    async all(kind) {
      alive()
      return rows(kind).map((row) => [row.key, copy(row.value)])
    },
    async keys(kind) {
      alive()
      return rows(kind).map((row) => row.key)
    },
    close() {
      isDead = true
    },
  }
}

/* The way to the server and back. `late` holds what is still on its way. */
function makeNetwork(client, county, who, { chance, pick }, weather, late, timeOf) {
  const { Problem, readProblem, unreachable } = client
  const no = () => unreachable('PUT')
  async function exchange(method, route, body) {
    const isFile = body instanceof Uint8Array
    const answer = await (isFile ? county.send : county.ask)(who, method, route, body)
    if (!answer.ok) throw await readProblem(answer, method)
    return answer.json()
  }
  async function send(method, route, body) {
    const now = () => exchange(method, route, body)
    const fates = ['lost', 'unanswered', 'double', 'late', 'busy']
    if (body instanceof Uint8Array) fates.push('cut')
    const fate = weather.isRough && chance(0.5) ? pick(fates) : 'ok'
    if (fate === 'cut') await county.cut(who, method, route, body)
    if (fate === 'lost' || fate === 'cut') throw no()
    if (fate === 'busy')
      throw new Problem({ status: 503, code: 'busy', title: '', detail: '' })
    if (fate === 'late') {
      late.push(() => now().catch(() => {}))
      throw no()
    }
    if (fate === 'double') void now().catch(() => {})
    const answer = await now()
    if (fate === 'unanswered') throw no()
    return answer
  }
  return {
    send({ kind, uuid, document, body }) {
      const said = `?sent_at=${encodeURIComponent(new Date(timeOf()).toISOString())}`
      return kind === 'service'
        ? send('POST', `/documents/${document}/service${said}`, body)
        : send('PUT', `/surveys/${uuid}${said}`, body)
    },
    async ask(device, first) {
      const route = `/survey-receipts?device=${device}&first=${first}&limit=200`
      return (await send('GET', route)).items
    },
    async look(uuid) {
      try {
        return await send('GET', `/uploads/${uuid}`)
      } catch (thrown) {
        if (thrown.status === 404) return null
        throw thrown
      }
    },
    async put({ uuid, size, sha256 }, start, piece) {
      const route = `/uploads/${uuid}?start=${start}&size=${size}&sha256=${sha256}`
      return send('PUT', route, new Uint8Array(await piece.arrayBuffer()))
    },
    awaited: async () =>
      (await send('GET', '/awaited-photos?limit=200')).items.map(({ upload }) => upload),
  }
}

const pictureOf = ({ body }) => body.picture ?? ''

export function makePhone(client, county, who, chances, weather) {
  const name = chances.uuid()
  const phone = {
    who, name, disk: new Map(), late: [], receipts: new Map(), hours: 0,
    /* By how much its clock is off, in ms. */
    off: 0,
    time: () => Date.now() + phone.off,
  }
  let box = null, photos = null, disk = null
  const network = makeNetwork(
    client, county, who, chances, weather, phone.late, phone.time)

  async function open() {
    disk?.close()
    disk = openDisk(phone.disk, chances, weather)
    const now = () => Date.now() + phone.hours * 3_600_000
    const { send, ask, ...wire } = network
    const shots = client.createPhotos({
      ...wire, now,
      arrived: () => void flush(),
      refused: () => {},
      later: () => {},
      piece: PIECE,
    })
    box = client.createOutbox({
      ask, now,
      send: (letter) =>
        send(letter).catch(async (thrown) => {
          if (client.says(thrown, client.PICTURE_FIRST)) await shots.again(pictureOf(letter))
          throw thrown
        }),
      isReady: (letter) => !shots.has(pictureOf(letter)),
      saved: ({ item, answer }) => {
        if (!item.kind) phone.receipts.set(item.uuid, answer)
      },
      later: () => () => {},
    })
    photos = shots
    await photos.attach(disk)
    await box.attach(disk, phone.name)
    await photos.clean()
  }
  const flush = () => box.flush()
  const dies = (thrown) => {
    if (!(thrown instanceof Dead)) throw thrown
  }
  return Object.assign(phone, {
    /* May die again while it starts. */
    async reopen() {
      for (;;) {
        try {
          return await open()
        } catch {
          continue
        }
      }
    },
    /* True when the officer was told that it is saved. */
    async put(letter, pictures = []) {
      try {
        for (const picture of pictures) await photos.take(picture)
        const more = await photos.claim(pictures.map(({ uuid }) => uuid))
        await box.put(letter, undefined, more, () => photos.claimed(more))
        return true
      } catch {
        return false
      }
    },
    flush: () => box.flush().then(() => photos.flush()).catch(dies),
    items: () => [...box.items, ...photos.items],
    /* Visits alone. */
    sent: () =>
      [...phone.disk.values()]
        .filter(({ kind, value }) => kind === 'sent' && !value.letter.kind)
        .map(({ value }) => value.letter),
  })
}
