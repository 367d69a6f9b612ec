/*
 * The pages of the console in the menu's order: where each stands, the right
 * that opens it, and its sign if the menu shows it.  The router and the menu
 * both read this table.
 */
import { Bell, Reading } from '@element-plus/icons-vue'
import * as children from './children'
import type { Entry } from './entry'
import * as lists from './lists'
import * as office from './office'
import * as watch from './supervision'

export const entries: Entry[] = [
  {
    name: 'home',
    path: '/',
    title: '待办',
    page: () => import('../pages/HomePage.vue'),
    icon: Bell,
  },
  ...children.cases,
  ...children.assignments,
  ...children.leads,
  ...children.incidents,
  ...children.students,
  ...children.households,
  ...lists.survey,
  ...lists.notices,
  ...lists.rosters,
  ...lists.ledgers,
  ...lists.duties,
  ...watch.supervision,
  ...lists.indicators,
  ...lists.doubts,
  ...office.committee,
  ...office.prints,
  ...office.base,
  ...office.admin,
  {
    name: 'manual',
    path: '/manual',
    title: '使用手册',
    page: () => import('../pages/me/ManualPage.vue'),
    icon: Reading,
  },
  {
    name: 'password',
    path: '/password',
    title: '修改密码',
    page: () => import('../pages/me/PasswordPage.vue'),
  },
  {
    name: 'totp',
    path: '/totp',
    title: '动态口令',
    page: () => import('../pages/me/TotpPage.vue'),
  },
]
