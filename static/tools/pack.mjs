/*
 * After the build: compresses each file of dist/ once and for all, and lists
 * what the server embeds.  dist/manifest.tsv has one line a file, by tabs:
 * URL path, content type, 1 when the name carries a hash (immutable), then the
 * plain, brotli and gzip file from the repository's root, or - where there is
 * no such form.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const root = 'static/dist/'
const manifest = 'manifest.tsv'
const smallest = 256
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
const packed = new Set(['.png', '.jpg', '.woff2'])

function files(folder = '') {
  return readdirSync(join(dist, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder + entry.name
      return entry.isDirectory() ? files(`${path}/`) : [path]
    })
    .sort()
}

function forms(bytes) {
  return {
    br: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    gz: gzipSync(bytes, { level: 9 }),
  }
}

const made = (path) => /\.(br|gz)$/.test(path) || path === manifest

for (const path of files().filter(made)) rmSync(join(dist, path))

const lines = []
for (const path of files()) {
  const type = types[extname(path)]
  if (!type) throw new Error(`${path}: no content type known for this name`)
  const bytes = readFileSync(join(dist, path))
  const names = { br: '-', gz: '-' }
  if (bytes.length >= smallest && !packed.has(extname(path))) {
    for (const [name, form] of Object.entries(forms(bytes))) {
      if (form.length >= bytes.length) continue
      writeFileSync(join(dist, `${path}.${name}`), form)
      names[name] = `${root}${path}.${name}`
    }
  }
  const url = `/${path.replace(/(^|\/)index\.html$/, '$1')}`
  const hashed = path.startsWith('assets/') ? 1 : 0
  lines.push([url, type, hashed, root + path, names.br, names.gz].join('\t'))
}
/* In the bytewise order of their URL paths, as the server looks them up. */
lines.sort()
writeFileSync(join(dist, manifest), `${lines.join('\n')}\n`)
console.log(`${manifest}: ${lines.length} files`)
