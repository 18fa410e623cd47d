import type { ServiceRevision } from './types'

/** Labels that say: the model runs in an enclave. */
const ENCLAVE_LABEL = 'TeeML'

/**
 * What is wrong with a service's label: it claims in-enclave where the provider's own additionalInfo says otherwise.
 * A finding about the provider, never a failure of its clients. Null where label and derived mode agree.
 */
export function findLabelFinding({ verifiability, derivedMode, additionalInfo }: ServiceRevision): string | null {
  if (verifiability.text !== ENCLAVE_LABEL || derivedMode === 'in-enclave') return null
  switch (derivedMode) {
    case 'relayed':
      return `claims ${ENCLAVE_LABEL}, is relayed to ${findEndpoint(additionalInfo?.text) ?? 'an outside endpoint'}`
    case 'none':
      return `claims ${ENCLAVE_LABEL}, names no enclave`
    default:
      return `claims ${ENCLAVE_LABEL}, but what it runs in cannot be read from the chain`
  }
}

/** `<ProviderType>:<ProviderIdentity>`, as the broker signs it. Both come from the provider: plain words alone pass. */
function findEndpoint(additionalInfo: string | undefined): string | undefined {
  const info = parse(additionalInfo)
  const parts = [info?.ProviderType, info?.ProviderIdentity]
  return parts.every((part) => typeof part === 'string' && /^[\w.-]{1,40}$/.test(part)) ? parts.join(':') : undefined
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
