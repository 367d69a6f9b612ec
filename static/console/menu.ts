/*
 * The pages of the console in the menu's order: where each stands, the right
 * that opens it, and its sign if the menu shows it.  The router and the menu
 * both read this table.
 */
import {
  Bell,
  Checked,
  Connection,
  DataAnalysis,
  Document,
  FirstAidKit,
  House,
  Lightning,
  Location,
  Notebook,
  OfficeBuilding,
  Postcard,
  Promotion,
  Search,
  Setting,
  Stamp,
  Tickets,
  Upload,
  User,
  UserFilled,
  View,
  Warning,
  WarningFilled,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { RouteRecordSingleView } from 'vue-router'

export interface Entry {
  name: string
  path: string
  title: string
  page: RouteRecordSingleView['component']
  /* Absent: every account may. */
  right?: string
  /* Only for these roles, where the right says too little. */
  roles?: string[]
  /* Absent: not in the menu. */
  icon?: Component
}

const students: Entry[] = [
  {
    name: 'students',
    path: '/students',
    title: '学生',
    page: () => import('./pages/students/StudentsPage.vue'),
    right: 'student.read',
    icon: User,
  },
  {
    name: 'student-new',
    path: '/students/new',
    title: '登记学生',
    page: () => import('./pages/students/StudentEditPage.vue'),
    right: 'student.write',
  },
  {
    name: 'student',
    path: '/students/:id(\\d+)',
    title: '学生详情',
    page: () => import('./pages/students/StudentPage.vue'),
    right: 'student.read',
  },
  {
    name: 'student-edit',
    path: '/students/:id(\\d+)/edit',
    title: '修改学生',
    page: () => import('./pages/students/StudentEditPage.vue'),
    right: 'student.write',
  },
  {
    name: 'concerns',
    path: '/concerns',
    title: '需要关注的学生',
    page: () => import('./pages/students/ConcernsPage.vue'),
    right: 'observe',
    icon: View,
  },
  {
    name: 'flag',
    path: '/flag',
    title: '报告疑似辍学',
    page: () => import('./pages/students/FlagPage.vue'),
    right: 'case.flag',
    icon: WarningFilled,
  },
]

const households: Entry[] = [
  {
    name: 'households',
    path: '/households',
    title: '家庭',
    page: () => import('./pages/households/HouseholdsPage.vue'),
    right: 'household.read',
    icon: House,
  },
  {
    name: 'household-new',
    path: '/households/new',
    title: '登记家庭',
    page: () => import('./pages/households/HouseholdEditPage.vue'),
    right: 'household.write',
  },
  {
    name: 'household',
    path: '/households/:id(\\d+)',
    title: '家庭详情',
    page: () => import('./pages/households/HouseholdPage.vue'),
    right: 'household.read',
  },
  {
    name: 'household-edit',
    path: '/households/:id(\\d+)/edit',
    title: '修改家庭',
    page: () => import('./pages/households/HouseholdEditPage.vue'),
    right: 'household.write',
  },
]

const cases: Entry[] = [
  {
    name: 'cases',
    path: '/cases',
    title: '个案',
    page: () => import('./pages/cases/CasesPage.vue'),
    right: 'case.read',
    icon: Tickets,
  },
  {
    name: 'case',
    path: '/cases/:id(\\d+)',
    title: '个案详情',
    page: () => import('./pages/cases/CasePage.vue'),
    right: 'case.read',
  },
  {
    name: 'approvals',
    path: '/approvals',
    title: '销号审批',
    page: () => import('./pages/cases/ApprovalsPage.vue'),
    right: 'case.act',
    roles: ['bureau_lead', 'leader'],
    icon: Checked,
  },
]

const assignments: Entry[] = [
  {
    name: 'assignments',
    path: '/assignments',
    title: '交办',
    page: () => import('./pages/assignments/AssignmentsPage.vue'),
    right: 'assignment.read',
    icon: Promotion,
  },
  {
    name: 'assignment',
    path: '/assignments/:id(\\d+)',
    title: '交办详情',
    page: () => import('./pages/assignments/AssignmentPage.vue'),
    right: 'assignment.read',
  },
]

const incidents: Entry[] = [
  {
    name: 'incidents',
    path: '/incidents',
    title: '突发情况',
    page: () => import('./pages/incidents/IncidentsPage.vue'),
    right: 'incident.read',
    icon: Lightning,
  },
  {
    name: 'incident-new',
    path: '/incidents/new',
    title: '登记突发情况',
    page: () => import('./pages/incidents/IncidentNewPage.vue'),
    right: 'incident.write',
  },
  {
    name: 'incident',
    path: '/incidents/:id(\\d+)',
    title: '突发情况详情',
    page: () => import('./pages/incidents/IncidentPage.vue'),
    right: 'incident.read',
  },
]

const leads: Entry[] = [
  {
    name: 'leads',
    path: '/leads',
    title: '线索',
    page: () => import('./pages/leads/LeadsPage.vue'),
    right: 'lead.read',
    icon: Search,
  },
  {
    name: 'lead-new',
    path: '/leads/new',
    title: '登记线索',
    page: () => import('./pages/leads/LeadNewPage.vue'),
    right: 'lead.write',
  },
  {
    name: 'lead',
    path: '/leads/:id(\\d+)',
    title: '线索详情',
    page: () => import('./pages/leads/LeadPage.vue'),
    right: 'lead.read',
  },
]

const survey: Entry[] = [
  {
    name: 'rounds',
    path: '/rounds',
    title: '入户摸排',
    page: () => import('./pages/survey/RoundsPage.vue'),
    right: 'survey.read',
    icon: Location,
  },
  {
    name: 'round',
    path: '/rounds/:id(\\d+)',
    title: '摸排进度',
    page: () => import('./pages/survey/RoundPage.vue'),
    right: 'survey.read',
  },
  {
    name: 'entry',
    path: '/rounds/:id(\\d+)/entry',
    title: '快速录入',
    page: () => import('./pages/survey/EntryPage.vue'),
    right: 'survey.write',
  },
  {
    name: 'visit',
    path: '/visits/:uuid',
    title: '入户记录',
    page: () => import('./pages/survey/VisitPage.vue'),
    right: 'survey.read',
  },
]

const rosters: Entry[] = [
  {
    name: 'rosters',
    path: '/rosters',
    title: '花名册',
    page: () => import('./pages/rosters/RostersPage.vue'),
    right: 'import',
    icon: Upload,
  },
  {
    name: 'import',
    path: '/rosters/:id(\\d+)',
    title: '导入详情',
    page: () => import('./pages/rosters/ImportPage.vue'),
    right: 'import',
  },
  {
    name: 'reconciliations',
    path: '/reconciliations',
    title: '核查比对',
    page: () => import('./pages/rosters/BoardPage.vue'),
    right: 'reconcile.read',
    icon: Connection,
  },
  {
    name: 'verdicts',
    path: '/reconciliations/:id(\\d+)/verdicts',
    title: '核查名单',
    page: () => import('./pages/rosters/VerdictsPage.vue'),
    right: 'reconcile.read',
  },
  {
    name: 'assigned',
    path: '/reconciliations/:id(\\d+)/assigned',
    title: '下发名单销号',
    page: () => import('./pages/rosters/AssignedPage.vue'),
    right: 'roster.follow',
  },
  {
    name: 'handover',
    path: '/reconciliations/:id(\\d+)/handover',
    title: '小升初',
    page: () => import('./pages/rosters/HandoverPage.vue'),
    right: 'roster.follow',
  },
  {
    name: 'candidates',
    path: '/reconciliations/:id(\\d+)/candidates',
    title: '核对候选',
    page: () => import('./pages/rosters/CandidatesPage.vue'),
    right: 'reconcile',
  },
]

const notices: Entry[] = [
  {
    name: 'notices',
    path: '/notices',
    title: '入学通知书',
    page: () => import('./pages/notices/NoticesPage.vue'),
    right: 'notice.read',
    icon: Postcard,
  },
  {
    name: 'notice-new',
    path: '/notices/new',
    title: '制作入学通知书',
    page: () => import('./pages/notices/NoticeNewPage.vue'),
    right: 'notice.write',
  },
  {
    name: 'notice',
    path: '/notices/:id(\\d+)',
    title: '入学通知书详情',
    page: () => import('./pages/notices/NoticePage.vue'),
    right: 'notice.read',
  },
]

const ledgers: Entry[] = [
  {
    name: 'ledgers',
    path: '/ledgers',
    title: '台账',
    page: () => import('./pages/ledgers/LedgersPage.vue'),
    right: 'ledger.read',
    icon: Notebook,
  },
  {
    name: 'ledger',
    path: '/ledgers/:name',
    title: '台账',
    page: () => import('./pages/ledgers/LedgerPage.vue'),
    right: 'ledger.read',
  },
  {
    name: 'unity',
    path: '/unity',
    title: '三统一',
    page: () => import('./pages/ledgers/UnityPage.vue'),
    right: 'unity.read',
  },
  {
    name: 'snapshot',
    path: '/snapshots/:id(\\d+)',
    title: '封存的台账',
    page: () => import('./pages/ledgers/SnapshotPage.vue'),
    right: 'ledger.read',
  },
]

const indicators: Entry[] = [
  {
    name: 'indicators',
    path: '/indicators',
    title: '指标',
    page: () => import('./pages/indicators/IndicatorsPage.vue'),
    right: 'indicator.read',
    icon: DataAnalysis,
  },
  {
    name: 'indicator-names',
    path: '/indicators/:name',
    title: '指标名单',
    page: () => import('./pages/indicators/IndicatorNamesPage.vue'),
    right: 'indicator.read',
  },
]

const doubts: Entry[] = [
  {
    name: 'doubts',
    path: '/doubts',
    title: '疑点',
    page: () => import('./pages/admin/DoubtsPage.vue'),
    right: 'doubt.read',
    icon: Warning,
  },
  {
    name: 'doubt',
    path: '/doubts/:id(\\d+)',
    title: '疑点',
    page: () => import('./pages/admin/DoubtPage.vue'),
    right: 'doubt.read',
  },
]

const committee: Entry[] = [
  {
    name: 'committee',
    path: '/committee',
    title: '专家委员会',
    page: () => import('./pages/committee/CommitteePage.vue'),
    right: 'committee.read',
    icon: Stamp,
  },
  {
    name: 'assessments',
    path: '/assessments',
    title: '残疾评估',
    page: () => import('./pages/committee/SessionsPage.vue'),
    right: 'assessment.read',
    icon: FirstAidKit,
  },
  {
    name: 'assessment',
    path: '/assessments/:id(\\d+)',
    title: '评估详情',
    page: () => import('./pages/committee/SessionPage.vue'),
    right: 'assessment.read',
  },
]

const printPage = () => import('./pages/print/PrintPage.vue')

const prints: Entry[] = [
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
]

const base: Entry[] = [
  {
    name: 'base',
    path: '/base',
    title: '基础信息',
    page: () => import('./pages/base/DivisionsPage.vue'),
    right: 'place.read',
    icon: OfficeBuilding,
  },
  {
    name: 'schools',
    path: '/base/schools',
    title: '学校',
    page: () => import('./pages/base/SchoolsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'catchments',
    path: '/base/catchments',
    title: '学区',
    page: () => import('./pages/base/CatchmentsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'posts',
    path: '/base/posts',
    title: '责任岗位',
    page: () => import('./pages/base/PostsPage.vue'),
    right: 'place.read',
  },
  {
    name: 'members',
    path: '/base/members',
    title: '领导小组',
    page: () => import('./pages/base/MembersPage.vue'),
    right: 'place.read',
  },
  {
    name: 'calendar',
    path: '/base/calendar',
    title: '校历',
    page: () => import('./pages/base/CalendarPage.vue'),
    right: 'place.read',
  },
]

const admin: Entry[] = [
  {
    name: 'users',
    path: '/users',
    title: '账号',
    page: () => import('./pages/admin/UsersPage.vue'),
    right: 'account.manage',
    icon: UserFilled,
  },
  {
    name: 'settings',
    path: '/settings',
    title: '设置',
    page: () => import('./pages/admin/SettingsPage.vue'),
    right: 'setting.read',
    icon: Setting,
  },
  {
    name: 'audit',
    path: '/audit',
    title: '审计记录',
    page: () => import('./pages/admin/AuditPage.vue'),
    right: 'audit.read',
    icon: Document,
  },
]

export const entries: Entry[] = [
  {
    name: 'home',
    path: '/',
    title: '待办',
    page: () => import('./pages/HomePage.vue'),
    icon: Bell,
  },
  ...cases,
  ...assignments,
  ...leads,
  ...incidents,
  ...students,
  ...households,
  ...survey,
  ...notices,
  ...rosters,
  ...ledgers,
  ...indicators,
  ...doubts,
  ...committee,
  ...prints,
  ...base,
  ...admin,
  {
    name: 'password',
    path: '/password',
    title: '修改密码',
    page: () => import('./pages/me/PasswordPage.vue'),
  },
  {
    name: 'totp',
    path: '/totp',
    title: '动态口令',
    page: () => import('./pages/me/TotpPage.vue'),
  },
]
