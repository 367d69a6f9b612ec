/*
 * The one way to the server: JSON over fetch, the CSRF token kept in memory,
 * If-Match from a record's version, every failure a Problem.
 */
import { isAbort, Problem, readProblem, unreachable } from './problem'
import type { Page, Schema } from './schema'
import { sendWatched } from './upload'

export const BASE = '/api/v1'

/* A network may take a request and never say anything more. */
const PATIENCE_MS = 60_000
export const SHORT_MS = 20_000

/* Codes of problems that the client acts upon instead of only showing. */
export const CODE = {
  totp: 'auth.totp_required',
  password: 'auth.password_change',
  csrf: 'auth.csrf',
  another: 'client.another_account',
} as const

export type Query = Record<
  string,
  string | number | boolean | null | undefined
>

export interface Options {
  query?: Query
  /* The version the change is based on; sent as If-Match. */
  version?: number
  signal?: AbortSignal
  /* How long the whole may take, in ms, before it counts as unanswered; a file
   * on its way has no limit but the person's patience. */
  within?: number
  /* Of a Blob: told the bytes sent so far. */
  onSent?: (bytes: number) => void
  /* A 401 is an answer here, not the end of the session. */
  quiet?: boolean
}

/*
 * signed-out: a request found no session; password: the server wants a new
 * password first; up, down: a request did or did not reach the server.
 */
export type ApiEvent = 'signed-out' | 'password' | 'up' | 'down'

const bus = new EventTarget()

/* Calls back on each such event; the answer takes the listener away again. */
export function onApi(event: ApiEvent, call: () => void): () => void {
  bus.addEventListener(event, call)
  return () => bus.removeEventListener(event, call)
}

const tell = (event: ApiEvent) => bus.dispatchEvent(new Event(event))

let csrf = ''
/* Whose changes these are; null before anybody is known. */
let account: number | null = null
let asking: Promise<string> | null = null

export function keepCsrf(token: string, of: number | null = null): void {
  csrf = token
  account = of
}

/* Another account has signed in with this browser since: what one person
 * filled in is never sent in another's name. */
function belongs({ id, csrf_token }: Schema<'Me'>): string {
  if (account !== null && id !== account) {
    tell('signed-out')
    throw new Problem({
      status: 401,
      code: CODE.another,
      title: '现在登录的是另一个账号',
      detail: '没有发出任何内容，填写的内容都在。请用原来的账号重新登录。',
    })
  }
  return csrf_token ?? ''
}

/* The token, asked for once however many requests wait for it. */
function csrfToken(): Promise<string> {
  if (csrf) return Promise.resolve(csrf)
  asking ??= request<Schema<'Me'>>('GET', '/me', undefined, { within: SHORT_MS })
    .then((me) => (csrf = belongs(me)))
    .finally(() => (asking = null))
  return asking
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? BASE + path : `${BASE}${path}?${text}`
}

const opensSession = (method: string, path: string) =>
  method === 'POST' && path === '/sessions'

async function headers(
  method: string,
  path: string,
  body: unknown,
  options: Options,
): Promise<Headers> {
  const all = new Headers({ Accept: 'application/json' })
  if (body !== undefined && !(body instanceof Blob)) {
    all.set('Content-Type', 'application/json')
  }
  if (options.version !== undefined) {
    all.set('If-Match', `"${options.version}"`)
  }
  if (method !== 'GET' && !opensSession(method, path)) {
    all.set('X-CSRF-Token', await csrfToken())
  }
  return all
}

/* One exchange; an answer that says no is still an answer. */
async function exchange(
  method: string,
  path: string,
  body: unknown,
  options: Options,
): Promise<Response> {
  const init = {
    method,
    headers: await headers(method, path, body, options),
    ...(options.signal && { signal: options.signal }),
  }
  const rest: RequestInit = { credentials: 'same-origin', cache: 'no-store' }
  if (body !== undefined) {
    rest.body = body instanceof Blob ? body : JSON.stringify(body)
  }
  const to = url(path, options.query)
  try {
    const response =
      options.onSent && body instanceof Blob
        ? await sendWatched(to, { ...init, body }, options.onSent)
        : await fetch(to, { ...init, ...rest })
    tell('up')
    return response
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown
    tell('down')
    throw unreachable(method)
  }
}

