import { describe, expect, it } from 'vitest'
import { begin, body, choose, correct, gaps, newChild } from './draft'
import type { Door, DoorChild, Form, Question, Visit } from './types'

const question = (
  name: string,
  need: Question['need'] = 'may',
  default_value: string | null = null,
): Question => ({
  name,
  label: name,
  type: 'text',
  need,
  default_value,
  max: 60,
  options: [],
})

const form: Form = {
  version: 1,
  outcomes: [
    {
      code: 'interviewed',
      label: '已入户',
      takes_children: true,
      settles: true,
      asks_return: false,
      household_state: 'resident',
    },
    {
      code: 'nobody_home',
      label: '家中无人',
      takes_children: false,
      settles: false,
      asks_return: true,
      household_state: null,
    },
    {
      code: 'moved',
      label: '已搬走',
      takes_children: true,
      settles: true,
      asks_return: false,
      household_state: 'moved',
    },
  ],
  groups: [{ code: 'at_school', label: '在上学' }],
  situations: [
    {
      code: 'in_school',
      label: '在校就读',
      group: 'at_school',
      out_of_school: false,
      fields: [question('school_code'), question('grade')],
    },
    {
      code: 'unregistered',
      label: '在校无学籍',
      group: 'at_school',
      out_of_school: false,
      fields: [
        question('school_code', 'one_of'),
        question('school_name', 'one_of'),
        question('grade'),
      ],
    },
    {
      code: 'working',
      label: '务工',
      group: 'other',
      out_of_school: true,
      fields: [question('since', 'must'), question('reason', 'must', 'R03')],
    },
  ],
  household: [question('head_name', 'must'), question('phone')],
  child: [
    question('name', 'must'),
    question('id_no'),
    question('guardian_phone'),
  ],
  days_ahead: 1,
  days_before: 30,
  photos_most: 6,
}

const child = (
  student_id: number,
  more: Partial<DoorChild> = {},
): DoorChild => ({
  student_id,
  version: 4,
  name: `样例${student_id}`,
  sex: '1',
  birth_date: '2016-05-05',
  id_kind: '1',
  id_no: '230381************',
  id_no_state: 'ok',
  nation: null,
  relation: '20',
  situation: null,
  situation_at: null,
  enrolment_state: 'enrolled',
  school_code: '2100000001',
  school_name: '样例小学',
  grade: '13',
  class: '2',
  guardian_id: 70,
  guardian_version: 2,
  guardian_name: null,
  guardian_relation: null,
  guardian_phone: null,
  open_case_id: null,
  previous: null,
  defaults: {
    situation: 'in_school',
    reason: null,
    school_code: '2100000001',
    school_name: '样例小学',
    grade: '13',
    class: null,
    since: null,
  },
  ...more,
})

const door = (children: DoorChild[] = [child(1), child(2)]): Door => ({
  round_id: 9,
  household: {
    id: 5,
    version: 3,
    division: '230381100001',
    division_name: '样例村',
    head_name: '样例户主',
    register_no: null,
    address: null,
    phone: '13800000000',
    state: 'resident',
    note: null,
  },
  visit: null,
  children,
  version: 3,
})

const now = new Date('2026-08-20T06:05:09Z')
const interviewed = (children?: DoorChild[]) => {
  const there = door(children)
  return { there, draft: { ...begin(there), outcome: 'interviewed' } }
}

describe('a draft', () => {
  it('begins without an outcome', () => {
    expect(gaps(form, begin(door())).map(({ says }) => says)).toEqual([
      '先选入户结果',
    ])
  })
  it('wants every child of a house where people live', () => {
    const { draft } = interviewed()
    expect(gaps(form, draft).map((gap) => gap.child)).toEqual(['s1', 's2'])
  })
  it('does not want the children of a family that moved', () => {
    expect(gaps(form, { ...begin(door()), outcome: 'moved' })).toEqual([])
  })
  it('takes the suggested situation with its answers in one step', () => {
    const { draft, there } = interviewed()
    choose(form, draft.children[0]!, 'in_school', there.children[0]!.defaults)
    expect(draft.children[0]!.answers).toEqual({
      school_code: '2100000001',
      grade: '13',
    })
  })
  it('proposes nothing of one situation for another', () => {
    const { draft, there } = interviewed()
    choose(
      form,
      draft.children[0]!,
      'unregistered',
      there.children[0]!.defaults,
    )
    expect(draft.children[0]!.answers).toEqual({})
  })
  it('proposes the reason that the form proposes', () => {
    const { draft } = interviewed()
    choose(form, draft.children[0]!, 'working', undefined)
    expect(draft.children[0]!.answers).toEqual({ reason: 'R03' })
  })
  it('names what a situation still wants', () => {
    const { draft } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'working', undefined)
    expect(gaps(form, draft).map(({ name }) => name)).toEqual(['since'])
  })
  it('is content with one of several answers', () => {
    const { draft } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'unregistered', undefined)
    expect(gaps(form, draft)).toHaveLength(1)
    draft.children[0]!.answers.school_name = '外地样例小学'
    expect(gaps(form, draft)).toEqual([])
  })
  it('wants the name of a new child, no number', () => {
    const { draft } = interviewed([])
    draft.children.push(newChild('n0'))
    choose(form, draft.children[0]!, 'in_school', undefined)
    expect(gaps(form, draft).map(({ name }) => name)).toEqual(['name'])
  })
})

