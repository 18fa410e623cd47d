import type { ServiceRevision } from '@touchstone/store/model'

/** What can be known of a service from its additionalInfo. */
export interface ServiceTerms {
  /** in-enclave | relayed | none | unknown */
  derivedMode: ServiceRevision['derivedMode']
  /** plain, or why a fee cannot be recomputed from the listed prices. */
  pricing: 'plain' | 'tiers' | 'cache' | 'denomination' | 'multi-model' | 'unreadable'
  targetTeeAddress: string | null
}

const UNREADABLE: ServiceTerms = { derivedMode: 'unknown', pricing: 'unreadable', targetTeeAddress: null }
const NATIVE_DENOMINATIONS = new Set(['', '0G', 'A0GI', 'NEURON', 'NATIVE'])

/**
 * Reads the JSON that a provider writes into `additionalInfo`. It is the provider's word and attacker-controlled: of
 * 2025 it was an opaque string, so that failing to parse is normal.
 */
export function readServiceTerms(additionalInfo: string | null): ServiceTerms {
  const info = additionalInfo === null ? undefined : findJsonObject(additionalInfo)
  if (!info) return UNREADABLE
  return { derivedMode: deriveMode(info), pricing: derivePricing(info), targetTeeAddress: findTarget(info) }
}

/** The object that a JSON text holds; undefined for anything else. */
export function findJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * The trust mode, from the broker's own rule: not separated is in-enclave, separated with a verifier is a relay, separated
 * without one says nothing about the model. Only an explicit `false` counts as not separated: reading a missing field as
 * in-enclave would let silence raise the claim.
 */
function deriveMode(info: Record<string, unknown>): ServiceTerms['derivedMode'] {
  if (info.ProviderType === 'centralized') return 'relayed'
  if (info.TargetSeparated === false) return 'in-enclave'
  if (info.TargetSeparated !== true) return 'unknown'
  const verifier = info.TEEVerifier ?? ''
  if (typeof verifier !== 'string') return 'unknown'
  return verifier === '' ? 'none' : 'relayed'
}

function derivePricing(info: Record<string, unknown>): ServiceTerms['pricing'] {
  if (isPresent(info.tieredPricing)) return 'tiers'
  if (isPresent(info.cacheTokenBilling)) return 'cache'
  const denomination = info.priceDenomination ?? ''
  if (typeof denomination !== 'string' || !NATIVE_DENOMINATIONS.has(denomination.toUpperCase())) return 'denomination'
  if (isPresent(info.MultiModel)) return 'multi-model'
  return 'plain'
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false
}

function findTarget(info: Record<string, unknown>): string | null {
  const target = info.TargetTeeAddress
  if (info.TargetSeparated !== true || typeof target !== 'string') return null
  return /^0x[0-9a-fA-F]{40}$/.test(target) ? target.toLowerCase() : null
}
