import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, CODE, fileName, keepCsrf, onApi, url } from './api'
import { isAbort, Problem, retryAfter } from './problem'

interface Call {
  address: string
  init: RequestInit
}

let calls: Call[]
let answers: (Response | Error)[]

const json = (body: unknown, status = 200) => Response.json(body, { status })

const refusal = (
  status: number,
  code: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  new Response(
    JSON.stringify({ status, code, title: '样例', detail: '样例', ...more }),
    {
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
    },
  )

const header = (call: Call | undefined, name: string) =>
  (call?.init.headers as Headers).get(name)

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (thrown: unknown) => thrown as Problem,
  )

beforeEach(() => {
  calls = []
  answers = []
  keepCsrf('token-1')
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    calls.push({ address, init })
    const answer = answers.shift()
    if (answer === undefined) throw new Error('one request too many')
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve(answer)
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('a network that takes a request and says nothing more', () => {
  const silent = (_: string, init: RequestInit) =>
    new Promise<Response>((_done, fail) => {
      const give = () => fail(new DOMException('aborted', 'AbortError'))
      if (init.signal?.aborted) give()
      init.signal?.addEventListener('abort', give)
    })
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', silent)
  })
  afterEach(() => vi.useRealTimers())

  it('is given up after a while, as one that failed', async () => {
    const thrown = refused(api.get('/rounds', { within: 500 }))
    await vi.advanceTimersByTimeAsync(501)
    expect((await thrown).status).toBe(0)
  })
  it('is given up by whoever asked, and that is no failure', async () => {
    const stop = new AbortController()
    const thrown = refused(api.get('/rounds', { signal: stop.signal }))
    stop.abort()
    expect(isAbort(await thrown)).toBe(true)
  })
  it('holds up the token for no longer', async () => {
    keepCsrf('')
    const thrown = refused(api.put('/surveys/1', {}))
    await vi.advanceTimersByTimeAsync(60_001)
    expect((await thrown).status).toBe(0)
  })
})

describe('a browser where another account has signed in since', () => {
  it('sends nothing of what the first one filled in', async () => {
    keepCsrf('', 7)
    answers = [json({ id: 8, csrf_token: 'theirs' })]
    const thrown = await refused(api.put('/surveys/1', { note: '样例' }))
    expect(thrown.code).toBe(CODE.another)
    expect(calls.map(({ address }) => address)).toEqual(['/api/v1/me'])
  })
  it('sends it for the account itself', async () => {
    keepCsrf('', 7)
    answers = [json({ id: 7, csrf_token: 'mine' }), json({})]
    await api.put('/surveys/1', { note: '样例' })
    expect(header(calls[1], 'X-CSRF-Token')).toBe('mine')
  })
})

describe('addresses', () => {
  it('leave out what is not asked', () => {
    expect(url('/students', { q: '', limit: 50, cursor: null })).toBe(
      '/api/v1/students?limit=50',
    )
  })
  it('escape what is asked', () => {
    expect(url('/students', { q: '甲&乙' })).toBe(
      '/api/v1/students?q=%E7%94%B2%26%E4%B9%99',
    )
  })
})

describe('a request', () => {
  it('carries the token when it changes something', async () => {
    answers = [json({})]
    await api.post('/cases', { student_id: 1 })
    expect(header(calls[0], 'X-CSRF-Token')).toBe('token-1')
  })
  it('carries no token when it only reads', async () => {
    answers = [json({})]
    await api.get('/cases')
    expect(header(calls[0], 'X-CSRF-Token')).toBe(null)
  })
  it('asks for the token when there is none', async () => {
    keepCsrf('')
    answers = [json({ csrf_token: 'token-2' }), json({})]
    await api.post('/cases', {})
    expect(calls[0]?.address).toBe('/api/v1/me')
    expect(header(calls[1], 'X-CSRF-Token')).toBe('token-2')
  })
  it('asks for the token once for two requests', async () => {
    keepCsrf('')
    answers = [json({ csrf_token: 'token-2' }), json({}), json({})]
    await Promise.all([api.post('/cases', {}), api.post('/notices', {})])
    expect(calls.length).toBe(3)
  })
  it('goes once more with a fresh token when its own was stale', async () => {
    answers = [
      refusal(403, CODE.csrf),
      json({ csrf_token: 'token-3' }),
      json({ id: 4 }),
    ]
    expect(await api.post('/cases', {})).toEqual({ id: 4 })
    expect(header(calls[2], 'X-CSRF-Token')).toBe('token-3')
  })
  it('signs in without asking who is signed in', async () => {
    keepCsrf('')
    answers = [json({}, 201)]
    await api.post('/sessions', {})
    expect(calls.length).toBe(1)
  })
  it('names the version it is based on', async () => {
    answers = [json({})]
    await api.patch('/students/1', {}, { version: 7 })
    expect(header(calls[0], 'If-Match')).toBe('"7"')
  })
  it('sends a file as it is', async () => {
    answers = [json({}, 201)]
    const file = new Blob(['x'])
    await api.post('/attachments', file)
    expect(calls[0]?.init.body).toBe(file)
    expect(header(calls[0], 'Content-Type')).toBe(null)
  })
})

