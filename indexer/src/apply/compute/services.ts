import { Provider, ServiceRevision } from '@touchstone/store/model'
import { readServiceTerms } from '../../decode/compute/additionalInfo'
import type { EventOf, Position } from '../../decode/event'
import { atContract, type FactContext, type FactState } from '../state'
import { resetAcknowledgement } from './acknowledgements'
import { codeInForce, keepsSignerInAccount } from './contracts'
import { getOrAddProvider } from './providers'

/** Stands in acknowledgement rows where the calldata that names the signer could not be read. */
const UNKNOWN_SIGNER = `0x${'0'.repeat(40)}`

/** A registration or change of a service: ends the revision in force and opens the next. */
export function applyServiceUpdated(state: FactState, event: EventOf<'service-updated'>, context: FactContext) {
  const { at, provider: address } = event
  const key = atContract(at.contract, address)
  const former = state.services.findOpen(key)
  const provider = getOrAddProvider(state, address, at)
  const revision = buildRevision(event, provider)
  state.services.close(key, (row) => endRevision(row, at))
  state.services.open(key, revision)
  if (isInUse(context, at.contract)) state.providers.put(new Provider({ ...provider, currentService: revision }))
  if (keepsSignerInAccount(codeInForce(state, at.contract).generation)) return
  if (former === undefined || resetsAcknowledgement(former, revision))
    resetAcknowledgement(state, address, revision.teeSigner ?? UNKNOWN_SIGNER, at)
}

/** The service is gone; if the provider registers again it starts unacknowledged. */
export function applyServiceRemoved(state: FactState, { provider: address, at }: EventOf<'service-removed'>) {
  const provider = getOrAddProvider(state, address, at)
  state.services.close(atContract(at.contract, address), (row) => endRevision(row, at))
  if (provider.currentService?.contract === at.contract)
    state.providers.put(new Provider({ ...provider, currentService: null }))
}

/** A provider's current service is the one at the contract in use, not at one that was retired. */
function isInUse(context: FactContext, contract: string): boolean {
  return context.contracts.get(contract)?.retired !== true
}

/**
 * The contract's rule: a change of type, model, verifiability, signer or additionalInfo drops the acknowledgement, one of
 * price or url does not. What could not be read counts as changed: the settlements that follow then say that the index
 * does not know, instead of claiming an acknowledgement that may be gone.
 */
function resetsAcknowledgement(former: ServiceRevision, next: ServiceRevision): boolean {
  const isUnread = next.teeSigner === null || next.additionalInfo === null || former.additionalInfo === null
  return (
    isUnread ||
    former.serviceType !== next.serviceType ||
    former.model !== next.model ||
    former.verifiability !== next.verifiability ||
    former.teeSigner !== next.teeSigner ||
    former.additionalInfo !== next.additionalInfo
  )
}

function buildRevision(event: EventOf<'service-updated'>, provider: Provider): ServiceRevision {
  const { at, extras } = event
  const terms = readServiceTerms(extras?.additionalInfo ?? null)
  return new ServiceRevision({
    id: `${event.provider}-${at.blockNumber}-${at.logIndex}`,
    provider,
    contract: at.contract,
    serviceType: event.serviceType,
    url: event.url,
    model: event.model,
    verifiability: event.verifiability,
    inputPrice: event.inputPrice,
    outputPrice: event.outputPrice,
    calldata: event.calldata,
    additionalInfo: extras?.additionalInfo ?? null,
    teeSigner: extras?.teeSigner ?? null,
    ...terms,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    fromTime: at.blockTime,
    toBlock: null,
    toLogIndex: null,
    toTime: null,
    txHash: at.txHash,
  })
}

function endRevision(row: ServiceRevision, at: Position): ServiceRevision {
  return new ServiceRevision({ ...row, toBlock: at.blockNumber, toLogIndex: at.logIndex, toTime: at.blockTime })
}
