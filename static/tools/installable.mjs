/*
 * What makes the phone client installable, made with the build: the web
 * manifest, its icons, and the list of files that the service worker keeps,
 * which is all that the phone's page may ever load and nothing of the console.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { icon } from './icon.mjs'

const PAGE = 'survey/index.html'
const WORKER = 'survey/sw.js'
const LIST = 'self.__WB_MANIFEST'

const ICONS = [
  { file: 'survey/icon-192.png', size: 192 },
  { file: 'survey/icon-512.png', size: 512 },
  { file: 'survey/icon-maskable-512.png', size: 512, maskable: true },
]

const manifest = {
  name: '保学入户',
  short_name: '保学入户',
  description: '入户摸排，没有网络也能填写',
  lang: 'zh-CN',
  id: '/survey/',
  start_url: '/survey/',
  scope: '/survey/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0b4a59',
  icons: ICONS.map(({ file, size, maskable }) => ({
    src: `/${file}`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: maskable ? 'maskable' : 'any',
  })),
}

/* The chunks that a page loads, at once or later, and their styles. */
function reach(bundle, entry) {
  const found = new Set()
  const visit = (name) => {
    const chunk = bundle[name]
    if (!chunk || found.has(name)) return
    found.add(name)
    if (chunk.type !== 'chunk') return
    for (const each of [...chunk.imports, ...chunk.dynamicImports]) visit(each)
    for (const each of chunk.viteMetadata?.importedCss ?? []) found.add(each)
    for (const each of chunk.viteMetadata?.importedAssets ?? []) found.add(each)
  }
  visit(entry)
  return [...found].sort()
}

const revisionOf = (source) =>
  createHash('sha256').update(source).digest('hex').slice(0, 16)

/* As workbox-precaching wants them: a hashed name is its own revision. */
function listFiles(bundle) {
  const entry = Object.values(bundle).find(
    (each) => each.type === 'chunk' && each.isEntry && each.name === 'survey',
  )
  const page = bundle[PAGE]
  if (!entry || !page) throw new Error('the phone client is not in the build')
  return [
    { url: '/survey/', revision: revisionOf(page.source) },
    ...reach(bundle, entry.fileName).map((name) => ({
      url: `/${name}`,
      revision: null,
    })),
  ]
}

export function installable(favicon) {
  return {
    name: 'installable',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const svg = readFileSync(favicon, 'utf8')
        for (const { file, size, maskable } of ICONS) {
          const source = icon(svg, size, { maskable })
          this.emitFile({ type: 'asset', fileName: file, source })
        }
        this.emitFile({
          type: 'asset',
          fileName: 'survey/app.webmanifest',
          source: JSON.stringify(manifest),
        })
        const worker = bundle[WORKER]
        if (!worker?.code.includes(LIST) || worker.imports.length > 0)
          throw new Error(`${WORKER} is not a worker of one file with a list`)
        worker.code = worker.code.replace(
          LIST,
          JSON.stringify(listFiles(bundle)),
        )
      },
    },
  }
}