const retries = 2
const longestWait = 8

function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer)
      fail(new DOMException('aborted', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      done()
    }, seconds * 1000)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/*
 * Whether a refused request goes again by itself: a read when the server is
 * busy and says for how long; any request once when its CSRF token was stale,
 * for then nothing was done.
 */
async function again(
  method: string,
  problem: Problem,
  attempt: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (problem.code === CODE.csrf && method !== 'GET' && attempt === 0) {
    csrf = ''
    return true
  }
  const busy = problem.status === 429 || problem.status === 503
  const wait = problem.retryAfter
  if (method !== 'GET' || !busy || wait === null) return false
  if (wait > longestWait || attempt >= retries) return false
  await pause(wait * (1 + Math.random() / 2) + 0.1, signal)
  return true
}

async function send(
  method: string,
  path: string,
  body: unknown,
  options: Options,
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await exchange(method, path, body, options)
    if (response.ok) return response
    const problem = await readProblem(response, method)
    if (await again(method, problem, attempt, options.signal)) continue
    if (problem.status === 401 && !options.quiet) {
      csrf = ''
      tell('signed-out')
    }
    if (problem.code === CODE.password) tell('password')
    throw problem
  }
}

async function answerOf<Answer>(
  method: string,
  path: string,
  body: unknown,
  options: Options,
): Promise<Answer> {
  const response = await send(method, path, body, options)
  if (response.status === 204) return undefined as Answer
  try {
    return (await response.json()) as Answer
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown
    throw unreachable(method)
  }
}

/* No request lasts for ever: one that is not answered in time is given up as
 * if the network had failed, and its caller goes on. */
async function request<Answer>(
  method: string,
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<Answer> {
  const within = options.within ?? (body instanceof Blob ? null : PATIENCE_MS)
  if (within === null) return answerOf(method, path, body, options)
  const stop = new AbortController()
  const pass = () => stop.abort()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    stop.abort()
  }, within)
  if (options.signal?.aborted) stop.abort()
  options.signal?.addEventListener('abort', pass, { once: true })
  try {
    return await answerOf<Answer>(method, path, body, { ...options, signal: stop.signal })
  } catch (thrown) {
    if (!isLate || !isAbort(thrown)) throw thrown
    tell('down')
    throw unreachable(method)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', pass)
  }
}

/* The file name of a download, from RFC 6266's two forms. */
export function fileName(disposition: string | null, otherwise: string): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')
  if (wide?.[1]) return decodeURIComponent(wide[1])
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? otherwise
}

export const api = {
  get: <Answer>(path: string, options?: Options) =>
    request<Answer>('GET', path, undefined, options),

  post: <Answer>(path: string, body?: unknown, options?: Options) =>
    request<Answer>('POST', path, body, options),

  put: <Answer>(path: string, body: unknown, options?: Options) =>
    request<Answer>('PUT', path, body, options),

  patch: <Answer>(path: string, body: unknown, options?: Options) =>
    request<Answer>('PATCH', path, body, options),

  delete: (path: string, options?: Options) =>
    request<void>('DELETE', path, undefined, options),

  /* Every item of a list that is known to be short, page after page. */
  async all<Item>(
    path: string,
    query: Query = {},
    signal?: AbortSignal,
  ): Promise<Item[]> {
    const items: Item[] = []
    for (let cursor: string | null = null, first = true; first || cursor; ) {
      first = false
      const page: Page<Item> = await request<Page<Item>>('GET', path, undefined, {
        query: { ...query, limit: 200, cursor },
        ...(signal && { signal }),
      })
      items.push(...page.items)
      cursor = page.next_cursor
    }
    return items
  },

  /* A file the server makes, with the name it gives it. */
  async download(
    path: string,
    options: Options & { otherwise: string },
  ): Promise<{ blob: Blob; name: string }> {
    const response = await send('GET', path, undefined, options)
    const named = response.headers.get('Content-Disposition')
    return {
      blob: await response.blob(),
      name: fileName(named, options.otherwise),
    }
  },
}
