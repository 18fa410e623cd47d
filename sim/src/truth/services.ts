import type { Service } from '../traffic/terms.js'
import { openProvider } from './providers.js'
import { storedText } from './text.js'
import { type Calldata, closedAt, openedAt, type Place, type Truth } from './truth.js'

const NO_SIGNER = `0x${'0'.repeat(40)}`
/** Most characters that are kept of each text. */
export const MOST = { name: 512, url: 2048, info: 4096 }

interface ServiceAt {
  contract: string
  provider: string
  /** Whether this contract's service is the provider's current one. */
  isInUse: boolean
}

/** A service was registered or changed. What only calldata carries is known only where it can be read. */
export function tellService(
  truth: Truth,
  place: Place,
  { contract, provider, isInUse, service, calldata }: ServiceAt & { service: Service; calldata: Calldata },
): void {
  openProvider(truth, place, provider)
  const subject = `${contract} ${provider}`
  const former = truth.findOpen('service_revision', subject)?.row
  const isRead = calldata !== 'unavailable'
  const next = {
    provider_id: provider,
    contract,
    service_type: storedText(service.serviceType, MOST.name),
    url: storedText(service.url, MOST.url),
    model: storedText(service.model, MOST.name),
    verifiability: storedText(service.verifiability, MOST.name),
    input_price: service.inputPrice,
    output_price: service.outputPrice,
    calldata,
    additional_info: isRead ? storedText(service.additionalInfo, MOST.info) : null,
    tee_signer: isRead ? service.signer : null,
    derived_mode: isRead ? service.terms.mode : 'unknown',
    pricing: isRead ? service.terms.pricing : 'unreadable',
  }
  truth.end('service_revision', subject, { ...closedAt(place), to_time: place.blockTime })
  const id = `${provider}-${place.blockNumber}-${place.logIndex}`
  truth.begin('service_revision', subject, id, {
    ...next,
    ...openedAt(place),
    from_time: place.blockTime,
    to_time: null,
  })
  if (isInUse) truth.put('provider', provider, { current_service_id: id })
  const counted = ['service_type', 'model', 'verifiability', 'tee_signer', 'additional_info'] as const
  // What could not be read counts as changed: nobody must believe an acknowledgement that may be gone.
  const isKept =
    former && isRead && former.additional_info !== null && counted.every((name) => former[name] === next[name])
  if (isKept) return
  putAcknowledgement(truth, place, subject, {
    provider_id: provider,
    contract,
    signer: next.tee_signer ?? NO_SIGNER,
    acknowledged: false,
    cause: 'reset',
  })
}

export function endService(truth: Truth, place: Place, { contract, provider, isInUse }: ServiceAt): void {
  openProvider(truth, place, provider)
  truth.end('service_revision', `${contract} ${provider}`, { ...closedAt(place), to_time: place.blockTime })
  if (isInUse) truth.put('provider', provider, { current_service_id: null })
}

/** The contract owner's word, which names the signer: that completes a revision whose calldata could not be read. */
export function tellAcknowledgement(
  truth: Truth,
  place: Place,
  what: { contract: string; provider: string; signer: string; acknowledged: boolean },
): void {
  const { contract, provider, signer, acknowledged } = what
  openProvider(truth, place, provider)
  const subject = `${contract} ${provider}`
  putAcknowledgement(truth, place, subject, { provider_id: provider, contract, signer, acknowledged, cause: 'owner' })
  const service = truth.findOpen('service_revision', subject)
  if (service?.row.tee_signer === null) truth.put('service_revision', service.id, { tee_signer: signer })
}

/** Whether the owner stands behind the signer of the service as it is now. */
export function isAcknowledged(truth: Truth, contract: string, provider: string): boolean {
  const subject = `${contract} ${provider}`
  if (!truth.findOpen('service_revision', subject)) return false
  return truth.findOpen('signer_acknowledgement', subject)?.row.acknowledged === true
}

function putAcknowledgement(truth: Truth, place: Place, subject: string, row: Parameters<Truth['put']>[2]): void {
  const id = `${row.provider_id}-${place.blockNumber}-${place.logIndex}`
  const { blockNumber, logIndex, txHash } = place
  const at = { from_block: blockNumber, from_log_index: logIndex, tx_hash: txHash }
  truth.begin('signer_acknowledgement', subject, id, { ...row, ...at })
}
