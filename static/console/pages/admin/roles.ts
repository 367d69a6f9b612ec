/* The roles that an account may have, in the order of the rights table. */
import type { Option } from '../../fields'

export const roleOptions: Option[] = [
  { code: 'admin', label: '系统管理员' },
  { code: 'auditor', label: '审计管理员' },
  { code: 'bureau', label: '教育局' },
  { code: 'bureau_lead', label: '教育局审批' },
  { code: 'leader', label: '领导小组' },
  { code: 'inspector', label: '督导室' },
  { code: 'township', label: '乡镇街道' },
  { code: 'village', label: '村居' },
  { code: 'school_head', label: '校长' },
  { code: 'teacher', label: '班主任' },
  { code: 'agency', label: '成员单位' },
  { code: 'expert', label: '专家委员会' },
]
