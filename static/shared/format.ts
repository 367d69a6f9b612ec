/*
 * How dates, times and counts are written for officials.  A record's times
 * are shown in Beijing time whatever the machine's zone, for its time limits
 * are counted in it.
 */
const ZONE = 'Asia/Shanghai'

const dateParts = (text: string | null | undefined) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? '')
  return match ? match.slice(1, 4).map(Number) : null
}

/* 2026-08-31 → 2026年8月31日; nothing for no date. */
export function date(text: string | null | undefined): string {
  const parts = dateParts(text)
  return parts ? `${parts[0]}年${parts[1]}月${parts[2]}日` : ''
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function beijing(moment: Date): Record<string, string> {
  const named: Record<string, string> = {}
  for (const { type, value } of clock.formatToParts(moment)) named[type] = value
  return named
}

function instant(text: string | null | undefined): Date | null {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : new Date(at)
}

/* RFC 3339 → 2026年8月31日 14:05 */
export function time(text: string | null | undefined): string {
  const at = instant(text)
  if (!at) return ''
  const part = beijing(at)
  return `${part.year}年${part.month}月${part.day}日 ${part.hour}:${part.minute}`
}

/* RFC 3339 → 14:05 */
export function hour(text: string | null | undefined): string {
  const at = instant(text)
  if (!at) return ''
  const part = beijing(at)
  return `${part.hour}:${part.minute}`
}

/* The day in Beijing, as YYYY-MM-DD. */
export function today(now = new Date()): string {
  const part = beijing(now)
  const two = (text = '') => text.padStart(2, '0')
  return `${part.year}-${two(part.month)}-${two(part.day)}`
}

const day = 86_400_000
const dayNumber = (text: string) => Date.parse(`${text}T00:00:00Z`) / day

/* Whole days from `from` to `to`, both YYYY-MM-DD; negative when past. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/* How far a phone's clock is off: 快了 365 天. */
export function clockOff(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  const long =
    minutes >= 2 * 24 * 60
      ? `${Math.round(minutes / 24 / 60)} 天`
      : minutes >= 120
        ? `${Math.round(minutes / 60)} 小时`
        : `${minutes} 分钟`
  return `${seconds > 0 ? '快' : '慢'}了 ${long}`
}

/* How long until a limit: 今天到期, 还有 3 天, 逾期 2 天. */
export function due(
  text: string | null | undefined,
  now = new Date(),
): string {
  const at = instant(text)
  if (!at) return ''
  const days = daysBetween(today(now), today(at))
  if (at.getTime() < now.getTime()) {
    return days === 0 ? '今天已逾期' : `逾期 ${-days} 天`
  }
  return days === 0 ? '今天到期' : `还有 ${days} 天`
}

/* Full years of age on a day, as the Civil Code counts (周岁). */
export function age(
  birth: string | null | undefined,
  on: string = today(),
): number | null {
  const from = dateParts(birth)
  const to = dateParts(on)
  if (!from || !to) return null
  const [year = 0, month = 0, day = 0] = from
  const [toYear = 0, toMonth = 0, toDay = 0] = to
  const before = toMonth < month || (toMonth === month && toDay < day)
  return toYear - year - (before ? 1 : 0)
}

const plain = new Intl.NumberFormat('zh-CN')

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : plain.format(value)
}

/* Of a file: 12 KB, 3.4 MB. */
export function size(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/* A ratio as a percentage with two decimals; — where there is nothing to
 * divide by. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return '—'
  return `${(value * 100).toFixed(2)}%`
}
