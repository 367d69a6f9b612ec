/* Pages of the committee, of paper, of the county itself and of its accounts. */
import {
  Cellphone,
  Document,
  FirstAidKit,
  OfficeBuilding,
  Setting,
  Stamp,
  UserFilled,
} from '@element-plus/icons-vue'
import type { Entry } from './entry'

const printPage = () => import('../pages/print/PrintPage.vue')

export const committee: Entry[] = [
  {
    name: 'committee',
    path: '/committee',
    title: '专家委员会',
    page: () => import('../pages/committee/CommitteePage.vue'),
    right: 'committee.read',
    icon: Stamp,
  },
  {
    name: 'assessments',
    path: '/assessments',
    title: '残疾评估',
    page: () => import('../pages/committee/SessionsPage.vue'),
    right: 'assessment.read',
    icon: FirstAidKit,
  },
  {
    name: 'assessment',
    path: '/assessments/:id(\\d+)',
    title: '评估详情',
    page: () => import('../pages/committee/SessionPage.vue'),
    right: 'assessment.read',
  },
]

export const prints: Entry[] = [
  {
    name: 'print-document',
    path: '/print/documents/:id(\\d+)',
    title: '打印文书',
    page: printPage,
    right: 'document.read',
  },
  {
    name: 'print-receipt',
    path: '/print/receipts/:id(\\d+)',
    title: '打印送达回证',
    page: printPage,
    right: 'document.read',
  },
  {
    name: 'print-notices',
    path: '/print/notices/:division(\\d{12})',
    title: '打印入学通知书',
    page: printPage,
    right: 'notice.read',
  },
  {
    name: 'print-sheets',
    path: '/print/sheets/:division(\\d{12,15})',
    title: '打印摸排登记表',
    page: printPage,
    right: 'survey.read',
  },
  {
    name: 'print-case',
    path: '/print/cases/:id(\\d+)',
    title: '打印卷宗',
    page: printPage,
    right: 'case.read',
  },
  {
    name: 'print-teaching',
    path: '/print/teaching-plans/:id(\\d+)',
    title: '打印送教记录',
    page: printPage,
    right: 'teaching.read',
  },
  {
    name: 'print-announcement',
    path: '/print/announcements/:id(\\d+)',
    title: '打印公告',
    page: printPage,
    right: 'announcement.read',
  },
  {
    name: 'print-meeting',
    path: '/print/meetings/:id(\\d+)',
    title: '打印会议纪要',
    page: printPage,
    right: 'meeting.read',
  },
  {
    name: 'print-ledger',
    path: '/print/ledgers/:name',
    title: '打印台账',
    page: () => import('../pages/ledgers/LedgerPrintPage.vue'),
    right: 'ledger.read',
  },
]

export const base: Entry[] = [
  {
    name: 'base',
    path: '/base',
    title: '基础信息',
    page: () => import('../pages/base/DivisionsPage.vue'),
    right: 'place.read',
    icon: OfficeBuilding,
  },
  {
    name: 'schools',
    path: '/base/schools',
    title: '学校',
    page: () => import('../pages/base/SchoolsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'catchments',
    path: '/base/catchments',
    title: '学区',
    page: () => import('../pages/base/CatchmentsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'posts',
    path: '/base/posts',
    title: '责任岗位',
    page: () => import('../pages/base/PostsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'members',
    path: '/base/members',
    title: '领导小组',
    page: () => import('../pages/base/MembersPage.vue'),
    right: 'place.read',
  },
  {
    name: 'calendar',
    path: '/base/calendar',
    title: '校历',
    page: () => import('../pages/base/CalendarPage.vue'),
    right: 'place.read',
  },
]

export const admin: Entry[] = [
  {
    name: 'users',
    path: '/users',
    title: '账号',
    page: () => import('../pages/admin/UsersPage.vue'),
    right: 'account.manage',
    icon: UserFilled,
  },
  {
    name: 'phones',
    path: '/phones',
    title: '手机',
    page: () => import('../pages/admin/PhonesPage.vue'),
    right: 'phone.manage',
    icon: Cellphone,
  },
  {
    name: 'settings',
    path: '/settings',
    title: '设置',
    page: () => import('../pages/admin/SettingsPage.vue'),
    right: 'setting.read',
    icon: Setting,
  },
  {
    name: 'audit',
    path: '/audit',
    title: '审计记录',
    page: () => import('../pages/admin/AuditPage.vue'),
    right: 'audit.read',
    icon: Document,
  },
]
