import type { SettlementDetails } from './api'

const NEVER = 'That an answer is true, useful or safe.'

/** What this settlement's evidence does not establish: what the verifier says, and what no evidence of its kind can show. */
export function listLimits(settlement: Pick<SettlementDetails, 'doesNotProve' | 'outcome'>): string[] {
  if (settlement.outcome === 'rejected')
    return ['Anything about the payer it names: the contract refused it, and anyone can name anyone.', NEVER]
  const relay = settlement.outcome === 'relayed' ? ['Which model answered behind the endpoint that was called.'] : []
  return [...settlement.doesNotProve, ...relay, NEVER]
}
