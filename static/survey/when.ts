/*
 * Times at a door.  All are Beijing wall-clock time, whatever zone the phone
 * is set to; China keeps one offset all year.
 */
import { hour, today } from '@shared/format'

const OFFSET = '+08:00'
const DAY = 86_400_000

/* The instant as RFC 3339 in Beijing time, to the second. */
export function stamp(at: Date): string {
  const local = new Date(at.getTime() + 8 * 3_600_000)
  return local.toISOString().slice(0, 19) + OFFSET
}

/* RFC 3339 ⇄ the value of a datetime-local input. */
export const toInput = (text: string) =>
  text === '' ? '' : stamp(new Date(text)).slice(0, 16)
export const fromInput = (value: string) =>
  value === '' ? '' : `${value.slice(0, 16)}:00${OFFSET}`

const monthDay = (date: string) =>
  `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`

const dayOf = (days: number, now: Date) =>
  today(new Date(now.getTime() + days * DAY))

/* 今天 14:05, 明天 09:00, 8月30日 14:05; another year is named. */
export function short(text: string | null, now = new Date()): string {
  if (!text) return ''
  const date = today(new Date(text))
  for (const [days, name] of [
    [-1, '昨天'],
    [0, '今天'],
    [1, '明天'],
  ] as const) {
    if (date === dayOf(days, now)) return `${name} ${hour(text)}`
  }
  const year = date.slice(0, 4)
  const named = year === today(now).slice(0, 4) ? '' : `${year}年`
  return `${named}${monthDay(date)} ${hour(text)}`
}

export interface Choice {
  value: string
  label: string
}

/* When to come back, one tap each: this evening if there is one left, the
 * next morning and evening, the coming Saturday. */
export function returns(now = new Date()): Choice[] {
  const weekday = new Date(`${today(now)}T00:00:00Z`).getUTCDay()
  const saturday = (6 - weekday + 7) % 7
  return [
    { days: 0, clock: '18:00', name: '今天' },
    { days: 1, clock: '09:00', name: '明天' },
    { days: 1, clock: '18:00', name: '明天' },
    ...(saturday > 1 ? [{ days: saturday, clock: '09:00', name: '周六' }] : []),
  ]
    .map(({ days, clock, name }) => ({
      value: `${dayOf(days, now)}T${clock}:00${OFFSET}`,
      label: `${name} ${clock}`,
    }))
    .filter(({ value }) => Date.parse(value) > now.getTime())
}

/* The first days of the last two terms (March and September) up to a day. */
export function terms(on = today()): Choice[] {
  const year = Number(on.slice(0, 4))
  return [year, year - 1]
    .flatMap((each) => [`${each}-09-01`, `${each}-03-01`])
    .filter((date) => date <= on)
    .slice(0, 2)
    .map((date) => ({
      value: date,
      label: `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月开学`,
    }))
}
