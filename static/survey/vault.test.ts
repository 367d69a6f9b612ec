import { describe, expect, it } from 'vitest'
import { faultOf, makeKey, openKey, ROUNDS, seal, unseal } from './vault'

const PHRASE = '山高水长 2026 样例'

describe('the phrase', () => {
  it.each([
    ['short', '至少'],
    ['12345678', '数字'],
    ['aaaaaaaaab', '重复'],
    ['hutou-is-my-name', '用户名'],
  ])('%s is refused', (phrase, says) => {
    expect(faultOf(phrase, ['hutou'])).toContain(says)
  })
  it('may be a sentence', () => {
    expect(faultOf(PHRASE, ['hutou'])).toBe('')
  })
})

describe('the data key', () => {
  it('opens with its phrase and no other', async () => {
    const wrapped = await makeKey(PHRASE)
    expect(wrapped.rounds).toBeGreaterThanOrEqual(600_000)
    expect(ROUNDS).toBeGreaterThanOrEqual(600_000)
    expect(await openKey(`${PHRASE}.`, wrapped)).toBeNull()
    expect(await openKey(PHRASE, wrapped)).not.toBeNull()
  })
  it('cannot be taken out once it is open', async () => {
    const key = (await openKey(PHRASE, await makeKey(PHRASE)))!
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
})

describe('a record', () => {
  it('comes back as it was, and shows nothing of itself', async () => {
    const key = (await openKey(PHRASE, await makeKey(PHRASE)))!
    const box = await seal(key, '7|draft|1/2', { name: '样例一' })
    expect(Buffer.from(box.data).includes('样例一')).toBe(false)
    expect(await unseal(key, '7|draft|1/2', box)).toEqual({ name: '样例一' })
  })
  it('is refused in the place of another, and when one bit differs', async () => {
    const key = (await openKey(PHRASE, await makeKey(PHRASE)))!
    const box = await seal(key, '7|draft|1/2', 1)
    await expect(unseal(key, '8|draft|1/2', box)).rejects.toThrow()
    new Uint8Array(box.data)[0]! ^= 1
    await expect(unseal(key, '7|draft|1/2', box)).rejects.toThrow()
  })
})
