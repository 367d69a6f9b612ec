/*
 * The survey form as the server describes it, and what its words mean for
 * whoever fills it in, on the phone or from a sheet: which children are asked
 * about, what is suggested, what is still open.  Nothing here knows a rule of
 * its own.
 */
import type { Schema } from './schema'

export type Form = Schema<'SurveyForm'>
export type Outcome = Schema<'FormOutcome'>
export type Situation = Schema<'FormSituation'>
export type Question = Schema<'FormQuestion'>

/* Answers by the name of their question; an empty one is no answer. */
export type Answers = Record<string, string>

export const outcomeOf = (form: Form, code: string): Outcome | undefined =>
  form.outcomes.find((each) => each.code === code)

export const situationOf = (form: Form, code: string): Situation | undefined =>
  form.situations.find((each) => each.code === code)

/* What a situation asks of a child. */
export const askedBy = (form: Form, code: string): Question[] =>
  situationOf(form, code)?.fields ?? []

/* People live there, so every child of the house is asked about. */
export const asksAll = (outcome: Outcome | undefined): boolean =>
  outcome?.takes_children === true && outcome.household_state === 'resident'

/* What a code of a question means; any other value as it is. */
export const spoken = ({ options }: Pick<Question, 'options'>, value: string): string =>
  options.find(({ code }) => code === value)?.label ?? value

/* Those members of a record that answer one of the questions. */
export function answersIn(record: object, questions: Question[]): Answers {
  const members = record as Record<string, unknown>
  const answers: Answers = {}
  for (const { name } of questions) {
    const value = members[name]
    if (typeof value === 'string' && value !== '') answers[name] = value
  }
  return answers
}

/* What the questions of a situation begin with: what is suggested of the child
 * when it is its situation that is suggested, else what the form says. */
export function suggested(
  asked: Question[],
  situation: string,
  defaults: object | null | undefined,
): Answers {
  const known = defaults as { situation?: string | null } | null | undefined
  const answers: Answers = {}
  for (const { name, default_value } of asked) if (default_value) answers[name] = default_value
  return known?.situation === situation ? { ...answers, ...answersIn(known, asked) } : answers
}

/* The questions of which one has to be answered, while none is. */
export function oneOfOpen(asked: Question[], answers: Answers): Question[] {
  const oneOf = asked.filter(({ need }) => need === 'one_of')
  return oneOf.some(({ name }) => answers[name]) ? [] : oneOf
}
