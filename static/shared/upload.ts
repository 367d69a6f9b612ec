/* A request whose way up can be watched, which fetch cannot tell. */

function headersOf(request: XMLHttpRequest): Headers {
  const all = new Headers()
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) all.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return all
}

/*
 * Sends `body` and answers as fetch does: a TypeError when no answer came, an
 * AbortError when stopped.  `onSent` is told the bytes sent so far.
 */
export function sendWatched(
  to: string,
  init: { method: string; headers: Headers; body: Blob; signal?: AbortSignal },
  onSent: (bytes: number) => void,
): Promise<Response> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    const end = () => init.signal?.removeEventListener('abort', stop)
    request.open(init.method, to)
    request.responseType = 'blob'
    init.headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = (event) => onSent(event.loaded)
    request.onload = () => {
      end()
      const { status } = request
      const body = [204, 304].includes(status) ? null : (request.response as Blob)
      done(new Response(body, { status, headers: headersOf(request) }))
    }
    request.onerror = () => {
      end()
      fail(new TypeError('no answer'))
    }
    request.onabort = () => {
      end()
      fail(new DOMException('aborted', 'AbortError'))
    }
    init.signal?.addEventListener('abort', stop, { once: true })
    request.send(init.body)
  })
}
