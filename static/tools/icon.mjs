/*
 * The favicon as PNG pictures for the installed client, drawn when it is
 * built.  It knows what the favicon is made of and no more: a rounded
 * rectangle, filled paths of M c v z, stroked straight lines.
 */
import { deflateSync } from 'node:zlib'

const attribute = (tag, name) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
const number = (tag, name) => Number(attribute(tag, name))

function colour(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1]
  if (!hex) throw new Error(`favicon: no colour ${text}`)
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16))
}

const CURVE_STEPS = 10

/* A Bézier curve as points after its first. */
function curve([p, q, r, s]) {
  return Array.from({ length: CURVE_STEPS }, (_, i) => {
    const t = (i + 1) / CURVE_STEPS
    const u = 1 - t
    return [0, 1].map(
      (k) =>
        u ** 3 * p[k] + 3 * u * u * t * q[k] + 3 * u * t * t * r[k] + t ** 3 * s[k],
    )
  })
}

function outline(d) {
  const points = []
  for (const [, command, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const n = (rest.match(/-?(\d+\.?\d*|\.\d+)/g) ?? []).map(Number)
    const at = points[points.length - 1]
    if (command === 'M') points.push([n[0], n[1]])
    else if (command === 'v') points.push([at[0], at[1] + n[0]])
    else if (command === 'c') {
      for (let i = 0; i < n.length; i += 6) {
        const from = points[points.length - 1]
        const to = [0, 2, 4].map((k) => [from[0] + n[i + k], from[1] + n[i + k + 1]])
        points.push(...curve([from, ...to]))
      }
    } else if (command !== 'z') throw new Error(`favicon: no path command ${command}`)
  }
  return points
}

/* Whether a point lies inside, by the crossings of a ray. */
function inside(points, x, y) {
  let is = false
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length]
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) is = !is
  })
  return is
}

function along(points, half, x, y) {
  const [[ax, ay], [bx, by]] = points
  const length = Math.hypot(bx - ax, by - ay)
  const t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
  const off = Math.abs((x - ax) * (by - ay) - (y - ay) * (bx - ax)) / length
  return t >= 0 && t <= length && off <= half
}

function inRect({ w, h, r }, x, y) {
  const dx = Math.max(r - x, x - (w - r), 0)
  const dy = Math.max(r - y, y - (h - r), 0)
  return x >= 0 && y >= 0 && x <= w && y <= h && dx * dx + dy * dy <= r * r
}

/* What is painted, the undermost first: [colour, covers(x, y)]. */
function layers(svg, isWhole) {
  return [...svg.matchAll(/<(rect|path)\b[^>]*>/g)].map(([tag, kind]) => {
    if (kind === 'rect') {
      const rect = {
        w: number(tag, 'width'),
        h: number(tag, 'height'),
        r: isWhole ? 0 : number(tag, 'rx'),
      }
      return [colour(attribute(tag, 'fill')), (x, y) => inRect(rect, x, y)]
    }
    const points = outline(attribute(tag, 'd'))
    if (attribute(tag, 'stroke') === '')
      return [colour(attribute(tag, 'fill')), (x, y) => inside(points, x, y)]
    const half = number(tag, 'stroke-width') / 2
    return [
      colour(attribute(tag, 'stroke')),
      (x, y) => along(points, half, x, y),
    ]
  })
}

function crc(bytes) {
  let c = ~0
  for (const byte of bytes) {
    c ^= byte
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  }
  return ~c >>> 0
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), body.length + 4)
  return out
}

function png(size, rows) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6], 8) // eight bits, RGBA
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const SAMPLES = 3

/* One point of the picture, of several samples. */
function paint(found, size, inset, px, py) {
  const sum = [0, 0, 0, 0]
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const at = (p, k) =>
      ((p + (k + 0.5) / SAMPLES) / size - 0.5) * (32 / (1 - 2 * inset)) + 16
    const x = at(px, i % SAMPLES)
    const y = at(py, Math.floor(i / SAMPLES))
    const [first] = found
    let seen = inset > 0 ? first[0] : null
    for (const [rgb, covers] of found) if (covers(x, y)) seen = rgb
    if (seen) [...seen, 255].forEach((value, k) => (sum[k] += value))
  }
  const shown = sum[3] / 255 || 1
  return [...sum.slice(0, 3).map((value) => value / shown), sum[3] / SAMPLES ** 2]
}

/*
 * The favicon, `size` points wide.  A maskable one fills its square with the
 * ground and keeps the drawing inside the safe zone (W3C manifest, "maskable").
 */
export function icon(svg, size, { maskable = false } = {}) {
  const found = layers(svg, maskable)
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const rgba = paint(found, size, maskable ? 0.1 : 0, x, y)
      rows.set(rgba.map(Math.round), y * (size * 4 + 1) + 1 + x * 4)
    }
  }
  return png(size, rows)
}
