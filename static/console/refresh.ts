/* Fetches again every few seconds, so that a page that stands open shows what
 * others do meanwhile. */
import { onBeforeUnmount, onMounted } from 'vue'

const EVERY_MS = 10_000

/* One request at a time, none while the page is hidden; ends with the calling
 * component. */
export function useRefresh(reload: () => Promise<void>, every = EVERY_MS): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function turn() {
    clearTimeout(timer)
    if (!document.hidden) await reload()
    if (!isOver) timer = setTimeout(() => void turn(), every)
  }
  const shown = () => {
    if (!document.hidden) void turn()
  }
  onMounted(() => {
    void turn()
    document.addEventListener('visibilitychange', shown)
  })
  onBeforeUnmount(() => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', shown)
  })
}
