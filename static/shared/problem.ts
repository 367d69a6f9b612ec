/* What went wrong, as the server says it (RFC 9457) or as the client saw it. */

export interface FieldError {
  pointer: string
  code: string
  detail: string
}

interface ProblemBody {
  status: number
  code: string
  title: string
  detail: string
  errors?: FieldError[]
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  /* Seconds the server asks to wait before trying again, if it does. */
  readonly retryAfter: number | null

  constructor(body: ProblemBody, retryAfter: number | null = null) {
    super(`${body.status} ${body.code}`)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.title = body.title
    this.detail = body.detail
    this.errors = body.errors ?? []
    this.retryAfter = retryAfter
  }

  /* The errors of one member, "name" being the pointer "/name". */
  of(name: string): string {
    return this.errors
      .filter((error) => error.pointer === `/${name}`)
      .map((error) => error.detail)
      .join('；')
  }
}

const unsafe = (method: string) => method !== 'GET'

/* No answer came: only a read is surely without effect. */
export function unreachable(method: string): Problem {
  return new Problem({
    status: 0,
    code: 'network',
    title: '连不上服务器',
    detail: unsafe(method)
      ? '刚才的操作不能确定是否已保存，填写的内容还在这一页。请检查网络，核对记录后再决定是否重做。'
      : '没有取到数据，已保存的内容不受影响。请检查网络后重试。',
  })
}

/* An answer that is not ours, such as a proxy's own error page. */
function foreign(status: number, method: string): Problem {
  return new Problem({
    status,
    code: 'foreign',
    title: `服务器没有正常答复（${status}）`,
    detail: unsafe(method)
      ? '不能确定是否已保存，填写的内容还在这一页。请核对记录；仍不行请联系系统管理员。'
      : '没有取到数据。请稍后重试；仍不行请联系系统管理员。',
  })
}

/* Retry-After in seconds, from either of its two forms (RFC 9110 §10.2.3). */
export function retryAfter(value: string | null, now: number): number | null {
  if (!value) return null
  if (/^\d+$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}

/* Reads an unsuccessful answer; never throws. */
export async function readProblem(
  response: Response,
  method: string,
): Promise<Problem> {
  const wait = retryAfter(response.headers.get('Retry-After'), Date.now())
  const type = response.headers.get('Content-Type') ?? ''
  if (!type.startsWith('application/problem+json')) {
    return foreign(response.status, method)
  }
  try {
    return new Problem((await response.json()) as ProblemBody, wait)
  } catch {
    return foreign(response.status, method)
  }
}

/* Whatever was thrown, as a problem that a screen can show. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  console.error(thrown)
  return new Problem({
    status: 0,
    code: 'client',
    title: '页面出错',
    detail: '这一步没有做完，已保存的内容不受影响。请重新打开这一页再试。',
  })
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError'
}
