/** A service's label beside the trust mode that its registered facts amount to. */
import type { SettlementSubject } from '../subject.js'
import type { Observation } from '../verdict.js'
import { findService } from './inForce.js'

/** The label by which a service claims that the model itself runs in the enclave. */
const ENCLAVE_LABEL = 'TeeML'
const MEANINGS: Readonly<Record<string, string>> = {
  relayed: 'requests are relayed: the model runs outside the enclave that signs the bill',
  none: 'no enclave is registered',
}

/** Says so where the label claims more than the facts give. The settlement's own trust mode is the derived one. */
export function observeLabel({
  services,
  blockTime,
}: Pick<SettlementSubject, 'services' | 'blockTime'>): Observation[] {
  const { verifiability, derivedMode = '' } = findService(services, blockTime) ?? {}
  const meaning = Object.hasOwn(MEANINGS, derivedMode) ? MEANINGS[derivedMode] : undefined
  if (verifiability !== ENCLAVE_LABEL || meaning === undefined) return []
  const text = `The service is labelled ${ENCLAVE_LABEL}, and what it registered says otherwise: ${meaning}.`
  return [{ id: 'label-overstates', question: 'workload', text, evidence: [] }]
}
