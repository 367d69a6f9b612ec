/* One build, two pages: the desktop console at / and the phone at /survey/. */
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { installable } from './tools/installable.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/*
 * Adds the stylesheet of each Element Plus component a file imports, so that
 * a page brings exactly the styles it uses.
 */
function elementStyles(): Plugin {
  const named = /import\s*\{([^}]+)\}\s*from\s*['"]element-plus['"]/g
  const folder = (name: string) =>
    name.replace(/^El/, '').replace(/\B[A-Z]/g, '-$&').toLowerCase()
  return {
    name: 'element-styles',
    transform(code, id) {
      if (!id.startsWith(at('./console/'))) return null
      const styles: string[] = []
      for (const [, names = ''] of code.matchAll(named)) {
        for (const name of names.split(',')) {
          const plain = name.trim().split(/\s+/)[0] ?? ''
          if (!/^El[A-Z]/.test(plain)) continue
          const path = `element-plus/es/components/${folder(plain)}/style/css`
          styles.push(`import '${path}'`)
        }
      }
      return styles.length === 0
        ? null
        : { code: `${code}\n${styles.join('\n')}\n`, map: null }
    },
  }
}

/* One page of the two, in a build of its own: with the console's in one build
 * the phone would load all of Vue that the console needs. */
const BUILDS: Record<string, Record<string, string>> = {
  console: { console: at('./index.html') },
  survey: { survey: at('./survey/index.html'), worker: at('./survey/sw.ts') },
}

export default defineConfig(({ mode }) => ({
  plugins: [
    vue(),
    elementStyles(),
    ...(mode === 'survey' ? [installable(at('./public/favicon.svg'))] : []),
  ],
  resolve: {
    alias: [
      { find: '@shared', replacement: at('./shared') },
      /* Its plain build is written for browsers of 2015. */
      { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' },
    ],
  },
  /* Every component here and of the libraries is one of the Composition API. */
  define: { __VUE_PROD_DEVTOOLS__: 'false', __VUE_OPTIONS_API__: 'false' },
  build: {
    target: 'chrome87',
    cssTarget: 'chrome87',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    emptyOutDir: mode === 'console',
    rollupOptions: {
      ...(BUILDS[mode] && { input: BUILDS[mode] }),
      output: {
        manualChunks: { vue: ['vue'] },
        /* A worker's reach is the folder that it is in. */
        entryFileNames: ({ name }) =>
          name === 'worker' ? 'survey/sw.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: { include: ['{shared,console,survey}/**/*.test.ts'] },
}))
