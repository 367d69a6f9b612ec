/*
 * Whose phone this is, and whether it is open.  A phone that has been set up
 * opens by its phrase, with or without a network; it locks by loading the page
 * anew, so that nothing of a person is left in memory.
 */
import { readonly, shallowReactive, watch } from 'vue'
import { api, onApi } from '@shared/api'
import { Problem } from '@shared/problem'
import { session } from '@shared/session'
import { uuid } from '@shared/uuid'
import {
  countUnsent,
  forgetAccount,
  type Holder,
  isExpired,
  addHolder,
  listHolders,
  noteContact,
  openMemory,
  openStore,
  type Store,
  wipe,
} from './store'
import type { Me, PhoneKnown, PhoneState } from './types'
import { askToLast, type Mark, mark, marks, unmark } from './lasting'
import { makeKey, openKey } from './vault'
import { draftFault } from './work'

const REVOKED = 'baoxue-revoked'

/* Sealing is there only on a page that is secure. */
export const canSeal = globalThis.crypto?.subtle !== undefined

/* Of a store that was lost: what the server knows of that phone; null: nothing. */
export interface Recalled {
  known: PhoneKnown | null
}

/* isOpen: the store of session.me. */
const state = shallowReactive({
  known: false,
  holders: [] as Holder[],
  isOpen: false,
  /* What is saved outlasts the page. */
  isLasting: false,
  /* The server has revoked this phone, and what it kept is gone. */
  wasRevoked: sessionStorage.getItem(REVOKED) !== null,
  /* Accounts whose store was here, and which neither they nor the server took away. */
  lost: [] as Mark[],
  /* What is told of it once the account is here again. */
  recalled: null as Recalled | null,
})
export const phone = readonly(state)

const IDLE_MS = 10 * 60_000
const NOTE_EVERY_MS = 3_600_000

/* ---- who follows the store ------------------------------------------------------- */
type Follower = (store: Store, device: string) => Promise<void>
const followers: Follower[] = []

/* Calls back with the store once it is open, and with the phone's name. */
export function onOpen(call: Follower): void {
  followers.push(call)
}

let opened: Store | null = null
export const store = () => opened

async function follow(
  fresh: Store,
  device: string,
  isLasting: boolean,
): Promise<void> {
  opened = fresh
  for (const call of followers) await call(fresh, device)
  const recalled = (await fresh.get<Recalled>('state', 'recalled')) ?? null
  Object.assign(state, { isOpen: true, isLasting, recalled })
}

/* ---- one page at a time ---------------------------------------------------------- */
/* Two pages with one store would number their visits alike, and a second phrase
 * would lock away what was sealed under the first.  What lets the store go
 * again; null while another page has it. */
function claim(account: number): Promise<(() => void) | null> {
  if (!navigator.locks) return Promise.resolve(() => {})
  return new Promise((done) => {
    void navigator.locks.request(
      `baoxue-${account}`,
      { ifAvailable: true },
      (lock) => {
        if (!lock) return done(null)
        return new Promise<void>((letGo) => done(letGo))
      },
    )
  })
}

/* Does `act` while no other page has the account's store; keeps it afterwards
 * only when it says null, so that the next try finds it free. */
async function claimed(
  account: number,
  act: () => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const letGo = await claim(account)
  if (!letGo) return 'elsewhere'
  let refusal: Refusal | null = 'nobody'
  try {
    refusal = await act()
    return refusal
  } finally {
    if (refusal) letGo()
  }
}

/* Everything of an account, which is no loss then. */
async function drop(account: number): Promise<void> {
  await forgetAccount(account)
  unmark(account)
}

/* ---- a phone that was revoked ------------------------------------------------------ */
/* It is said until the phone is set up anew, also after the page was loaded. */
function tellRevoked(): void {
  sessionStorage.setItem(REVOKED, '1')
  state.wasRevoked = true
}

/* ---- opening --------------------------------------------------------------------- */
/* Finds what lies on the phone; what is over its days goes, but for what waits
 * to be sent. */
export async function look(): Promise<void> {
  const holders = canSeal ? await listHolders() : []
  for (const holder of holders)
    if (isExpired(holder, Date.now())) await wipe(holder.id)
  const lost = marks().filter(({ account }) => !holders.some(({ id }) => id === account))
  holders.forEach(({ id, device }) => mark({ account: id, device }))
  Object.assign(state, { holders, lost, known: true })
  void obey()
}

/* Asks of each account whether it still is one, locked or open; what the phone
 * keeps of one that is not goes, but for what waits to be sent.  A phone that
 * was revoked may be in anybody's hands: from it everything goes. */
async function obey(): Promise<void> {
  for (const { id, device } of state.holders) {
    const query = { device }
    const told = await api
      .get<PhoneState>('/phone-state', { query, quiet: true })
      .catch(() => null) // no network: asked again at the next start
    if (!told?.revoked && !told?.phone_revoked) continue
    if (told.phone_revoked) {
      await drop(id)
      tellRevoked()
    } else {
      await wipe(id)
      if ((await countUnsent(id)) === 0) await drop(id)
    }
    if (state.isOpen && session.state.me?.id === id) lock()
  }
  state.holders = canSeal ? await listHolders() : []
}
onApi('signed-out', () => void obey())

export type Refusal = 'phrase' | 'elsewhere' | 'nobody'
export const SAYS: Record<Refusal, string> = {
  phrase: '口令不对。',
  nobody:
    '存的资料已清除（太久没有连上服务器，或账号停用过），没上传的还在。请按“用别的账号”登录，再解锁。',
  elsewhere: '保学已在另一个页面打开，请先关掉那个页面。',
}

