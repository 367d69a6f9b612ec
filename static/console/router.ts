/*
 * Pages by the part of the address after #, which never leaves the browser:
 * no record's number stands in a server's or proxy's log.
 */
import { watch } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import { may, session } from '@shared/session'
import { guardDrafts } from './drafts'
import { entries } from './menu'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    right?: string
    /* Shown without the menu, to whoever is not signed in. */
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHashHistory('/'),
  routes: [
    {
      name: 'login',
      path: '/login',
      component: () => import('./pages/LoginPage.vue'),
      meta: { title: '登录', open: true },
    },
    ...entries.map(({ name, path, title, page, right }) => ({
      name,
      path,
      component: page,
      meta: { title, ...(right !== undefined && { right }) },
    })),
    {
      name: 'missing',
      path: '/:any(.*)*',
      component: () => import('./pages/MissingPage.vue'),
      meta: { title: '没有这一页' },
    },
  ],
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
})

const state = session.state

guardDrafts(router, () => state.me !== null && !state.passwordDue)

router.beforeEach(async (to) => {
  if (!state.known) await session.load()
  if (!state.me && !state.passwordDue) {
    if (to.meta.open) return true
    return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
  }
  if (state.passwordDue) return to.name === 'password' || { name: 'password' }
  if (to.meta.open) return { name: 'home' }
  if (to.meta.right && !may(to.meta.right)) {
    return { name: 'missing', params: { any: to.path.slice(1).split('/') } }
  }
  return true
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · 保学`
})

watch(
  () => state.passwordDue,
  (isDue) => {
    if (isDue) void router.push({ name: 'password' })
  },
)
