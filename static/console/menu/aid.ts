/* Pages of transfers and of aid. */
import { Coin, Connection, Switch } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const transfers: Entry[] = [
  {
    name: 'transfers',
    path: '/transfers',
    title: '转学交接',
    page: () => import('../pages/transfers/TransfersPage.vue'),
    right: 'transfer.read',
    icon: Switch,
  },
  {
    name: 'transfer-new',
    path: '/transfers/new',
    title: '办理转出',
    page: () => import('../pages/transfers/TransferNewPage.vue'),
    right: 'transfer.write',
  },
  {
    name: 'transfer',
    path: '/transfers/:id(\\d+)',
    title: '转学详情',
    page: () => import('../pages/transfers/TransferPage.vue'),
    right: 'transfer.read',
  },
]

export const aids: Entry[] = [
  {
    name: 'aids',
    path: '/aids',
    title: '资助',
    page: () => import('../pages/aids/AidsPage.vue'),
    right: 'aid.totals',
    icon: Coin,
  },
  {
    name: 'aid',
    path: '/aids/:id(\\d+)',
    title: '资助详情',
    page: () => import('../pages/aids/AidPage.vue'),
    right: 'aid.read',
  },
]

export const pairings: Entry[] = [
  {
    name: 'pairings',
    path: '/pairings',
    title: '结对帮扶',
    page: () => import('../pages/pairings/PairingsPage.vue'),
    right: 'pairing.read',
    icon: Connection,
  },
  {
    name: 'pairing',
    path: '/pairings/:id(\\d+)',
    title: '结对详情',
    page: () => import('../pages/pairings/PairingPage.vue'),
    right: 'pairing.read',
  },
]
