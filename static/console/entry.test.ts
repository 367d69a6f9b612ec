import { describe, expect, it } from 'vitest'
import { type Form } from '@shared/form'
import {
  type Answers,
  body,
  type Door,
  given,
  questions,
  read,
  type Step,
  stepOf,
  walk,
} from './entry'

const ask = (name: string, need: string, more = {}) => ({
  name,
  label: name,
  type: 'text',
  need,
  default_value: null,
  max: 60,
  options: [],
  ...more,
})
const form = {
  outcomes: [
    { code: 'home', label: '在家', takes_children: true, asks_return: false, settles: true, household_state: 'resident' },
    { code: 'nobody', label: '无人', takes_children: false, asks_return: true, settles: false, household_state: null },
  ],
  situations: [
    { code: 'in_school', label: '在校', fields: [ask('school_code', 'may'), ask('school_name', 'may')] },
    {
      code: 'dropout',
      label: '辍学',
      fields: [
        ask('since', 'one_of', { type: 'date' }),
        ask('reason', 'one_of', { type: 'code', options: [{ code: 'R01', label: '学困' }] }),
      ],
    },
  ],
  child: [ask('name', 'must'), ask('sex', 'may', { type: 'code', options: [{ code: '1', label: '男' }] })],
} as unknown as Form
const door = {
  round_id: 3,
  household: { id: 7, version: 2 },
  children: [
    {
      student_id: 11,
      version: 4,
      name: '测甲',
      defaults: { situation: 'in_school', school_name: '测小' },
    },
  ],
} as unknown as Door
const head: Answers = new Map([
  ['visitor', '测入户'],
  ['visited_on', '2026-08-18'],
])
const choice = (options: string[], proposed = ''): Step => ({
  key: 'k',
  label: 'k',
  kind: 'choice',
  must: true,
  proposed,
  options: options.map((code) => ({ code, label: code })),
})
const day: Step = { ...choice([]), kind: 'date' }

/* Types the lines in turn, and returns what was given. */
function type(...lines: string[]): Answers {
  const answers: Answers = new Map()
  for (const line of lines) {
    const { now } = walk(questions(form, door, answers), answers)
    const got = now ? read(now, line) : { error: `nothing is asked: ${line}` }
    if ('error' in got) throw new Error(got.error)
    answers.set(now?.key ?? '', got.value)
  }
  return answers
}

describe('an answer that is proposed and need not be given', () => {
  const optional: Step = {
    key: 'k', label: 'k', kind: 'text', options: [], must: false, proposed: '测小',
  }
  it('is taken by Enter, and left empty by -', () => {
    expect(read(optional, '')).toEqual({ value: '测小' })
    expect(read(optional, ' - ')).toEqual({ value: '' })
  })
  it('is a text like any other where nothing is proposed', () => {
    expect(read({ ...optional, proposed: '' }, '-')).toEqual({ value: '-' })
  })
})

describe('a sheet typed in', () => {
  it('asks for a time to come back where nobody was home, and for no child', () => {
    const answers = type('2', '20260825', '')
    expect(walk(questions(form, door, answers), answers).now).toBeNull()
    expect(body(form, door, head, answers, new Map())).toEqual({
      round_id: 3,
      visited_at: '2026-08-18T00:00:00+08:00',
      outcome: 'nobody',
      household: { id: 7, base_version: 2 },
      return_at: '2026-08-25T00:00:00+08:00',
      source: 'paper',
      visitor: '测入户',
    })
  })

  it('takes by Enter alone what the register has', () => {
    const answers = type('1', '', '', '', '')
    const sent = body(form, door, head, answers, new Map([['测小', '2123000001']]))
    expect(sent.children).toEqual([
      {
        student_id: 11,
        base_version: 4,
        situation: 'in_school',
        school_name: '测小',
        school_code: '2123000001',
      },
    ])
  })

  it('asks on for a child that nobody has registered', () => {
    const answers = type('1', '2', '', '1', '测乙', '1', '1', '', '', '')
    const sent = body(form, door, head, answers, new Map())
    expect(sent.children?.map(({ student_id, name, situation, reason }) => [
      student_id,
      name,
      situation,
      reason,
    ])).toEqual([
      [11, undefined, 'dropout', 'R01'],
      [null, '测乙', 'in_school', undefined],
    ])
  })

  it('must have one of those of which one is enough', () => {
    expect(() => type('1', '2', '', '')).toThrow('必须')
    expect(() => type('1', '2', '202603', '')).not.toThrow()
  })

  it('sends nothing of what a changed answer calls for no more', () => {
    const answers = type('1', '2', '', '1')
    answers.set('outcome', 'nobody')
    const all = given(questions(form, door, answers), answers)
    expect(body(form, door, head, all, new Map()).children).toBeUndefined()
  })

  it('leads from a refused member to its question', () => {
    const answers = type('1', '2', '', '1')
    expect(stepOf('/children/0/reason', answers)).toBe('child11.reason')
    expect(stepOf('/visited_at', answers)).toBe('visited_on')
    expect(stepOf('/children/5/reason', answers)).toBe('')
  })

  it.each([
    ['3', 'error'],
    ['0', 'error'],
    ['在', 'error'],
    ['', 'error'],
    ['２', 'b'],
  ])('reads %j as one of two', (typed, want) => {
    const got = read(choice(['a', 'b']), typed)
    expect('error' in got ? 'error' : got.value).toBe(want)
  })

  it.each([
    ['20260301', '2026-03-01'],
    ['2026.3.1', '2026-03-01'],
    ['2026年3月1日', '2026-03-01'],
    ['202603', '2026-03-01'],
    ['20260230', null],
    ['3月', null],
  ])('reads the date %j as %j', (typed, want) => {
    const got = read(day, typed)
    expect('error' in got ? null : got.value).toBe(want)
  })
})
