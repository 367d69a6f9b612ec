/* 逐行审核: what is said of the lines of a locked ledger, and the way back. */
import { computed, ref } from 'vue'
import { api } from '@shared/api'
import type { Page, Schema } from '@shared/schema'

export type Check = Schema<'LedgerCheck'>
type Outcome = Check['outcome']
type Checked = Schema<'LedgerChecked'>

/* As it is sent: what is not said is not there. */
const sent = ({ number, outcome, reason }: Pick<Check, 'number' | 'outcome' | 'reason'>) => ({
  number,
  ...(outcome ? { outcome } : {}),
  ...(reason ? { reason } : {}),
})

export function useChecks(base: () => string) {
  const said = ref(new Map<number, Check>())
  /* What had been said of the lines of each step: sent again, that undoes it. */
  const steps = ref<Check[][]>([])

  const count = (outcome: Outcome) =>
    [...said.value.values()].filter((one) => one.outcome === outcome).length
  const passed = computed(() => count('passed'))
  const returned = computed(() => count('returned'))

  async function load() {
    const { items } = await api.get<Page<Check>>(`${base()}/checks`)
    said.value = new Map(items.map((one) => [one.number, one]))
    steps.value = []
  }

  async function send(checks: Check[]): Promise<Check[]> {
    const { before } = await api.put<Checked>(`${base()}/checks`, { checks: checks.map(sent) })
    for (const one of checks) {
      if (one.outcome) said.value.set(one.number, one)
      else said.value.delete(one.number)
    }
    return before
  }

  async function say(numbers: number[], outcome: Outcome, reason: string | null = null) {
    if (numbers.length === 0) return
    const checks = numbers.map((number) => ({ number, outcome, reason }) as Check)
    steps.value.push(await send(checks))
  }

  /* How many lines are as they were before the last step. */
  async function undo(): Promise<number> {
    const last = steps.value[steps.value.length - 1]
    if (!last) return 0
    await send(last)
    steps.value.pop()
    return last.length
  }

  return { said, steps, passed, returned, load, say, undo }
}
