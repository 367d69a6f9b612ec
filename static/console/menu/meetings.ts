/* Pages of the leading group's meetings and of what they resolved. */
import { ChatLineRound, Tickets } from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const meetings: Entry[] = [
  {
    name: 'meetings',
    path: '/meetings',
    title: '会议',
    page: () => import('../pages/meetings/MeetingsPage.vue'),
    right: 'meeting.read',
    icon: ChatLineRound,
  },
  {
    name: 'meeting',
    path: '/meetings/:id(\\d+)',
    title: '会议详情',
    page: () => import('../pages/meetings/MeetingPage.vue'),
    right: 'meeting.read',
  },
  {
    name: 'resolutions',
    path: '/resolutions',
    title: '会议决议',
    page: () => import('../pages/meetings/ResolutionsPage.vue'),
    right: 'meeting.read',
    icon: Tickets,
  },
  {
    name: 'resolution',
    path: '/resolutions/:id(\\d+)',
    title: '决议详情',
    page: () => import('../pages/meetings/ResolutionPage.vue'),
    right: 'meeting.read',
  },
]
