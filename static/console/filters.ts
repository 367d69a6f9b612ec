/*
 * The filters of a list.  They stand in the address, so that going back, or
 * opening the page again, shows the same list; an identity number never does.
 */
import { computed, reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Option } from './fields'

export interface Filter {
  name: string
  label: string
  kind: 'text' | 'code' | 'choice' | 'division' | 'school' | 'check' | 'date'
  /* The code table of kind 'code'. */
  table?: string
  options?: Option[]
  hint?: string
}

export interface Filters {
  list: Filter[]
  /* What stands in the controls, and what the list was fetched with. */
  typed: Record<string, string>
  applied: () => Record<string, string>
  apply: () => void
  clear: () => void
  any: boolean
}

export function useFilters(list: Filter[]): Filters {
  const route = useRoute()
  const router = useRouter()
  const applied = () =>
    Object.fromEntries(
      list.map(({ name }) => {
        const value = route.query[name]
        return [name, typeof value === 'string' ? value : '']
      }),
    )
  const typed = reactive(applied())
  watch(
    () => route.query,
    () => Object.assign(typed, applied()),
  )

  function go(values: Record<string, string>) {
    const query = { ...route.query }
    for (const { name } of list) {
      const value = values[name]?.trim() ?? ''
      if (value === '') delete query[name]
      else query[name] = value
    }
    void router.replace({ query })
  }

  return reactive({
    list,
    typed,
    applied,
    apply: () => go(typed),
    clear: () => go({}),
    any: computed(() => Object.values(applied()).some((value) => value !== '')),
  })
}
