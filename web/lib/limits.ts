import { doesNotProve, type Status } from '@touchstone/verify'
import type { SettlementDetails } from './api'

const NEVER = 'That an answer is true, useful or safe.'

/** What this settlement's evidence does not establish, worst gaps first. A question nobody looked at is not established. */
export function listLimits(settlement: Pick<SettlementDetails, 'questions' | 'outcome'>): string[] {
  if (settlement.outcome === 'rejected')
    return ['Anything about the payer it names: the contract refused it, and anyone can name anyone.', NEVER]
  const questions = settlement.questions.map(({ id, status }): { id: typeof id; status: Status } => ({
    id,
    status: status ?? 'absent',
  }))
  const relay = settlement.outcome === 'relayed' ? ['Which model answered behind the endpoint that was called.'] : []
  return [...doesNotProve(questions), ...relay, NEVER]
}
