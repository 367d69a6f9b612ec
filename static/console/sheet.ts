/* The sheet in hand while it is typed in: what is asked, answered and saved. */
import { computed, reactive, shallowRef } from 'vue'
import { api, type Query } from '@shared/api'
import { asProblem, Problem } from '@shared/problem'
import type { Page } from '@shared/schema'
import { uuid } from '@shared/uuid'
import { type Form } from '@shared/form'
import {
  type Answers,
  body,
  type Door,
  given,
  headSteps,
  questions,
  read,
  type Step,
  stepOf,
  walk,
} from './entry'
import { divisions, placeName, schools } from './places'
import type { Door as DoorRow } from './round'

const FOUND_MOST = 9

const find: Step = {
  key: 'code',
  label: '登记表编号，或户主、孩子的姓名',
  kind: 'text',
  options: [],
  must: true,
  proposed: '',
}
const save: Step = {
  ...find,
  key: 'save',
  label: '核对无误，按回车保存',
  must: false,
}

/* By name; a name that two schools have is not theirs to choose. */
function codesOf(all: { name: string; code: string }[]): Map<string, string> {
  const codes = new Map<string, string>()
  const twice = new Set<string>()
  for (const { name, code } of all)
    if (codes.has(name)) twice.add(name)
    else codes.set(name, code)
  for (const name of twice) codes.delete(name)
  return codes
}

export function useSheet(round: () => number) {
  const head = reactive<Answers>(new Map())
  const kept: Answers = new Map()
  const answers = reactive<Answers>(new Map())
  const form = shallowRef<Form | null>(null)
  const door = shallowRef<Door | null>(null)
  /* Doors of that name, one of which is to be chosen. */
  const found = shallowRef<DoorRow[]>([])
  const state = reactive({
    error: '',
    problem: null as Problem | null,
    isBusy: false,
    saved: [] as string[],
  })
  let names = new Map<string, string>()
  let id = uuid()

  async function begin(): Promise<void> {
    try {
      form.value = await api.get<Form>('/survey-form')
      await divisions.get()
      names = codesOf((await schools.get()).filter(({ active }) => active))
    } catch (thrown) {
      state.problem = asProblem(thrown)
    }
  }

  /* Somebody has been at this door in this round: nothing is passed over. */
  const visited = computed(() => {
    const visit = door.value?.visit
    const outcome = form.value?.outcomes.find(({ code }) => code === visit?.outcome)
    return visit && outcome?.settles ? visit : null
  })
  const asked = computed(() => {
    const at = walk(headSteps(kept), head)
    if (at.now || !form.value) return at
    if (!door.value) return { done: at.done, now: found.value.length ? pick() : find }
    const rest = walk(questions(form.value, door.value, answers), answers)
    return { done: rest.done, now: visited.value ? null : (rest.now ?? save) }
  })
  const pick = (): Step => ({
    ...find,
    key: 'pick',
    label: '有几户，选一户',
    kind: 'choice',
    options: found.value.map((row) => ({
      code: String(row.household_id),
      label: `${row.head_name}（${placeName(row.division, row.division_name)}）`,
    })),
  })

  function next(): void {
    door.value = null
    found.value = []
    answers.clear()
    id = uuid()
    Object.assign(state, { error: '', problem: null })
  }

  /* To the question before: what was given there is proposed no more. */
  function back(): void {
    if (state.isBusy) return
    Object.assign(state, { error: '', problem: null })
    if (found.value.length && !door.value) return void (found.value = [])
    const last = asked.value.done.at(-1)
    if (visited.value || (door.value && answers.size === 0)) return next()
    id = uuid()
    if (last) void (answers.delete(last.key) || head.delete(last.key))
  }

  const open = async (path: string) => {
    door.value = await api.get<Door>(path, { query: { round_id: round() } })
  }

  async function look(typed: string): Promise<void> {
    const code = typed.replace(/[-－\s]/g, '')
    if (/^\d+$/.test(code)) return open(`/survey-sheets/${code}`)
    const query: Query = { q: typed, limit: FOUND_MOST }
    const page = await api.get<Page<DoorRow>>(`/survey-rounds/${round()}/households`, {
      query,
    })
    const [only, another] = page.items
    if (!only) state.error = '没有这个姓名的家庭。请核对，或改用登记表编号。'
    else if (page.next_cursor)
      state.error = `有 ${FOUND_MOST} 户以上，请写全姓名，或改用登记表编号。`
    else if (another) found.value = page.items
    else await open(`/survey-households/${only.household_id}`)
  }

  /* Sent under the same number as long as nothing was changed, so that an
   * answer that got lost makes no second visit. */
  async function send(): Promise<void> {
    if (!form.value || !door.value) return
    const all = given(questions(form.value, door.value, answers), answers)
    try {
      await api.put(`/surveys/${id}`, body(form.value, door.value, head, all, names))
      state.saved.unshift(`${door.value.household.head_name} 户`)
      next()
    } catch (thrown) {
      const problem = asProblem(thrown)
      const wrong = problem.errors[0]
      if (wrong?.code === 'survey.visited')
        return open(`/survey-households/${door.value.household.id}`)
      const key = wrong ? stepOf(wrong.pointer, all) : ''
      if (key === 'visited_on' || key === 'visitor') head.delete(key)
      else if (!answers.delete(key)) throw thrown
      state.error = wrong?.detail ?? problem.detail
      id = uuid()
    }
  }

  async function take(typed: string): Promise<void> {
    const now = asked.value.now
    if (!now) return next()
    const got = read(now, typed)
    if ('error' in got) return void (state.error = got.error)
    if (now.key === 'code') return look(got.value)
    if (now.key === 'pick') return open(`/survey-households/${got.value}`)
    if (now.key === 'save') return send()
    if (!headSteps(kept).some(({ key }) => key === now.key))
      return void answers.set(now.key, got.value)
    head.set(now.key, got.value)
    kept.set(now.key, got.value)
  }

  /* Enter: takes what is typed; false when it is to be typed again. */
  async function enter(typed: string): Promise<boolean> {
    if (state.isBusy) return false
    Object.assign(state, { error: '', problem: null, isBusy: true })
    try {
      await take(typed)
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.status === 404 && !door.value)
        state.error = '没有这个编号的家庭，或不在您的管辖范围内。请核对编号。'
      else if (problem.status === 422 && !door.value)
        state.error = problem.errors[0]?.detail ?? problem.detail
      else state.problem = problem
    } finally {
      state.isBusy = false
    }
    return state.error === '' && state.problem === null
  }

  return { state, head, answers, form, door, visited, asked, begin, enter, back }
}
