import { type Fault, OUTCOMES, QUESTIONS, type QuestionId, STATUSES, type Status } from '@touchstone/verify'
import { registerEnumType } from 'type-graphql'

/** What a list shows for a settlement: a verdict's outcome, or that nobody looked yet. */
export type ShownOutcome = (typeof OUTCOMES)[number] | 'pending'
export type Finality = 'hot' | 'final'

/** GraphQL enums are registered as objects whose keys and values are the words themselves. */
function wordsOf<Word extends string>(words: readonly Word[]): Record<Word, Word> {
  return Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>
}

export const QuestionIdEnum: Record<QuestionId, QuestionId> = wordsOf(QUESTIONS)
export const StatusEnum: Record<Status, Status> = wordsOf(STATUSES)
export const FaultEnum: Record<Fault, Fault> = wordsOf(['provider', 'payer'])
export const OutcomeEnum: Record<ShownOutcome, ShownOutcome> = wordsOf([...OUTCOMES, 'pending'])
export const FinalityEnum: Record<Finality, Finality> = wordsOf(['hot', 'final'])

registerEnumType(QuestionIdEnum, { name: 'QuestionId', description: 'The six questions asked of a settlement.' })
registerEnumType(StatusEnum, {
  name: 'Status',
  description:
    'pass: looked, and it holds. fail: evidence of provider or payer is wrong. unavailable: could not look, will be retried. absent: nothing was published.',
})
registerEnumType(FaultEnum, { name: 'Fault', description: 'Whose evidence is wrong.' })
registerEnumType(OutcomeEnum, {
  name: 'Outcome',
  description: 'pending: not judged yet. rejected: refused by the contract, attributed to the caller alone.',
})
registerEnumType(FinalityEnum, { name: 'Finality', description: 'hot: the block can still be orphaned.' })
