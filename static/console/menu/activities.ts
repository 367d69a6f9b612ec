/* 工作记录 and 隐患与办学条件. */
import { Notebook, Warning } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const activities: Entry[] = [
  {
    name: 'activities',
    path: '/activities',
    title: '工作记录',
    page: () => import('../pages/activities/ActivitiesPage.vue'),
    right: 'activity.read',
    icon: Notebook,
  },
  {
    name: 'activity-new',
    path: '/activities/new',
    title: '登记工作记录',
    page: () => import('../pages/activities/ActivityNewPage.vue'),
    right: 'activity.write',
  },
  {
    name: 'activity',
    path: '/activities/:id(\\d+)',
    title: '工作记录详情',
    page: () => import('../pages/activities/ActivityPage.vue'),
    right: 'activity.read',
  },
  {
    name: 'hazards',
    path: '/hazards',
    title: '隐患与办学条件',
    page: () => import('../pages/hazards/HazardsPage.vue'),
    right: 'hazard.read',
    icon: Warning,
  },
  {
    name: 'hazard',
    path: '/hazards/:id(\\d+)',
    title: '隐患详情',
    page: () => import('../pages/hazards/HazardPage.vue'),
    right: 'hazard.read',
  },
]
