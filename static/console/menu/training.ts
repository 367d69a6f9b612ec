/* Pages of what leavers wish to be trained in, and of what is reported upward. */
import { Compass, Upload } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const training: Entry[] = [
  {
    name: 'training',
    path: '/training',
    title: '培训意愿',
    page: () => import('../pages/training/TrainingPage.vue'),
    right: 'training.read',
    icon: Compass,
  },
  {
    name: 'training-wish',
    path: '/training/:id(\\d+)',
    title: '培训意愿详情',
    page: () => import('../pages/training/TrainingWishPage.vue'),
    right: 'training.read',
  },
]

export const upward: Entry[] = [
  {
    name: 'upward',
    path: '/upward',
    title: '逐级上报',
    page: () => import('../pages/upward/UpwardPage.vue'),
    right: 'upward.read',
    icon: Upload,
  },
]
