/*
 * The installed client and its new versions.  A new one is fetched beside the
 * old one and takes over only when the officer says so, and not while a form
 * is open: a form that is half filled in is finished by the code it was begun
 * with.
 */
import { readonly, ref } from 'vue'

const waiting = ref<ServiceWorker | null>(null)
export const newVersion = readonly(waiting)

const EVERY_MS = 3_600_000

function watchFor(registration: ServiceWorkerRegistration): void {
  const note = () => (waiting.value = registration.waiting)
  note()
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      /* Without a controller it is the first version, and no news. */
      if (navigator.serviceWorker.controller) note()
    })
  })
  setInterval(() => {
    registration.update().catch(() => {}) // no network: asked again later
  }, EVERY_MS)
}

/* Keeps the client on the phone; where the browser cannot, or the page is not
 * secure, it goes on as a page. */
export async function install(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    watchFor(await navigator.serviceWorker.register('/survey/sw.js'))
  } catch (thrown) {
    console.warn('not kept for use without a network', thrown)
  }
}

/* Starts the new version, and loads the page again once it rules. */
export function takeOver(): void {
  const coming = waiting.value
  coming?.addEventListener('statechange', () => {
    if (coming.state === 'activated') location.reload()
  })
  coming?.postMessage('take-over')
}
