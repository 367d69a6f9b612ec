/*
 * Notes everything in a browser context that must not happen: an error in the
 * console, a breach of the content security policy, a request that leaves the
 * origin, a dialog.
 */
import assert from 'node:assert/strict'

/* The browser reports every such answer; asking who one is gives one. */
const NOBODY_YET = /status of 401 .*\/api\/v1\/me$/

/* Runs in the page. */
function tellBreaches() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(
      `content security policy: ${event.effectiveDirective} ${event.blockedURI}`,
    )
  })
}

export async function watch(context, origin) {
  const faults = []
  const allowed = [NOBODY_YET]
  await context.addInitScript(tellBreaches)
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    const told = `${message.text()} ${message.location().url}`
    if (!allowed.some((each) => each.test(told))) faults.push(told)
  })
  context.on('weberror', (event) => faults.push(`thrown: ${event.error()}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isOwn = ['data:', 'blob:'].includes(url.protocol)
    if (!isOwn && url.origin !== origin) faults.push(`asked ${url}`)
  })
  context.on('dialog', (dialog) => {
    if (dialog.type() === 'beforeunload') return void dialog.accept()
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return {
    /* From now on such lines of the console are answers, not faults. */
    allow: (pattern) => allowed.push(pattern),
    /* What was noted since the last time. */
    take: () => faults.splice(0),
    assertQuiet() {
      assert.deepEqual(faults.splice(0), [])
    },
  }
}
