/*
 * The pages of the console in the menu's order, in parts: where each stands, the
 * right that opens it, and its sign if the menu shows it.  The router and the
 * menu both read this table.
 */
import { Bell, Reading } from '@element-plus/icons-vue'
import { activities } from './activities'
import * as aid from './aid'
import * as children from './children'
import type { Entry } from './entry'
import * as lists from './lists'
import { materials } from './materials'
import * as meetings from './meetings'
import * as office from './office'
import * as watch from './supervision'
import { training, upward } from './training'

const day: Entry[] = [
  {
    name: 'home',
    path: '/',
    title: '待办',
    page: () => import('../pages/HomePage.vue'),
    icon: Bell,
  },
]

const me: Entry[] = [
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

export interface Part {
  title: string
  entries: Entry[]
}
const part = (title: string, ...lists: Entry[][]): Part => ({ title, entries: lists.flat() })

/* A part of which an account sees nothing is not there for it. */
export const parts: Part[] = [
  part('今天', day),
  part(
    '孩子和个案',
    children.cases,
    children.assignments,
    children.leads,
    children.incidents,
    children.students,
    children.households,
    aid.transfers,
    aid.aids,
    aid.pairings,
    training,
  ),
  part('入户和通知书', lists.survey, lists.notices),
  part('名单和台账', lists.rosters, lists.ledgers, upward, lists.doubts, lists.exports),
  part('职责和督查', lists.duties, materials, meetings.meetings, activities, watch.supervision),
  part('指标和评估', lists.indicators, office.committee),
  part('资料和设置', office.prints, office.base, office.admin, me),
]

export const entries: Entry[] = parts.flatMap((one) => one.entries)
