import { FineTuningSettlement } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactState } from '../state'

/** A fine-tuning provider was paid: what its own contract says. No account of an inference contract is touched. */
export function applyFineTuningSettled(state: FactState, { at, ...event }: EventOf<'fine-tuning-settled'>) {
  const { payer, provider, deliverable, fee, acknowledged, nonce } = event
  const { blockNumber, blockTime, txHash, logIndex, contract } = at
  const what = { contract, payer, provider, deliverable, fee, acknowledged, nonce }
  const id = `${blockNumber}-${logIndex}`
  state.fineTuningSettlements.put(new FineTuningSettlement({ id, ...what, blockNumber, blockTime, txHash, logIndex }))
}
