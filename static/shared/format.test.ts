import { describe, expect, it } from 'vitest'
import { age, clockOff, count, date, daysBetween, due, hour, percent, size, time, today } from './format'

describe('dates and times', () => {
  it('writes a date the Chinese way', () => {
    expect(date('2026-08-31')).toBe('2026年8月31日')
  })
  it('writes nothing for no date', () => {
    expect(date(null)).toBe('')
    expect(time('')).toBe('')
  })
  it('shows Beijing time whatever the offset it came with', () => {
    expect(time('2026-08-31T23:05:00Z')).toBe('2026年9月1日 07:05')
    expect(hour('2026-08-31T14:05:00+08:00')).toBe('14:05')
  })
  it('writes midnight as 00, not 24', () => {
    expect(hour('2026-08-31T00:00:00+08:00')).toBe('00:00')
  })
  it('knows the day in Beijing', () => {
    expect(today(new Date('2026-08-31T17:00:00Z'))).toBe('2026-09-01')
  })
  it('counts days over a leap day', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
  })
})

describe('limits', () => {
  const now = new Date('2026-08-20T10:00:00+08:00')
  it('says how many days are left', () => {
    expect(due('2026-08-23T18:00:00+08:00', now)).toBe('还有 3 天')
  })
  it('says that it is due today', () => {
    expect(due('2026-08-20T18:00:00+08:00', now)).toBe('今天到期')
  })
  it('says that it is past today', () => {
    expect(due('2026-08-20T09:00:00+08:00', now)).toBe('今天已逾期')
  })
  it('says for how long it is past', () => {
    expect(due('2026-08-18T18:00:00+08:00', now)).toBe('逾期 2 天')
  })
})

describe('a clock that is off', () => {
  const hours = 3600
  it('is ahead by days', () => {
    expect(clockOff(365 * 24 * hours)).toBe('快了 365 天')
  })
  it('is behind by hours', () => {
    expect(clockOff(-3 * hours)).toBe('慢了 3 小时')
  })
  it('is ahead by minutes', () => {
    expect(clockOff(90 * 60)).toBe('快了 90 分钟')
  })
})

describe('age', () => {
  it('grows on the birthday, not before', () => {
    expect(age('2010-08-31', '2026-08-30')).toBe(15)
    expect(age('2010-08-31', '2026-08-31')).toBe(16)
  })
  it('is unknown without a birth date', () => {
    expect(age(null, '2026-08-31')).toBe(null)
  })
})

describe('numbers', () => {
  it('groups thousands', () => {
    expect(count(12345)).toBe('12,345')
  })
  it('writes a ratio as a percentage', () => {
    expect(percent(0.99876)).toBe('99.88%')
  })
  it('shows that a ratio has nothing to divide by', () => {
    expect(percent(null)).toBe('—')
  })

  it('writes the size of a file', () => {
    expect([10, 2048, 3.2 * 1024 * 1024].map(size)).toEqual(['1 KB', '2 KB', '3.2 MB'])
  })
})
