/* Pages of supervision: visits, what has to be put right, and what follows. */
import { ChatLineSquare, Flag, Medal, Odometer, Trophy } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const supervision: Entry[] = [
  {
    name: 'inspections',
    path: '/inspections',
    title: '督查',
    page: () => import('../pages/supervision/InspectionsPage.vue'),
    right: 'inspection.read',
    icon: Flag,
  },
  {
    name: 'inspection',
    path: '/inspections/:id(\\d+)',
    title: '督查详情',
    page: () => import('../pages/supervision/InspectionPage.vue'),
    right: 'inspection.read',
  },
  {
    name: 'rectifications',
    path: '/rectifications',
    title: '限期整改',
    page: () => import('../pages/supervision/RectificationsPage.vue'),
    right: 'inspection.read',
    icon: Odometer,
  },
  {
    name: 'rectification',
    path: '/rectifications/:id(\\d+)',
    title: '整改详情',
    page: () => import('../pages/supervision/RectificationPage.vue'),
    right: 'inspection.read',
  },
  {
    name: 'announcements',
    path: '/announcements',
    title: '公告',
    page: () => import('../pages/supervision/AnnouncementsPage.vue'),
    right: 'announcement.read',
    icon: ChatLineSquare,
  },
  {
    name: 'announcement',
    path: '/announcements/:id(\\d+)',
    title: '公告详情',
    page: () => import('../pages/supervision/AnnouncementPage.vue'),
    right: 'announcement.read',
  },
  {
    name: 'scores',
    path: '/scores',
    title: '考核得分',
    page: () => import('../pages/supervision/ScoresPage.vue'),
    right: 'score.read',
    icon: Trophy,
  },
  {
    name: 'accountabilities',
    path: '/accountabilities',
    title: '表扬与问责',
    page: () => import('../pages/supervision/AccountabilitiesPage.vue'),
    right: 'inspection.read',
    icon: Medal,
  },
  {
    name: 'accountability',
    path: '/accountabilities/:id(\\d+)',
    title: '表扬或问责记录',
    page: () => import('../pages/supervision/AccountabilityPage.vue'),
    right: 'inspection.read',
  },
  {
    name: 'case-trace',
    path: '/cases/:id(\\d+)/trace',
    title: '个案追责',
    page: () => import('../pages/supervision/TracePage.vue'),
    right: 'case.trace',
  },
]
