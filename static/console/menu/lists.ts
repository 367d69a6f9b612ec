/* Pages of the rounds from door to door, of notices, rosters, ledgers and figures. */
import {
  Connection,
  DataAnalysis,
  Download,
  Finished,
  FolderOpened,
  Location,
  Monitor,
  Notebook,
  Postcard,
  Switch,
  Top,
  Upload,
  Warning,
} from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const survey: Entry[] = [
  {
    name: 'rounds',
    path: '/rounds',
    title: '入户摸排',
    page: () => import('../pages/survey/RoundsPage.vue'),
    right: 'survey.read',
    icon: Location,
  },
  {
    name: 'round',
    path: '/rounds/:id(\\d+)',
    title: '摸排进度',
    page: () => import('../pages/survey/RoundPage.vue'),
    right: 'survey.read',
  },
  {
    name: 'entry',
    path: '/rounds/:id(\\d+)/entry',
    title: '快速录入',
    page: () => import('../pages/survey/EntryPage.vue'),
    right: 'survey.write',
  },
  {
    name: 'conflicts',
    path: '/conflicts',
    title: '入户核对',
    page: () => import('../pages/survey/ConflictsPage.vue'),
    right: 'survey.write',
    icon: Switch,
  },
  {
    name: 'carries',
    path: '/carries',
    title: '导入带出文件',
    page: () => import('../pages/survey/CarryPage.vue'),
    right: 'survey.write',
    icon: FolderOpened,
  },
  {
    name: 'visit',
    path: '/visits/:uuid',
    title: '入户记录',
    page: () => import('../pages/survey/VisitPage.vue'),
    right: 'survey.read',
  },
]

export const notices: Entry[] = [
  {
    name: 'notices',
    path: '/notices',
    title: '入学通知书',
    page: () => import('../pages/notices/NoticesPage.vue'),
    right: 'notice.read',
    icon: Postcard,
  },
  {
    name: 'notice-new',
    path: '/notices/new',
    title: '制作入学通知书',
    page: () => import('../pages/notices/NoticeNewPage.vue'),
    right: 'notice.write',
  },
  {
    name: 'notice',
    path: '/notices/:id(\\d+)',
    title: '入学通知书详情',
    page: () => import('../pages/notices/NoticePage.vue'),
    right: 'notice.read',
  },
]

export const rosters: Entry[] = [
  {
    name: 'rosters',
    path: '/rosters',
    title: '花名册',
    page: () => import('../pages/rosters/RostersPage.vue'),
    right: 'import',
    icon: Upload,
  },
  {
    name: 'import',
    path: '/rosters/:id(\\d+)',
    title: '导入详情',
    page: () => import('../pages/rosters/ImportPage.vue'),
    right: 'import',
  },
  {
    name: 'reconciliations',
    path: '/reconciliations',
    title: '核查比对',
    page: () => import('../pages/rosters/BoardPage.vue'),
    right: 'reconcile.read',
    icon: Connection,
  },
  {
    name: 'verdicts',
    path: '/reconciliations/:id(\\d+)/verdicts',
    title: '核查名单',
    page: () => import('../pages/rosters/VerdictsPage.vue'),
    right: 'reconcile.read',
  },
  {
    name: 'assigned',
    path: '/reconciliations/:id(\\d+)/assigned',
    title: '下发名单销号',
    page: () => import('../pages/rosters/AssignedPage.vue'),
    right: 'roster.follow',
  },
  {
    name: 'handover',
    path: '/reconciliations/:id(\\d+)/handover',
    title: '小升初',
    page: () => import('../pages/rosters/HandoverPage.vue'),
    right: 'roster.follow',
  },
  {
    name: 'candidates',
    path: '/reconciliations/:id(\\d+)/candidates',
    title: '核对候选',
    page: () => import('../pages/rosters/CandidatesPage.vue'),
    right: 'reconcile',
  },
  {
    name: 'match-decisions',
    path: '/match-decisions',
    title: '核对记录',
    page: () => import('../pages/rosters/DecisionsPage.vue'),
    right: 'reconcile',
  },
  {
    name: 'promotion',
    path: '/promotions',
    title: '年级升级',
    page: () => import('../pages/rosters/PromotionPage.vue'),
    right: 'promotion.read',
    icon: Top,
  },
]

export const ledgers: Entry[] = [
  {
    name: 'ledgers',
    path: '/ledgers',
    title: '台账',
    page: () => import('../pages/ledgers/LedgersPage.vue'),
    right: 'ledger.read',
    icon: Notebook,
  },
  {
    name: 'ledger',
    path: '/ledgers/:name',
    title: '台账',
    page: () => import('../pages/ledgers/LedgerPage.vue'),
    right: 'ledger.read',
  },
  {
    name: 'unity',
    path: '/unity',
    title: '三统一',
    page: () => import('../pages/ledgers/UnityPage.vue'),
    right: 'unity.read',
  },
  {
    name: 'snapshot',
    path: '/snapshots/:id(\\d+)',
    title: '封存的台账',
    page: () => import('../pages/ledgers/SnapshotPage.vue'),
    right: 'ledger.read',
  },
]

export const exports: Entry[] = [
  {
    name: 'data-exports',
    path: '/data-exports',
    title: '数据导出',
    page: () => import('../pages/ledgers/DataExportsPage.vue'),
    right: 'data.export',
    icon: Download,
  },
]

export const duties: Entry[] = [
  {
    name: 'duties',
    path: '/duties',
    title: '职责清单',
    page: () => import('../pages/duties/DutiesPage.vue'),
    right: 'duty.read',
    icon: Finished,
  },
  {
    name: 'duty',
    path: '/duties/:id(\\d+)',
    title: '职责详情',
    page: () => import('../pages/duties/DutyPage.vue'),
    right: 'duty.read',
  },
]

export const indicators: Entry[] = [
  {
    name: 'overview',
    path: '/overview',
    title: '总览',
    page: () => import('../pages/overview/OverviewPage.vue'),
    right: 'indicator.read',
    roles: ['leader', 'bureau_lead', 'bureau', 'inspector', 'township'],
    icon: Monitor,
  },
  {
    name: 'indicators',
    path: '/indicators',
    title: '指标',
    page: () => import('../pages/indicators/IndicatorsPage.vue'),
    right: 'indicator.read',
    icon: DataAnalysis,
  },
  {
    name: 'indicator-names',
    path: '/indicators/:name',
    title: '指标名单',
    page: () => import('../pages/indicators/IndicatorNamesPage.vue'),
    right: 'indicator.read',
  },
]

export const doubts: Entry[] = [
  {
    name: 'doubts',
    path: '/doubts',
    title: '疑点',
    page: () => import('../pages/admin/DoubtsPage.vue'),
    right: 'doubt.read',
    icon: Warning,
  },
  {
    name: 'doubt',
    path: '/doubts/:id(\\d+)',
    title: '疑点',
    page: () => import('../pages/admin/DoubtPage.vue'),
    right: 'doubt.read',
  },
]
