/* Keys that act on the whole page, while nobody is typing. */
import { onBeforeUnmount, onMounted } from 'vue'

const typing =
  'input, textarea, select, [contenteditable="true"], [role="combobox"]'

const inDialog = () =>
  [...document.querySelectorAll('[aria-modal="true"]')].some(
    (dialog) => dialog.getClientRects().length > 0,
  )

/*
 * Calls the function of the pressed key; false from it leaves the key to the
 * browser.  Keys with Ctrl, Alt or Meta are never ours.
 */
export function useKeys(
  keys: Record<string, (event: KeyboardEvent) => boolean | void>,
): void {
  function press(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing) return
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const target = event.target as Element | null
    if (target?.closest?.(typing) || inDialog()) return
    const act = keys[event.key]
    if (act && act(event) !== false) event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', press))
  onBeforeUnmount(() => document.removeEventListener('keydown', press))
}
