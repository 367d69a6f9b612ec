/*
 * 未保存的内容: forms that hold something typed and not yet saved.  A page is
 * not left over one without asking, be it by a link, the browser's back button,
 * a reload or a closed tab.
 */
import { ElMessageBox } from 'element-plus'
import { onBeforeUnmount } from 'vue'
import type { Router } from 'vue-router'

const drafts = new Set<() => boolean>()
const anyTyped = () => [...drafts].some((isTyped) => isTyped())

/* For as long as the calling component stands. */
export function useDraft(isTyped: () => boolean) {
  drafts.add(isTyped)
  onBeforeUnmount(() => drafts.delete(isTyped))
}

async function mayLeave(): Promise<boolean> {
  try {
    await ElMessageBox.confirm(
      '这一页填写的内容还没有保存，离开后不再保留。',
      '还没有保存',
      {
        type: 'warning',
        confirmButtonText: '离开',
        cancelButtonText: '留在这一页',
        closeOnClickModal: false,
      },
    )
    return true
  } catch {
    return false
  }
}

/* `isAsked`: false where the page goes by itself, such as to sign in. */
export function guardDrafts(router: Router, isAsked: () => boolean) {
  router.beforeEach((to, from) =>
    to.path !== from.path && isAsked() && anyTyped() ? mayLeave() : true,
  )
  window.addEventListener('beforeunload', (event) => {
    if (!anyTyped()) return
    event.preventDefault()
    event.returnValue = '' // what older browsers ask for
  })
}
