/* Who is signed in, and what the server lets them do. */
import { computed, reactive, watch } from 'vue'
import { api, CODE, keepCsrf, onApi, SHORT_MS } from './api'
import { Problem } from './problem'
import type { Schema } from './schema'

type Me = Schema<'Me'>

const state = reactive({
  me: null as Me | null,
  /* The server has been asked who we are. */
  known: false,
  /* Nothing else is answered before a new password is set. */
  passwordDue: false,
  /* The session ended while a page was open; the page is kept. */
  lapsed: false,
  /* Known from before, and not yet said by the server since. */
  assumed: false,
})

onApi('signed-out', () => {
  if (state.me) state.lapsed = true
})
onApi('password', () => {
  state.passwordDue = true
})

function take(me: Me): void {
  keepCsrf(me.csrf_token ?? '', me.id)
  state.me = me
  state.known = true
  state.assumed = false
  state.lapsed = false
  state.passwordDue = me.must_change_password
}

function forget(): void {
  keepCsrf('')
  state.me = null
  state.lapsed = false
  state.assumed = false
  state.passwordDue = false
}

/* Asks who is signed in; nobody is an answer, an unreachable server throws. */
async function load(): Promise<void> {
  try {
    take(await api.get<Me>('/me', { quiet: true, within: SHORT_MS }))
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    if (thrown.status === 401) forget()
    else if (thrown.code !== CODE.password) throw thrown
    state.known = true
  }
}

/* Goes on as somebody who was signed in before, with no network yet. */
function assume(me: Me): void {
  take({ ...me, csrf_token: '' })
  state.assumed = true
}

/* Asks the server whether it is still whom we took it to be; a session that
 * has ended, or is another's, lapses. */
async function confirm(): Promise<void> {
  if (!state.me || !state.assumed) return
  try {
    const me = await api.get<Me>('/me', { quiet: true, within: SHORT_MS })
    if (me.id === state.me.id) take(me)
    else state.lapsed = true
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    if (thrown.status === 401) state.lapsed = true
    else if (thrown.code !== CODE.password) throw thrown
  }
}

export interface Credentials {
  username: string
  password: string
  totp?: string
}

async function signIn(credentials: Credentials): Promise<void> {
  const answer = await api.post<{ csrf_token: string }>(
    '/sessions',
    credentials,
    { quiet: true },
  )
  keepCsrf(answer.csrf_token)
  await load()
}

/* Signs out here even when the session is already gone on the server. */
async function signOut(): Promise<void> {
  try {
    await api.delete('/sessions/current', { quiet: true })
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.status !== 401) throw thrown
  }
  forget()
}

async function changePassword(
  old_password: string,
  new_password: string,
): Promise<void> {
  await api.post('/me/password', { old_password, new_password })
  await load()
}

export const session = {
  state,
  me: computed(() => state.me),
  load,
  assume,
  confirm,
  signIn,
  signOut,
  changePassword,
}

/*
 * Calls back when a session that had ended is there again, for as long as the
 * calling component lives.
 */
export function onSignedInAgain(call: () => void): void {
  watch(
    () => state.lapsed,
    (lapsed) => {
      if (!lapsed && state.me) call()
    },
  )
}

/* Whether the signed-in account holds a right; the server judges again. */
export function may(right: string): boolean {
  return state.me?.rights.includes(right) ?? false
}