/* The caller has claimed the store. */
async function open(holder: Holder, phrase: string): Promise<Refusal | null> {
  const key = await openKey(phrase, holder.wrapped)
  if (!key) return 'phrase'
  const fresh = openStore(holder.id, key)
  const me = await fresh.get<Me>('state', 'me')
  if (me && !session.state.me) session.assume(me)
  if (session.state.me?.id === holder.id) await follow(fresh, holder.device, true)
  else {
    fresh.close()
    return 'nobody'
  }
  return null
}

/* Opens what the phone keeps of an account.  After its days the server has to
 * say first that this is who is signed in. */
export async function unlock(
  holder: Holder,
  phrase: string,
): Promise<Refusal | null> {
  const refusal = await claimed(holder.id, () => open(holder, phrase))
  if (!refusal) {
    void session.confirm().catch(() => {})
    void askToLast()
  }
  return refusal
}

async function begin(me: Me, phrase: string): Promise<Refusal | null> {
  const wrapped = await makeKey(phrase)
  const { id, username } = me
  const device = uuid()
  const holder = { id, username, wrapped, device, contactAt: Date.now() }
  await api.put(`/phones/${device}`, undefined)
  await addHolder(holder)
  mark({ account: id, device })
  sessionStorage.removeItem(REVOKED)
  state.wasRevoked = false
  return open(holder, phrase)
}

/* A first time for the account that is signed in. */
export async function setUp(phrase: string): Promise<Refusal | null> {
  const me = session.state.me
  if (!me) throw new Error('nobody is signed in')
  const lost = marks().find(({ account }) => account === me.id)
  const refusal = await claimed(me.id, () => begin(me, phrase))
  if (refusal) return refusal
  await opened?.change([{ kind: 'state', key: 'me', value: me }])
  if (lost) await recall(lost)
  void askToLast()
  await look()
  return null
}

/* Asks the server what it knows of the phone whose store was lost; it is told until
 * the officer has read it. */
async function recall({ device }: Mark): Promise<void> {
  const known = await api.get<PhoneKnown>(`/phones/${device}`).catch(() => null)
  state.recalled = { known }
  await opened?.change([{ kind: 'state', key: 'recalled', value: state.recalled }])
}

export async function noteRecalled(): Promise<void> {
  await opened?.change([{ kind: 'state', key: 'recalled', gone: true }])
  state.recalled = null
}

/* Where nothing can be sealed. */
export const goWithout = () => follow(openMemory(), uuid(), false)

/* Takes away all that the phone keeps of an account, by the officer's hand. */
export async function forget(account: number): Promise<Refusal | null> {
  const letGo = await claim(account)
  if (!letGo) return 'elsewhere'
  try {
    await drop(account)
  } finally {
    letGo()
  }
  await look()
  return null
}

/* ---- closing --------------------------------------------------------------------- */
/* Everything in memory goes with the page. */
export function lock(): void {
  location.reload()
}

let isLeaving = false

/* Signs out and takes away all that the phone keeps of the account; only when
 * nothing is left that was not sent. */
export async function leave(): Promise<void> {
  const account = session.state.me?.id
  isLeaving = true
  try {
    await session.signOut()
    if (account !== undefined && state.isLasting) await drop(account)
    lock()
  } finally {
    isLeaving = false
  }
}

/* Whoever is there next sees nothing of this account. */
watch(
  () => session.state.me?.id,
  (now, before) => {
    if (isLeaving || before === undefined) return
    if (state.isOpen && now !== before) lock()
  },
)

/* An installed client is given what a page is not. */
addEventListener('appinstalled', () => void askToLast())

/* ---- while it is open ------------------------------------------------------------ */
let touched = Date.now()
for (const event of ['pointerdown', 'keydown', 'input'] as const)
  addEventListener(event, () => (touched = Date.now()), { passive: true })

/* Never over something that is not on the phone yet; a clock that was set back is no
 * reason to stay open. */
const isIdle = () =>
  state.isLasting && !draftFault.value && Math.abs(Date.now() - touched) > IDLE_MS
setInterval(() => {
  if (isIdle()) lock()
}, 15_000)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && isIdle()) lock()
})

/* 安卓 10 and a model, or what else the browser says that it runs on. */
function kindOfPhone(): string {
  const inside = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? ''
  const parts = inside.split(';').map((part) => part.trim())
  return parts
    .filter((part) => part !== '' && part !== 'Linux' && part !== 'wv')
    .slice(0, 3)
    .join(' ')
    .slice(0, 60)
}

const REPORT_EVERY_MS = 60_000
/* What the office was told last, and when. */
let told = { unsent: -1, at: 0 }

/* Tells the office that the phone is there, and what waits on it. */
async function report({ id, device }: Holder): Promise<void> {
  const unsent = await countUnsent(id)
  if (unsent === told.unsent && Date.now() - told.at < NOTE_EVERY_MS) return
  told = { unsent, at: Date.now() }
  const contact = { kind: kindOfPhone(), unsent }
  await api.put(`/phones/${device}/contact`, contact).catch((thrown) => {
    told.unsent = -1 // told with the next answer
    if (thrown instanceof Problem && thrown.code === 'phone.revoked') void obey()
  })
}

/* The days begin again whenever the server answers this account. */
let noted = 0
let countedAt = 0
onApi('up', () => {
  const me = session.state.me
  const holder = state.holders.find(({ id }) => id === me?.id)
  if (isLeaving || !holder || !state.isLasting) return
  if (session.state.assumed || session.state.lapsed) return
  if (Date.now() - countedAt > REPORT_EVERY_MS) {
    countedAt = Date.now()
    void report(holder)
  }
  if (Date.now() - noted < NOTE_EVERY_MS) return
  noted = Date.now()
  void noteContact(holder.id, noted)
  void opened?.change([{ kind: 'state', key: 'me', value: me }])
})
