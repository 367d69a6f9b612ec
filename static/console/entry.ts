/*
 * 快速录入: a survey sheet typed in by keyboard.  The questions come from the
 * server's form, one after another, each answered by a number or a word and
 * Enter; what has been answered decides what is asked next.  Plain data:
 * nothing here fetches, and nothing here knows a rule.
 */
import { askedBy, asksAll, type Form, oneOfOpen, outcomeOf, type Question, suggested } from '@shared/form'
import type { Schema } from '@shared/schema'

export type Door = Schema<'SurveyDoorFull'>
export type VisitBody = Schema<'SurveyIn'>
type Option = Schema<'FormOption'>
type Known = Schema<'SurveyDoorChild'>

export interface Step {
  key: string
  label: string
  kind: 'choice' | 'text' | 'date'
  options: Option[]
  must: boolean
  /* Taken by Enter alone. */
  proposed: string
}

/* By the key of their step, in the order of asking; '' was passed over. */
export type Answers = Map<string, string>

const step = (key: string, label: string, more: Partial<Step> = {}): Step => ({
  key,
  label,
  kind: 'text',
  options: [],
  must: false,
  proposed: '',
  ...more,
})

/* ---- the head of a sheet, which stays for the next ones ------------------------ */
export const headSteps = (kept: Answers): Step[] => [
  step('visitor', '入户人', { must: true, proposed: kept.get('visitor') ?? '' }),
  step('visited_on', '入户日期', {
    kind: 'date',
    must: true,
    proposed: kept.get('visited_on') ?? '',
  }),
]

/* ---- questions ----------------------------------------------------------------- */
const kindOf = ({ type }: Question): Step['kind'] =>
  type === 'code' ? 'choice' : type === 'date' ? 'date' : 'text'

/* The school is asked for by its name; its code is found from that. */
const askedOf = (form: Form, situation: string | undefined) =>
  askedBy(form, situation ?? '').filter(({ name }) => name !== 'school_code')

function* answersOf(
  form: Form,
  key: string,
  who: string,
  must: boolean,
  defaults: Known['defaults'] | null,
  answers: Answers,
): Generator<Step> {
  yield step(`${key}.situation`, `${who}现在的情况`, {
    kind: 'choice',
    options: form.situations,
    must,
    /* Of whom nobody has to speak, nothing is said by an empty line. */
    proposed: must ? (defaults?.situation ?? '') : '',
  })
  const situation = answers.get(`${key}.situation`) ?? ''
  const asked = askedOf(form, situation)
  const proposed = suggested(asked, situation, defaults)
  for (const question of asked) {
    const before = Object.fromEntries(
      asked.map(({ name }) => [name, answers.get(`${key}.${name}`) ?? '']),
    )
    yield step(`${key}.${question.name}`, `${who}${question.label}`, {
      kind: kindOf(question),
      options: question.options,
      must:
        question.need === 'must' || question === oneOfOpen(asked, before).at(-1),
      proposed: proposed[question.name] ?? '',
    })
  }
}

const NEW_CHILD = ['sex', 'birth_date', 'guardian_name']

function* newChildren(form: Form, answers: Answers): Generator<Step> {
  for (let n = 1; ; n++) {
    const key = `new${n}`
    yield step(`${key}.name`, '还有没登记的孩子？填姓名，没有直接回车')
    const name = answers.get(`${key}.name`)
    if (!name) return
    for (const question of form.child.filter((one) => NEW_CHILD.includes(one.name)))
      yield step(`${key}.${question.name}`, `${name} ${question.label}`, {
        kind: kindOf(question),
        options: question.options,
      })
    yield* answersOf(form, key, `${name} `, true, null, answers)
  }
}

/* The questions of a sheet that its answers call for, without an end that is
 * not called for yet: whoever walks them stops at the first unanswered one. */
export function* questions(
  form: Form,
  door: Door,
  answers: Answers,
): Generator<Step> {
  yield step('outcome', '入户结果', {
    kind: 'choice',
    options: form.outcomes,
    must: true,
  })
  const outcome = outcomeOf(form, answers.get('outcome') ?? '')
  if (outcome?.asks_return) yield step('return_on', '约定再访', { kind: 'date' })
  if (outcome?.takes_children) {
    const must = asksAll(outcome)
    for (const child of door.children) {
      const key = `child${child.student_id}`
      yield* answersOf(form, key, `${child.name} `, must, child.defaults, answers)
    }
    yield* newChildren(form, answers)
  }
  yield step('note', '备注，没有直接回车')
}