describe('what is sent', () => {
  it('is the visit, its time in Beijing, and what was answered', () => {
    const { draft, there } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'in_school', there.children[0]!.defaults)
    expect(body(form, there, draft, now)).toEqual({
      round_id: 9,
      visited_at: '2026-08-20T14:05:09+08:00',
      outcome: 'interviewed',
      household: { id: 5, base_version: 3 },
      children: [
        {
          student_id: 1,
          base_version: 4,
          situation: 'in_school',
          school_code: '2100000001',
          grade: '13',
        },
      ],
    })
  })
  it('leaves out children that nobody told of', () => {
    const { draft, there } = interviewed()
    choose(form, draft.children[1]!, 'in_school', undefined)
    const sent = body(form, there, draft, now).children ?? []
    expect(sent.map(({ student_id }) => student_id)).toEqual([2])
  })
  it('holds no children where the outcome takes none', () => {
    const { draft, there } = interviewed()
    choose(form, draft.children[0]!, 'in_school', undefined)
    draft.outcome = 'nobody_home'
    draft.returnAt = '2026-08-21T18:00:00+08:00'
    const sent = body(form, there, draft, now)
    expect(sent.children).toBeUndefined()
    expect(sent.return_at).toBe('2026-08-21T18:00:00+08:00')
  })
  it('drops answers that the situation no longer asks', () => {
    const { draft, there } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'working', undefined)
    draft.children[0]!.answers.since = '2026-03-01'
    choose(form, draft.children[0]!, 'in_school', there.children[0]!.defaults)
    expect(body(form, there, draft, now).children?.[0]).not.toHaveProperty(
      'since',
    )
  })
  it('names the guardian whose phone was changed', () => {
    const { draft, there } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'in_school', undefined)
    draft.children[0]!.data.guardian_phone = '13900000000'
    expect(body(form, there, draft, now).children?.[0]).toMatchObject({
      guardian_id: 70,
      guardian_version: 2,
      guardian_phone: '13900000000',
    })
  })
  it('never sends a masked number back', () => {
    const { draft, there } = interviewed([child(1)])
    choose(form, draft.children[0]!, 'in_school', undefined)
    expect(JSON.stringify(body(form, there, draft, now))).not.toContain('*')
  })
})

describe('a correction', () => {
  const visit = {
    uuid: '11111111-1111-4111-8111-111111111111',
    visited_at: '2026-08-19T10:00:00+08:00',
    outcome: 'interviewed',
    note: '样例备注',
    return_at: null,
    latitude: null,
    longitude: null,
    accuracy: null,
    children: [
      {
        student_id: 1,
        name: '样例1',
        situation: 'working',
        reason: 'R03',
        school_code: null,
        school_name: null,
        grade: null,
        class: null,
        since: '2026-03-01',
        note: null,
        case_id: 3,
      },
    ],
  } as unknown as Visit

  it('begins with what was saved, and says what it corrects', () => {
    const there = door()
    const sent = body(form, there, correct(form, there, visit), now)
    expect(sent).toMatchObject({
      visited_at: '2026-08-19T10:00:00+08:00',
      supersedes: visit.uuid,
      note: '样例备注',
      children: [
        {
          student_id: 1,
          situation: 'working',
          reason: 'R03',
          since: '2026-03-01',
        },
      ],
    })
  })
  it('keeps a child that has left the house since', () => {
    const there = door([child(2)])
    const draft = correct(form, there, visit)
    expect(draft.children.map(({ name }) => name)).toEqual(['样例2', '样例1'])
  })
})
