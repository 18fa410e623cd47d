import { ServiceRevision, SignerAcknowledgement } from '@touchstone/store/model'
import type { EventOf, Position } from '../../decode/event'
import { atContract, type FactState } from '../state'
import { getOrAddProvider } from './providers'

/** Whether the contract owner stands behind the provider's present signer. */
export function isAcknowledged(state: FactState, contract: string, provider: string): boolean {
  const key = atContract(contract, provider)
  return state.services.findOpen(key) !== undefined && (state.acknowledgements.findOpen(key)?.acknowledged ?? false)
}

/** The contract drops the acknowledgement without a log: at a registration and at most changes of a service. */
export function resetAcknowledgement(state: FactState, provider: string, signer: string, at: Position) {
  putAcknowledgement(state, provider, at, { signer, acknowledged: false, cause: 'reset' })
}

/**
 * ProviderTEESignerAcknowledged: the contract owner's act. It names the signer that the service holds, which completes a
 * revision whose calldata could not be read.
 */
export function applySignerAcknowledged(state: FactState, event: EventOf<'signer-acknowledged'>) {
  const { provider, signer, acknowledged, at } = event
  putAcknowledgement(state, provider, at, { signer, acknowledged, cause: 'owner' })
  const key = atContract(at.contract, provider)
  const service = state.services.findOpen(key)
  if (service && service.teeSigner === null)
    state.services.amend(key, new ServiceRevision({ ...service, teeSigner: signer }))
}

function putAcknowledgement(
  state: FactState,
  provider: string,
  at: Position,
  what: Pick<SignerAcknowledgement, 'signer' | 'acknowledged' | 'cause'>,
) {
  const row = new SignerAcknowledgement({
    id: `${provider}-${at.blockNumber}-${at.logIndex}`,
    provider: getOrAddProvider(state, provider, at),
    contract: at.contract,
    ...what,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    txHash: at.txHash,
  })
  state.acknowledgements.open(atContract(at.contract, provider), row)
}
