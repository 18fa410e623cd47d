import type { SettlementDetails } from './api'
import type { QuestionId } from './generated/graphql'

/** What stays open when a question is not answered by a pass. */
const OPEN: Readonly<Record<QuestionId, string>> = {
  payment: 'That the amount moved as the contract says.',
  signature: 'That the bill was signed by a key that only the provider holds.',
  opening: 'Which requests, and how many, this bill is for.',
  content: 'What was asked and what was answered.',
  enclave: 'That the signing key lives in a genuine enclave. Without it the provider could have signed anything.',
  workload: 'Which code and which model ran.',
}

const ALWAYS = [
  'That an answer is true, useful or safe.',
  'Which bytes belong to which request id, as far as fees and usage do not settle it: there the publisher’s word stands.',
  'That nobody attacked the machine physically: a genuine enclave does not exclude that.',
]

/** What this settlement's evidence does not establish: open questions first, then what no evidence of this kind can show. */
export function listLimits(settlement: Pick<SettlementDetails, 'questions' | 'outcome'>): string[] {
  if (settlement.outcome === 'rejected') {
    return [
      'Anything about the payer it names: the contract refused it, and anyone can name anyone.',
      ...ALWAYS.slice(0, 1),
    ]
  }
  const open = settlement.questions.filter((question) => question.status !== 'pass')
  const relay = settlement.outcome === 'relayed' ? ['Which model answered behind the endpoint that was called.'] : []
  return [...open.map((question) => OPEN[question.id]), ...relay, ...ALWAYS]
}
