/*
 * The way of one visit from the filled-in form into the outbox: what is still
 * missing, what the server refused, and the tap that saves.
 */
import { computed, nextTick, type Ref, ref, watch } from 'vue'
import { useStep } from '@shared/signin'
import { type Gap, gaps } from './draft'
import { source } from './source'
import type { Form } from './types'
import { save, visitOf } from './visits'
import type { Work } from './work'

const isUnanswered = (gap: Gap) => gap.child !== '' && gap.name === ''

export function useSaving(
  key: string,
  form: Ref<Form | null>,
  work: Readonly<Ref<Work | undefined>>,
) {
  const draft = computed(() => work.value?.draft)
  const item = computed(() => visitOf(key))
  const isFrozen = computed(
    () => item.value !== undefined && item.value.state !== 'refused',
  )

  /* What was refused may have been filled in by a form of yesterday. */
  watch(
    () => item.value?.state === 'refused',
    async (isRefused) => {
      if (isRefused) form.value = await source.form.anew().catch(() => form.value)
    },
    { immediate: true },
  )

  const tried = ref(false)
  /* A child that nobody could tell about: saved without it by a second tap. */
  const isPartial = ref(false)

  const open = computed<Gap[]>(() =>
    form.value && draft.value ? gaps(form.value, draft.value) : [],
  )
  const blocking = computed(() =>
    open.value.filter((gap) => {
      const child = draft.value?.children.find((each) => each.key === gap.child)
      return !(
        isPartial.value &&
        isUnanswered(gap) &&
        child?.studentId !== null
      )
    }),
  )
  const unanswered = computed(() => open.value.filter(isUnanswered).length)
  const gapsOf = (child: string) =>
    tried.value ? open.value.filter((gap) => gap.child === child) : []

  /* What the server refused in one child, its pointers made the child's own. */
  function errorsOf(child: string) {
    const at =
      item.value?.children.findIndex((each) => each.key === child) ?? -1
    const prefix = `/children/${at}`
    return (item.value?.problem?.errors ?? [])
      .filter(
        ({ pointer }) =>
          at >= 0 && (pointer === prefix || pointer.startsWith(`${prefix}/`)),
      )
      .map((error) => ({
        ...error,
        pointer: error.pointer.slice(prefix.length),
      }))
  }

  const storing = useStep()

  /* True once the visit is on the phone. */
  async function submit(): Promise<boolean> {
    const [rules, filled] = [form.value, work.value]
    if (!rules || !filled || isFrozen.value) return false
    tried.value = true
    if (blocking.value.length > 0) {
      isPartial.value = blocking.value.every(isUnanswered)
      await nextTick()
      document.querySelector('.wrong')?.scrollIntoView({ block: 'center' })
      return false
    }
    return storing.run(() => save(key, filled, rules))
  }

  const saveLabel = computed(() => {
    const isShort = tried.value && isPartial.value && unanswered.value > 0
    return isShort ? `有 ${unanswered.value} 个孩子没选，就这样保存` : '保存'
  })

  const fault = storing.problem
  return { item, isFrozen, tried, gapsOf, errorsOf, submit, saveLabel, fault }
}
