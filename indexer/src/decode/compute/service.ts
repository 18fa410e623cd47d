import { events, functions } from '../../abi/InferenceServing'
import type { ChainLog, ChainTransaction } from '../chain'
import type { ServiceExtras, ServiceUpdatedEvent } from '../event'
import { parseAddress, toStorableText } from '../text'

/** The contract allows 4096 bytes of additionalInfo. */
const MAX_INFO = 4096
const MAX_URL = 2048
const MAX_NAME = 512

/**
 * A service as registered or changed. The log lacks signer and additionalInfo: they come from the calldata, and only
 * where the provider itself called the contract and the calldata says the same as the log.
 */
export function decodeServiceUpdated(log: ChainLog, tx: ChainTransaction, proxy: string): ServiceUpdatedEvent {
  const decoded = events.ServiceUpdated.decode(log)
  const provider = parseAddress(decoded.service)
  const extras = tx.to === proxy && tx.from === provider ? findExtras(tx.input, decoded) : null
  return {
    kind: 'service-updated',
    provider,
    serviceType: toStorableText(decoded.serviceType, MAX_NAME),
    url: toStorableText(decoded.url, MAX_URL),
    model: toStorableText(decoded.model, MAX_NAME),
    verifiability: toStorableText(decoded.verifiability, MAX_NAME),
    inputPrice: decoded.inputPrice,
    outputPrice: decoded.outputPrice,
    extras,
    calldata: extras === null ? 'unavailable' : 'transaction',
  }
}

type LoggedService = ReturnType<typeof events.ServiceUpdated.decode>

function findExtras(input: string, logged: LoggedService): ServiceExtras | null {
  if (!functions.addOrUpdateService.is(input)) return null
  try {
    const { params } = functions.addOrUpdateService.decode(input)
    const agrees =
      params.serviceType === logged.serviceType &&
      params.url === logged.url &&
      params.model === logged.model &&
      params.verifiability === logged.verifiability &&
      params.inputPrice === logged.inputPrice &&
      params.outputPrice === logged.outputPrice
    if (!agrees) return null
    return {
      additionalInfo: toStorableText(params.additionalInfo, MAX_INFO),
      teeSigner: parseAddress(params.teeSignerAddress),
    }
  } catch {
    // Calldata is attacker-controlled: what this decoder cannot read stays unknown.
    return null
  }
}

export function decodeServiceRemoved(log: ChainLog) {
  return { kind: 'service-removed' as const, provider: parseAddress(events.ServiceRemoved.decode(log).service) }
}

/** The contract owner's word on a provider's signer. */
export function decodeSignerAcknowledged(log: ChainLog) {
  const { provider, teeSignerAddress, acknowledged } = events.ProviderTEESignerAcknowledged.decode(log)
  return {
    kind: 'signer-acknowledged' as const,
    provider: parseAddress(provider),
    signer: parseAddress(teeSignerAddress),
    acknowledged,
  }
}
