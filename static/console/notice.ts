/* 入学通知书: how a notice is listed, found and told. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Notice = Schema<'Notice'>
export type NoticeBatch = Schema<'NoticeBatch'>
export type NoticeTally = Schema<'NoticeTally'> & { id: string }
export type NoticeChild = Schema<'NoticeChild'> & { id: number }

const schoolText = (row: { school_name: string | null; grade: string | null }) =>
  `${row.school_name ?? ''} ${label('grade', row.grade)}`

export const noticeColumns: Column<Notice>[] = [
  { key: 'number_text', label: '编号', width: '11em' },
  { key: 'student_name', label: '学生' },
  { key: 'division_name', label: '村居' },
  { key: 'basis', label: '原因', text: (row) => label('notice_basis', row.basis) },
  { key: 'school_name', label: '报到学校', text: schoolText },
  { key: 'report_on', label: '报到日期', width: '9em', text: (row) => date(row.report_on) },
  { key: 'state', label: '送达', width: '8em', text: (row) => label('notice_state', row.state) },
  {
    key: 'arrival',
    label: '报到',
    width: '7em',
    text: (row) => label('notice_arrival', row.arrival),
  },
]

export const noticeFilters: Filter[] = [
  { name: 'q', label: '姓名', kind: 'text', hint: '汉字、全拼或首字母' },
  { name: 'number', label: '编号', kind: 'text', hint: '编号中的序号' },
  { name: 'state', label: '送达', kind: 'code', table: 'notice_state' },
  { name: 'arrival', label: '报到', kind: 'code', table: 'notice_arrival' },
  { name: 'basis', label: '原因', kind: 'code', table: 'notice_basis' },
  { name: 'division', label: '村居', kind: 'division' },
]

export const tallyColumns: Column<NoticeTally>[] = [
  { key: 'name', label: '名称' },
  { key: 'notices', label: '通知书', align: 'right', width: '5em' },
  { key: 'unserved', label: '未送达', align: 'right', width: '5em' },
  { key: 'served', label: '已送达', align: 'right', width: '5em' },
  { key: 'refused', label: '拒收留置', align: 'right', width: '5em' },
  { key: 'absent', label: '未报到', align: 'right', width: '5em' },
  { key: 'level', label: '送达率' },
]

export const childColumns: Column<NoticeChild>[] = [
  { key: 'name', label: '学生' },
  { key: 'birth_date', label: '出生日期', width: '9em', text: (row) => date(row.birth_date) },
  { key: 'division_name', label: '村居' },
  { key: 'basis', label: '原因', text: (row) => label('notice_basis', row.basis) },
  { key: 'school_name', label: '报到学校', text: schoolText },
]
export const refusedColumns: Column<NoticeChild>[] = [
  { key: 'name', label: '学生' },
  { key: 'division_name', label: '村居' },
  { key: 'refused', label: '为什么不能制作', text: (row) => label('notice_refusal', row.refused) },
]

export const batchFields: Field[] = [
  { name: 'division', label: '乡镇或村居', type: 'division', required: true },
  { name: 'report_on', label: '报到日期', type: 'date', required: true },
]

export function noticeFacts(notice: Notice) {
  const some = (text: string, value: string | null | undefined) =>
    value ? [{ label: text, value }] : []
  return [
    { label: '学生', value: notice.student_name },
    ...some('出生日期', date(notice.birth_date)),
    { label: '村居', value: notice.division_name },
    { label: '发放原因', value: label('notice_basis', notice.basis) },
    { label: '报到学校', value: schoolText(notice) },
    { label: '报到日期', value: date(notice.report_on) },
    { label: '制作', value: `${date(notice.issued_on)} ${notice.unit_name}` },
    { label: '送达', value: label('notice_state', notice.state) },
    ...notice.services.flatMap((service) => [
      {
        label: label('service_method', service.method),
        value: [
          date(service.served_on),
          service.recipient && `签收人 ${service.recipient}`,
          service.witness && `见证人 ${service.witness}`,
          service.place,
          `送达人 ${service.servers}`,
        ]
          .filter(Boolean)
          .join('，'),
      },
    ]),
    ...some(
      '报到',
      notice.arrival && `${label('notice_arrival', notice.arrival)}（${date(notice.judged_on)} 核查）`,
    ),
  ]
}
