/*
 * Whether what the phone keeps outlasts a disk that fills up, and how a phone that was
 * emptied knows it.  A browser that clears what a page keeps leaves its cookies: one
 * for each account says that there was something, and by which name the server
 * knows the phone.  It holds nothing of a person.
 */
import { readonly, ref } from 'vue'

const DAYS_S = 400 * 86_400
const NAME = /^baoxue-phone-(\d+)$/

/* null: not known, or nobody to ask. */
const lasts = ref<boolean | null>(null)
export const isPersistent = readonly(lasts)

/* Asks the browser not to clear it; after a tap, for some ask the person. */
export async function askToLast(): Promise<void> {
  const storage = navigator.storage
  if (!storage?.persist || lasts.value === true) return
  lasts.value = await storage
    .persisted()
    .then((does) => does || storage.persist())
    .catch(() => false)
}

/* ---- the mark that stays ---- */
export interface Mark {
  account: number
  device: string
}

export function readMarks(cookies: string): Mark[] {
  return cookies.split('; ').flatMap((pair) => {
    const [name = '', device = ''] = pair.split('=')
    const account = Number(NAME.exec(name)?.[1] ?? 0)
    return account > 0 && device !== '' ? [{ account, device }] : []
  })
}

const write = (account: number, device: string, seconds: number) => {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `baoxue-phone-${account}=${device}; Path=/survey/; Max-Age=${seconds}; SameSite=Strict${secure}`
}
export const mark = ({ account, device }: Mark) => write(account, device, DAYS_S)
/* It was taken off the phone by hand, or by the server's word. */
export const unmark = (account: number) => write(account, '', 0)

export const marks = () => readMarks(document.cookie)
