import { CHECK_TITLES, type Check, QUESTION_TITLES, type Question } from '@touchstone/verify'
import type { Judged, ShownCheck } from './judged'

/** Checks with the titles that every page gives them. */
export function withTitles(checks: readonly Check<string>[]): ShownCheck[] {
  return checks.map((check) => ({ ...check, title: CHECK_TITLES[check.id] ?? check.id }))
}

/** Questions in the words of every page. */
export function withQuestionTitles(questions: readonly Question<string>[]): Judged['questions'] {
  return questions.map(({ id, status }) => ({ id, status, title: QUESTION_TITLES[id] }))
}
