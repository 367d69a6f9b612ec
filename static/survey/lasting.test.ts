import { describe, expect, it } from 'vitest'
import { readMarks } from './lasting'

describe('the mark of a phone', () => {
  it('is found among other cookies, one an account', () => {
    expect(readMarks('a=b; baoxue-phone-7=x-y; baoxue-phone-12=z')).toEqual([
      { account: 7, device: 'x-y' },
      { account: 12, device: 'z' },
    ])
  })
  it('is nothing where there is none, or one that was taken away', () => {
    expect(readMarks('')).toEqual([])
    expect(readMarks('baoxue-phone-7=; baoxue-phone-=x; other-7=x')).toEqual([])
  })
})
