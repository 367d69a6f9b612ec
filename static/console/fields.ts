/*
 * Forms from descriptions, the server's or a page's own: what a field starts
 * as, what is missing, and what is sent.  No rule stands here that the
 * description does not give.
 */
import { options } from '@shared/codes'

export interface Option {
  code: string
  label: string
}

export interface Field {
  name: string
  label: string
  type: string
  required: boolean
  options?: Option[]
  /* Options by the name of a code table. */
  table?: string
  max?: number | null
  hint?: string
  /* Never shown as it is stored: blank means that it stays. */
  kept?: boolean
}

export type Value = string | boolean | string[] | null
export type Values = Record<string, Value>
export type Stored = Record<string, unknown>

export type Control =
  | 'line'
  | 'area'
  | 'number'
  | 'date'
  | 'time'
  | 'yes-no'
  | 'radio'
  | 'select'
  | 'many'
  | 'division'
  | 'school'
  | 'unit'

const longLine = 100
const fewOptions = 6

export const choices = (field: Field): Option[] =>
  field.table ? options(field.table) : (field.options ?? [])

/* The control that suits a field's type, size and number of options. */
export function control(field: Field): Control {
  if (field.type === 'list') return 'many'
  if (field.table || (field.options && field.options.length > 0)) {
    return choices(field).length <= fewOptions ? 'radio' : 'select'
  }
  switch (field.type) {
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'yes-no'
    case 'date':
    case 'time':
    case 'division':
    case 'school':
    case 'unit':
      return field.type
    default:
      return (field.max ?? 0) > longLine ? 'area' : 'line'
  }
}

export function blank(fields: Field[]): Values {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.type === 'list' ? [] : field.type === 'boolean' ? null : '',
    ]),
  )
}

/* A stored value as a control holds it. */
export function held(field: Field, value: unknown): Value {
  if (field.type === 'boolean') return typeof value === 'boolean' ? value : null
  if (field.type === 'list') return Array.isArray(value) ? value.map(String) : []
  if (field.kept || value === null || value === undefined) return ''
  return String(value)
}

/* What a form holds of a record at first. */
export function filled(fields: Field[], record: Stored): Values {
  return Object.fromEntries(
    fields.map((field) => [field.name, held(field, record[field.name])]),
  )
}

const isEmpty = (value: Value | undefined) =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/* The names of required fields that hold nothing yet. */
export function missing(fields: Field[], values: Values): string[] {
  return fields
    .filter((field) => field.required && isEmpty(values[field.name]))
    .map((field) => field.name)
}

function member(field: Field, value: Value): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  /* Chosen from options by a record's number. */
  if (field.type === 'integer' && field.options) return Number(text)
  switch (control(field)) {
    case 'number': {
      /* What is no number goes as it is, for the server to say so. */
      const number = Number(text)
      return Number.isNaN(number) ? text : number
    }
    case 'time':
      return `${text.length === 16 ? `${text}:00` : text}+08:00`
    default:
      return text
  }
}

/* The body to send: empty optional fields are left out. */
export function body(fields: Field[], values: Values): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || isEmpty(value)) continue
    out[field.name] = member(field, value)
  }
  return out
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/* What differs from the record: null for what was emptied. */
export function changes(
  fields: Field[],
  record: Stored,
  values: Values,
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name] ?? null
    if (isEmpty(value) && field.kept) continue
    if (isEmpty(value)) {
      if (!isEmpty(held(field, record[field.name]))) out[field.name] = null
    } else if (!same(value, held(field, record[field.name]))) {
      out[field.name] = member(field, value)
    }
  }
  return out
}

/* A value in words, to stand beside another one. */
export function words(field: Field, value: Value): string {
  if (isEmpty(value)) return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  const named = (code: string) =>
    choices(field).find((one) => one.code === code)?.label ?? code
  return Array.isArray(value) ? value.map(named).join('、') : named(value ?? '')
}