describe('a refusal', () => {
  it('keeps the error of each field', async () => {
    const errors = [{ pointer: '/name', code: 'required', detail: '请填写姓名。' }]
    answers = [refusal(422, 'body.invalid', { errors })]
    const problem = await refused(api.post('/students', {}))
    expect(problem.of('name')).toBe('请填写姓名。')
    expect(problem.of('sex')).toBe('')
  })
  it('of a read is tried again when the server says when', async () => {
    answers = [refusal(503, 'overload', {}, { 'Retry-After': '0' }), json([1])]
    expect(await api.get('/cases')).toEqual([1])
  })
  it('of a write is never tried again by itself', async () => {
    answers = [refusal(503, 'overload', {}, { 'Retry-After': '0' })]
    const problem = await refused(api.post('/cases', {}))
    expect(problem.retryAfter).toBe(0)
    expect(calls.length).toBe(1)
  })
  it('by something else than our server is still a problem', async () => {
    answers = [new Response('<html>', { status: 502 })]
    expect((await refused(api.get('/cases'))).code).toBe('foreign')
  })
  it('for want of a session is told to all', async () => {
    const heard = vi.fn()
    const silence = onApi('signed-out', heard)
    answers = [refusal(401, 'auth.required')]
    await refused(api.get('/cases'))
    silence()
    expect(heard).toHaveBeenCalledOnce()
  })
  it('of a quiet request is not told', async () => {
    const heard = vi.fn()
    const silence = onApi('signed-out', heard)
    answers = [refusal(401, 'auth.required')]
    await refused(api.get('/me', { quiet: true }))
    silence()
    expect(heard).not.toHaveBeenCalled()
  })
})

describe('a lost connection', () => {
  it('leaves open whether a write was saved', async () => {
    answers = [new TypeError('fetch failed')]
    const problem = await refused(api.post('/cases', {}))
    expect(problem.detail).toContain('不能确定是否已保存')
  })
  it('does not alarm over a read', async () => {
    answers = [new TypeError('fetch failed')]
    const problem = await refused(api.get('/cases'))
    expect(problem.detail).toContain('已保存的内容不受影响')
  })
  it('is told, and so is the next answer', async () => {
    const heard: string[] = []
    const silence = [
      onApi('down', () => heard.push('down')),
      onApi('up', () => heard.push('up')),
    ]
    answers = [new TypeError('fetch failed'), json({})]
    await refused(api.get('/cases'))
    await api.get('/cases')
    silence.forEach((stop) => stop())
    expect(heard).toEqual(['down', 'up'])
  })
})

describe('a whole list', () => {
  it('is fetched to its last page', async () => {
    answers = [
      json({ items: [1, 2], next_cursor: 'c' }),
      json({ items: [3], next_cursor: null }),
    ]
    expect(await api.all('/codes')).toEqual([1, 2, 3])
    expect(calls[1]?.address).toContain('cursor=c')
  })
})

describe('headers', () => {
  it('give a Chinese file name', () => {
    expect(
      fileName("attachment; filename=\"a.xlsx\"; filename*=UTF-8''%E5%8F%B0.xlsx", 'x'),
    ).toBe('台.xlsx')
  })
  it('give a wait in seconds from either form', () => {
    const now = Date.parse('2026-08-31T00:00:00Z')
    expect(retryAfter('30', now)).toBe(30)
    expect(retryAfter('Mon, 31 Aug 2026 00:00:10 GMT', now)).toBe(10)
    expect(retryAfter('soon', now)).toBe(null)
  })
})
