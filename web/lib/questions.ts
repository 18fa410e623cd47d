import { QUESTION_TITLES, QUESTIONS } from '@touchstone/verify'
import type { QuestionId } from './generated/graphql'

export { QUESTIONS }

/** The six questions: short for the head of a narrow column, name for a list, asked in the words of every verdict. */
export const QUESTION_LOOK: Readonly<Record<QuestionId, { short: string; name: string; asked: string }>> = {
  payment: { short: 'Pay', name: 'Payment', asked: QUESTION_TITLES.payment },
  signature: { short: 'Sig', name: 'Signature', asked: QUESTION_TITLES.signature },
  opening: { short: 'List', name: 'Opening', asked: QUESTION_TITLES.opening },
  content: { short: 'Bytes', name: 'Content', asked: QUESTION_TITLES.content },
  enclave: { short: 'Encl', name: 'Enclave', asked: QUESTION_TITLES.enclave },
  workload: { short: 'Code', name: 'Workload', asked: QUESTION_TITLES.workload },
}
