/* Pages of plans and notes of practice. */
import { Collection } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const materials: Entry[] = [
  {
    name: 'materials',
    path: '/materials',
    title: '方案和经验',
    page: () => import('../pages/materials/MaterialsPage.vue'),
    right: 'material.read',
    icon: Collection,
  },
  {
    name: 'material',
    path: '/materials/:id(\\d+)',
    title: '方案或经验详情',
    page: () => import('../pages/materials/MaterialPage.vue'),
    right: 'material.read',
  },
]
