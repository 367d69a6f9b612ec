/* Answers as one line for the eye. */
import { spoken } from '@shared/form'
import type { Question } from './types'

/* 虎林市某小学 · 小学三年级 · 2班. */
export function line(
  questions: Question[],
  answers: Record<string, unknown>,
): string {
  const said = questions
    .filter(({ name }) => name !== 'school_code' || !answers.school_name)
    .map((question) => {
      const value = answers[question.name]
      if (typeof value !== 'string' || value === '') return ''
      if (question.name === 'class')
        return value.endsWith('班') ? value : `${value}班`
      return question.type === 'date'
        ? `${question.label} ${value}`
        : spoken(question, value)
    })
  return said.filter((part) => part !== '').join('\u00a0· ')
}