/* Those already answered, and the one to be asked now; null: all are. */
export function walk(
  steps: Iterable<Step>,
  answers: Answers,
): { done: Step[]; now: Step | null } {
  const done: Step[] = []
  for (const one of steps) {
    if (!answers.has(one.key)) return { done, now: one }
    done.push(one)
  }
  return { done, now: null }
}

/* Without what an answer given since no longer calls for. */
export const given = (steps: Iterable<Step>, answers: Answers): Answers =>
  new Map(walk(steps, answers).done.map(({ key }) => [key, answers.get(key) ?? '']))

/* ---- what is typed ------------------------------------------------------------- */
/* 20260301, 2026-3-1, 2026.3.1, or a month alone: its first day. */
function readDate(typed: string): string | null {
  const found =
    /^(\d{4})(\d{2})(\d{2})?$/.exec(typed) ??
    /^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?$/.exec(typed)
  if (!found) return null
  const [, year, month, day = '1'] = found
  const date = `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
    ? date
    : null
}

export type Read = { value: string } | { error: string }

/* Typed where something is proposed and the sheet says nothing. */
export const NOTHING = '-'
export const mayBeNothing = (asked: Step) => asked.proposed !== '' && !asked.must

export function read(asked: Step, text: string): Read {
  const typed = text.normalize('NFKC').trim()
  if (typed === NOTHING && mayBeNothing(asked)) return { value: '' }
  if (typed === '') {
    return asked.must && !asked.proposed
      ? { error: '这一项必须填。' }
      : { value: asked.proposed }
  }
  if (asked.kind === 'date') {
    const value = readDate(typed)
    return value ? { value } : { error: '没有这个日期。写成 20260301 或 2026-3-1。' }
  }
  if (asked.kind === 'text') return { value: typed }
  const option = /^\d{1,2}$/.test(typed) && asked.options[Number(typed) - 1]
  return option
    ? { value: option.code }
    : { error: `请输入 1 到 ${asked.options.length} 的数字。` }
}

/* ---- what is sent -------------------------------------------------------------- */
const SITUATION = '.situation'

/* The children that were answered for, in the order of the body. */
const childKeys = (answers: Answers): string[] =>
  [...answers]
    .filter(([key, value]) => key.endsWith(SITUATION) && value !== '')
    .map(([key]) => key.slice(0, -SITUATION.length))

function members(
  form: Form,
  key: string,
  answers: Answers,
  schools: Map<string, string>,
  more: string[] = [],
) {
  const situation = answers.get(`${key}.situation`)
  const names = [...more, ...askedOf(form, situation).map(({ name }) => name)]
  const all: Record<string, string> = { situation: situation ?? '' }
  for (const name of names) {
    const value = answers.get(`${key}.${name}`)
    if (value) all[name] = value
  }
  const code = schools.get(all.school_name ?? '')
  return { ...all, ...(code && { school_code: code }) }
}

/* `answers` as given(); `schools`: codes by name.  The day is all that a sheet says of the time. */
export function body(
  form: Form,
  door: Door,
  head: Answers,
  answers: Answers,
  schools: Map<string, string>,
): VisitBody {
  const midnight = (date: string | undefined) => `${date ?? ''}T00:00:00+08:00`
  const children = childKeys(answers).map((key) => {
    const known = door.children.find(({ student_id }) => key === `child${student_id}`)
    return known
      ? {
          student_id: known.student_id,
          base_version: known.version,
          ...members(form, key, answers, schools),
        }
      : { student_id: null, ...members(form, key, answers, schools, ['name', ...NEW_CHILD]) }
  })
  const again = answers.get('return_on')
  const note = answers.get('note')
  return {
    round_id: door.round_id,
    visited_at: midnight(head.get('visited_on')),
    outcome: answers.get('outcome') as VisitBody['outcome'],
    household: { id: door.household.id, base_version: door.household.version },
    ...(children.length > 0 && { children: children as NonNullable<VisitBody['children']> }),
    ...(note && { note }),
    ...(again && { return_at: midnight(again) }),
    source: 'paper',
    visitor: head.get('visitor') ?? '',
  }
}

/* The step that a member of the body was made of; '' for none. */
export function stepOf(pointer: string, answers: Answers): string {
  const [first, place, member] = pointer.slice(1).split('/')
  if (first === 'visited_at') return 'visited_on'
  if (first === 'return_at') return 'return_on'
  if (first !== 'children') return first ?? ''
  const key = childKeys(answers)[Number(place)]
  return key ? `${key}.${member === 'school_code' ? 'school_name' : member}` : ''
}
