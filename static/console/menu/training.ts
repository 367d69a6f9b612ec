/* Pages of what leavers wish to be trained in. */
import { Compass } from '@element-plus/icons-vue'
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
