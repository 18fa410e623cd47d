import { ServiceRevision, SignerAcknowledgement } from '@touchstone/store/model'
import type { EventOf, Position } from '../decode/event'
import { getOrAddProvider } from './providers'
import type { FactState } from './state'

/** Whether the contract owner stands behind the provider's present signer. */
export function isAcknowledged(state: FactState, provider: string): boolean {
  const service = state.services.findOpen(provider)
  return service !== undefined && (state.acknowledgements.findOpen(provider)?.acknowledged ?? false)
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
  const service = state.services.findOpen(provider)
  if (service && service.teeSigner === null)
    state.services.amend(provider, new ServiceRevision({ ...service, teeSigner: signer }))
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
    ...what,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    txHash: at.txHash,
  })
  state.acknowledgements.open(provider, row)
}
