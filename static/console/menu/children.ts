/* Pages of children, their homes, their cases and what is done about them. */
import {
  Checked,
  House,
  Lightning,
  Promotion,
  Search,
  Tickets,
  User,
  View,
  WarningFilled,
} from '@element-plus/icons-vue'
import type { Entry } from './entry'

export const students: Entry[] = [
  {
    name: 'students',
    path: '/students',
    title: '学生',
    page: () => import('../pages/students/StudentsPage.vue'),
    right: 'student.read',
    icon: User,
  },
  {
    name: 'student-new',
    path: '/students/new',
    title: '登记学生',
    page: () => import('../pages/students/StudentEditPage.vue'),
    right: 'student.write',
  },
  {
    name: 'student',
    path: '/students/:id(\\d+)',
    title: '学生详情',
    page: () => import('../pages/students/StudentPage.vue'),
    right: 'student.read',
  },
  {
    name: 'student-edit',
    path: '/students/:id(\\d+)/edit',
    title: '修改学生',
    page: () => import('../pages/students/StudentEditPage.vue'),
    right: 'student.write',
  },
  {
    name: 'concerns',
    path: '/concerns',
    title: '需要关注的学生',
    page: () => import('../pages/students/ConcernsPage.vue'),
    right: 'observe',
    icon: View,
  },
  {
    name: 'flag',
    path: '/flag',
    title: '报告疑似辍学',
    page: () => import('../pages/students/FlagPage.vue'),
    right: 'case.flag',
    icon: WarningFilled,
  },
]

export const households: Entry[] = [
  {
    name: 'households',
    path: '/households',
    title: '家庭',
    page: () => import('../pages/households/HouseholdsPage.vue'),
    right: 'household.read',
    icon: House,
  },
  {
    name: 'household-new',
    path: '/households/new',
    title: '登记家庭',
    page: () => import('../pages/households/HouseholdEditPage.vue'),
    right: 'household.write',
  },
  {
    name: 'household',
    path: '/households/:id(\\d+)',
    title: '家庭详情',
    page: () => import('../pages/households/HouseholdPage.vue'),
    right: 'household.read',
  },
  {
    name: 'household-edit',
    path: '/households/:id(\\d+)/edit',
    title: '修改家庭',
    page: () => import('../pages/households/HouseholdEditPage.vue'),
    right: 'household.write',
  },
]

export const cases: Entry[] = [
  {
    name: 'cases',
    path: '/cases',
    title: '个案',
    page: () => import('../pages/cases/CasesPage.vue'),
    right: 'case.read',
    icon: Tickets,
  },
  {
    name: 'case',
    path: '/cases/:id(\\d+)',
    title: '个案详情',
    page: () => import('../pages/cases/CasePage.vue'),
    right: 'case.read',
  },
  {
    name: 'approvals',
    path: '/approvals',
    title: '销号审批',
    page: () => import('../pages/cases/ApprovalsPage.vue'),
    right: 'case.act',
    roles: ['bureau_lead', 'leader'],
    icon: Checked,
  },
]

export const assignments: Entry[] = [
  {
    name: 'assignments',
    path: '/assignments',
    title: '交办',
    page: () => import('../pages/assignments/AssignmentsPage.vue'),
    right: 'assignment.read',
    icon: Promotion,
  },
  {
    name: 'assignment',
    path: '/assignments/:id(\\d+)',
    title: '交办详情',
    page: () => import('../pages/assignments/AssignmentPage.vue'),
    right: 'assignment.read',
  },
]

export const incidents: Entry[] = [
  {
    name: 'incidents',
    path: '/incidents',
    title: '突发情况',
    page: () => import('../pages/incidents/IncidentsPage.vue'),
    right: 'incident.read',
    icon: Lightning,
  },
  {
    name: 'incident-new',
    path: '/incidents/new',
    title: '登记突发情况',
    page: () => import('../pages/incidents/IncidentNewPage.vue'),
    right: 'incident.write',
  },
  {
    name: 'incident',
    path: '/incidents/:id(\\d+)',
    title: '突发情况详情',
    page: () => import('../pages/incidents/IncidentPage.vue'),
    right: 'incident.read',
  },
]

export const leads: Entry[] = [
  {
    name: 'leads',
    path: '/leads',
    title: '线索',
    page: () => import('../pages/leads/LeadsPage.vue'),
    right: 'lead.read',
    icon: Search,
  },
  {
    name: 'lead-new',
    path: '/leads/new',
    title: '登记线索',
    page: () => import('../pages/leads/LeadNewPage.vue'),
    right: 'lead.write',
  },
  {
    name: 'lead',
    path: '/leads/:id(\\d+)',
    title: '线索详情',
    page: () => import('../pages/leads/LeadPage.vue'),
    right: 'lead.read',
  },
]
