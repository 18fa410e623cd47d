import { events, functions } from '../../abi/InferenceServing'
import { functions as functions2025 } from '../../abi/InferenceServing2025'
import { decodeEvent } from '../abi/decode'
import { type ContractCall, pickCalls } from '../calls'
import type { ChainLog } from '../chain'
import type { LoggedService, ServiceExtras, ServiceUpdatedEvent } from '../event'
import { parseAddress, toStorableText } from '../text'

/** The contract allows 4096 bytes of additionalInfo. */
const MAX_INFO = 4096
const MAX_URL = 2048
const MAX_NAME = 512

/** A service as registered or changed, without signer and additionalInfo, which the log lacks. */
export function decodeServiceUpdated(log: ChainLog): LoggedService {
  const decoded = decodeEvent(events.ServiceUpdated, log)
  return {
    kind: 'service-updated',
    provider: parseAddress(decoded.service),
    serviceType: toStorableText(decoded.serviceType, MAX_NAME),
    url: toStorableText(decoded.url, MAX_URL),
    model: toStorableText(decoded.model, MAX_NAME),
    verifiability: toStorableText(decoded.verifiability, MAX_NAME),
    inputPrice: decoded.inputPrice,
    outputPrice: decoded.outputPrice,
  }
}

const UPDATES = [functions.addOrUpdateService, functions2025.addOrUpdateService]

/**
 * Gives the updates of one contract in one transaction what only their calls say: the k-th log is of the k-th call. Where
 * there are not as many calls as logs, none is paired; where one pair disagrees, that one has no extras.
 */
export function joinServices(
  logs: readonly LoggedService[],
  calls: readonly ContractCall[],
  contract: string,
): ServiceUpdatedEvent[] {
  const updates = logs.length === 0 ? [] : pickCalls(calls, contract, UPDATES)
  return logs.map((service, k) => {
    const call = updates.length === logs.length ? updates[k] : undefined
    const extras = call !== undefined && call.from === service.provider ? findExtras(call.input, service) : null
    if (call === undefined || extras === null) return { ...service, extras: null, calldata: 'unavailable' }
    return { ...service, extras, calldata: call.source }
  })
}

function findExtras(input: string, logged: LoggedService): ServiceExtras | null {
  try {
    const params = decodeUpdate(input)
    const agrees =
      toStorableText(params.serviceType, MAX_NAME) === logged.serviceType &&
      toStorableText(params.url, MAX_URL) === logged.url &&
      toStorableText(params.model, MAX_NAME) === logged.model &&
      toStorableText(params.verifiability, MAX_NAME) === logged.verifiability &&
      params.inputPrice === logged.inputPrice &&
      params.outputPrice === logged.outputPrice
    if (!agrees) return null
    return {
      additionalInfo: toStorableText(params.additionalInfo, MAX_INFO),
      teeSigner: params.teeSignerAddress === null ? null : parseAddress(params.teeSignerAddress),
    }
  } catch {
    // Calldata is attacker-controlled: what this decoder cannot read stays unknown.
    return null
  }
}

/** Until October 2025 a service had no key of its own. */
function decodeUpdate(input: string) {
  if (functions.addOrUpdateService.is(input)) return functions.addOrUpdateService.decode(input).params
  return { ...functions2025.addOrUpdateService.decode(input).params, teeSignerAddress: null }
}

export function decodeServiceRemoved(log: ChainLog) {
  return { kind: 'service-removed' as const, provider: parseAddress(decodeEvent(events.ServiceRemoved, log).service) }
}

/** The contract owner's word on a provider's signer. */
export function decodeSignerAcknowledged(log: ChainLog) {
  const { provider, teeSignerAddress, acknowledged } = decodeEvent(events.ProviderTEESignerAcknowledged, log)
  return {
    kind: 'signer-acknowledged' as const,
    provider: parseAddress(provider),
    signer: parseAddress(teeSignerAddress),
    acknowledged,
  }
}
