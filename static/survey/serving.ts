/* The papers of this phone: the notices taken along, and those on their way. */
import { reactive, watch } from 'vue'
import { session } from '@shared/session'
import { createPapers } from './papers'
import { onOpen } from './phone'
import { source, withNotice } from './source'
import type { Notice } from './types'

/* ---- the notices of a village, taken along ---------------------------------------- */
const taken = reactive(new Map<string, Notice[]>())

export const noticesOf = (village: string) => taken.get(village) ?? []

export async function takeNotices(village: string): Promise<void> {
  taken.set(village, await source.notices(village))
}

/* ---- this phone's -------------------------------------------------------------------- */
const AGAIN_MS = 20_000

export const papers = createPapers({
  upload: source.upload,
  serve: source.serve,
  async served({ village }, answer) {
    const all = taken.get(village)
    if (all) taken.set(village, withNotice(all, answer))
    await source.keepNotice(village, answer)
  },
  later: (call) => void setTimeout(call, AGAIN_MS),
})

onOpen(async (store) => {
  await papers.attach(store)
  void papers.flush()
})

const flush = () => void papers.flush()
addEventListener('online', flush)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') flush()
})
watch(
  () => session.state.lapsed,
  (lapsed) => {
    if (!lapsed && session.state.me) flush()
  },
)
