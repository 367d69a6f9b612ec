/* 线索: how a lead is listed, typed and told. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Field } from './fields'
import type { Filter } from './filters'
import type { Column } from './table'

export type Lead = Schema<'Lead'>
export type LeadItem = Schema<'LeadItem'>
export type LeadChild = Schema<'LeadChild'>

const orderText = (row: LeadItem) =>
  row.order_until ? `${date(row.order_until)}${row.overdue ? '（已过期）' : ''}` : ''
const childrenText = (row: LeadItem) =>
  row.away > 0 ? `${row.children}（${row.away} 人未送回）` : String(row.children)

export const leadColumns: Column<LeadItem>[] = [
  { key: 'kind', label: '类别', width: '9em', text: (row) => label('lead_kind', row.kind) },
  { key: 'place_name', label: '用人单位或场所' },
  { key: 'found_on', label: '发现日期', width: '9em', text: (row) => date(row.found_on) },
  { key: 'unit_name', label: '发现单位' },
  { key: 'handler_name', label: '承办单位' },
  { key: 'children', label: '儿童', width: '9em', text: childrenText },
  { key: 'order_until', label: '责令期限', width: '10em', text: orderText },
  {
    key: 'penalty_yuan',
    label: '罚款（元）',
    align: 'right',
    width: '6em',
    text: (row) => row.penalty_yuan ?? '',
  },
  { key: 'state', label: '状态', width: '5em', text: (row) => label('lead_state', row.state) },
]

export const leadFilters: Filter[] = [
  { name: 'state', label: '状态', kind: 'code', table: 'lead_state' },
  { name: 'kind', label: '类别', kind: 'code', table: 'lead_kind' },
  { name: 'overdue', label: '责令期限已过', kind: 'check' },
]
export const matchFilter: Filter = { name: 'unchecked', label: '有待核对的儿童', kind: 'check' }

export const leadFields: Field[] = [
  { name: 'found_on', label: '发现日期', type: 'date', required: true },
  {
    name: 'place_kind',
    label: '场所类别',
    type: 'code',
    required: false,
    table: 'lead_place',
  },
  {
    name: 'place_name',
    label: '用人单位或场所名称',
    type: 'text',
    required: false,
    max: 100,
    hint: '照营业执照填写；没有执照的写招牌名称或经营者。',
  },
  {
    name: 'credit_code',
    label: '统一社会信用代码',
    type: 'text',
    required: false,
    max: 18,
    hint: '18 位，保存时核对校验码。',
  },
  { name: 'unlicensed', label: '没有营业执照或登记', type: 'boolean', required: false },
  { name: 'address', label: '地址', type: 'text', required: false, max: 100 },
  { name: 'finding', label: '发现情况', type: 'text', required: true, max: 2000 },
  { name: 'measure', label: '已采取的措施', type: 'text', required: false, max: 1000 },
]

/* A change never shows a number that is stored: blank means that it stays. */
export const childFields = (changing: boolean): Field[] => [
  { name: 'name', label: '姓名', type: 'text', required: true, max: 60 },
  {
    name: 'id_no',
    label: '身份证号',
    type: 'text',
    required: false,
    max: 18,
    kept: changing,
    hint: changing ? '不填就不改。' : '有身份证号的，教育局能直接核对到人。',
  },
  { name: 'sex', label: '性别', type: 'code', required: false, table: 'sex' },
  { name: 'birth_date', label: '出生日期', type: 'date', required: false },
  { name: 'home', label: '家庭住址', type: 'text', required: false, max: 100 },
  {
    name: 'worked_from',
    label: '入职日期',
    type: 'date',
    required: false,
    hint: '用工月数从这一天算起，不满一个月按一个月。',
  },
  { name: 'worked_until', label: '停止务工日期', type: 'date', required: false },
]

export function leadFacts(lead: Lead) {
  const some = (text: string, value: string | null | undefined) =>
    value ? [{ label: text, value }] : []
  return [
    { label: '类别', value: label('lead_kind', lead.kind) },
    { label: '发现', value: `${date(lead.found_on)} ${lead.unit_name}` },
    { label: '承办单位', value: lead.handler_name },
    ...some('场所类别', label('lead_place', lead.place_kind)),
    ...some('信用代码', lead.credit_code),
    ...(lead.unlicensed ? [{ label: '证照', value: '没有营业执照或登记' }] : []),
    ...some('地址', lead.address),
    ...some('发现情况', lead.finding),
    ...some('已采取的措施', lead.measure),
    ...some(
      '责令改正',
      lead.ordered_on &&
        `${date(lead.ordered_on)} ${lead.order_no ?? ''}，限 ${date(lead.order_until)} 前`,
    ),
    ...some(
      '行政处罚',
      lead.penalty_on &&
        `${date(lead.penalty_on)} ${lead.penalty_no ?? ''}，罚款 ${lead.penalty_yuan} 元（${lead.penalty_basis}）`,
    ),
    ...some('不予处罚', lead.no_penalty),
    ...some('送回费用', lead.cost_yuan && `${lead.cost_yuan} 元，由用人单位承担`),
    ...some(
      '移交',
      lead.referred_on &&
        `${date(lead.referred_on)} ${label('referral', lead.referred)}，${lead.referred_unit_name} ${lead.referral_no ?? ''}`,
    ),
    ...some(
      '移交结果',
      lead.answered_on && `${date(lead.answered_on)} ${lead.referral_answer ?? ''}`,
    ),
    ...some('结案', lead.closed_on && `${date(lead.closed_on)} ${lead.closing ?? ''}`),
  ]
}

const until = (child: LeadChild) => {
  const last = child.worked_until ?? child.returned_on
  return last ? `至 ${date(last)}` : '至今'
}

export function childFacts(child: LeadChild) {
  const some = (text: string, value: string | null | undefined) =>
    value ? [{ label: text, value }] : []
  const months = child.months === null ? '' : `，用工 ${child.months} 个月`
  return [
    ...some('性别', label('sex', child.sex)),
    ...some('出生日期', date(child.birth_date)),
    ...some('身份证号', child.id_no),
    ...some('家庭住址', child.home),
    ...some(
      '务工',
      child.worked_from &&
        `${date(child.worked_from)} ${until(child)}${months}`,
    ),
    ...some(
      '送回',
      child.returned_on &&
        `${date(child.returned_on)} 交给${child.returned_to ?? ''}${child.late ? '（逾期）' : ''}`,
    ),
    ...some('送回费用', child.cost_yuan && `${child.cost_yuan} 元`),
    ...some('未送回说明', child.kept),
    ...some('不立案说明', child.no_case),
  ]
}

/* Whether the child is back, in a word. */
export const childState = (child: LeadChild): string => {
  if (child.returned_on) return '已送回'
  if (child.kept) return '已说明'
  return child.late ? '逾期未送回' : '未送回'
}
