import { keccak256 } from '@touchstone/verify/primitives'
import { events } from '../../abi/FineTuningServing'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toBoundedHex, toStorableText } from '../text'
import type { DeliverableName, FineTuningEvent } from './event'

const MAX_URL = 2048
const MAX_NAME = 512
/** A root has 32 bytes, as hex text 66; the contract takes any number. */
const MAX_ROOT_BYTES = 1024

/**
 * A log of a FineTuningServing proxy. It shares topics with the inference contracts (BalanceUpdated and others): what is
 * not its own is not read here, and never as theirs.
 */
export function decodeFineTuningLog(log: ChainLog): FineTuningEvent | undefined {
  switch (log.topics[0]) {
    case events.FeesSettled.topic:
      return decodeSettled(log)
    case events.DeliverableAdded.topic:
      return decodeAdded(log)
    case events.DeliverableAcknowledged.topic:
      return toChange('acknowledged', decodeEvent(events.DeliverableAcknowledged, log))
    case events.DeliverableAbandoned.topic:
      return toChange('abandoned', decodeEvent(events.DeliverableAbandoned, log))
    case events.DeliverableEvicted.topic: {
      const { user, provider, evictedDeliverableId: deliverableId } = decodeEvent(events.DeliverableEvicted, log)
      return toChange('evicted', { user, provider, deliverableId })
    }
    case events.ServiceUpdated.topic:
      return decodeService(log)
    case events.ServiceRemoved.topic: {
      const { provider } = decodeEvent(events.ServiceRemoved, log)
      return { kind: 'fine-tuning-service-removed', provider: parseAddress(provider) }
    }
  }
  return undefined
}

function decodeSettled(log: ChainLog): FineTuningEvent {
  const { fee, acknowledged, nonce, ...named } = decodeEvent(events.FeesSettled, log)
  return { kind: 'fine-tuning-settled', ...toName(named), fee, acknowledged, nonce }
}

function decodeAdded(log: ChainLog): FineTuningEvent {
  const { modelRootHash, ...named } = decodeEvent(events.DeliverableAdded, log)
  return { kind: 'deliverable-added', ...toName(named), modelRootHash: toBoundedHex(modelRootHash, MAX_ROOT_BYTES) }
}

function toChange(status: 'acknowledged' | 'evicted' | 'abandoned', named: LoggedName): FineTuningEvent {
  return { kind: 'deliverable-changed', ...toName(named), status }
}

interface LoggedName {
  user: string
  provider: string
  deliverableId: string
}

function toName({ user, provider, deliverableId }: LoggedName): DeliverableName {
  return {
    payer: parseAddress(user),
    provider: parseAddress(provider),
    deliverable: toStorableText(deliverableId, MAX_NAME),
    idHash: `0x${Buffer.from(keccak256(Buffer.from(deliverableId))).toString('hex')}`,
  }
}

function decodeService(log: ChainLog): FineTuningEvent {
  const { provider, url, quota, pricePerToken, teeSignerAddress, occupied } = decodeEvent(events.ServiceUpdated, log)
  const { cpuCount, nodeMemory, gpuCount, nodeStorage, gpuType } = quota
  return {
    kind: 'fine-tuning-service',
    provider: parseAddress(provider),
    url: toStorableText(url, MAX_URL),
    quota: [cpuCount, nodeMemory, gpuCount, nodeStorage, toStorableText(gpuType, MAX_NAME)].join(','),
    pricePerToken,
    teeSigner: parseAddress(teeSignerAddress),
    occupied,
  }
}
