/*
 * The service worker: keeps the client's own files, so that it starts with no
 * network, and nothing else.  No answer of the API is ever kept here; what the
 * phone holds of people is sealed by the page itself.  A new version waits
 * until the page says that it may take over.
 */
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: {
  __WB_MANIFEST: { url: string; revision: string | null }[]
  skipWaiting: () => Promise<void>
  addEventListener: (
    type: 'message',
    call: (event: { data: unknown }) => void,
  ) => void
}

precacheAndRoute(self.__WB_MANIFEST)
registerRoute(new NavigationRoute(createHandlerBoundToURL('/survey/')))

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting()
})
