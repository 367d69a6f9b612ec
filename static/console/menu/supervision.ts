/* Pages of supervision: visits, what has to be put right, and what follows. */
import { Flag, Odometer } from '@element-plus/icons-vue'
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
]
