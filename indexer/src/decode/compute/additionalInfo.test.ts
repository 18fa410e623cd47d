import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readServiceTerms } from './additionalInfo'

const terms = (info: unknown) => readServiceTerms(JSON.stringify(info))

describe('readServiceTerms', () => {
  it.each([
    [{ TargetSeparated: false, TEEVerifier: 'dstack' }, 'in-enclave'],
    [{ TargetSeparated: true, TEEVerifier: 'dstack' }, 'relayed'],
    [{ TargetSeparated: true, TEEVerifier: '' }, 'none'],
    [{ TargetSeparated: true }, 'none'],
    [{ TargetSeparated: false, ProviderType: 'centralized' }, 'relayed'],
    [{ TEEVerifier: 'dstack' }, 'unknown'],
    [{ TargetSeparated: 'false' }, 'unknown'],
    [{ TargetSeparated: true, TEEVerifier: 7 }, 'unknown'],
    [[], 'unknown'],
  ])('derives the mode of %j', (info, mode) => {
    expect(terms(info).derivedMode).toBe(mode)
  })

  it.each([
    [{}, 'plain'],
    [{ priceDenomination: '0G' }, 'plain'],
    [{ priceDenomination: 'USD' }, 'denomination'],
    [{ tieredPricing: { tiers: [] } }, 'tiers'],
    [{ cacheTokenBilling: { divisor: 4 } }, 'cache'],
    [{ MultiModel: true }, 'multi-model'],
    [{ MultiModel: false }, 'plain'],
    ['text', 'unreadable'],
  ])('says why a fee of %j cannot be recomputed', (info, pricing) => {
    expect(terms(info).pricing).toBe(pricing)
  })

  it('takes a second key only where the model is separated', () => {
    const TargetTeeAddress = '0xABCDEF0000000000000000000000000000000001'
    expect(terms({ TargetSeparated: true, TargetTeeAddress }).targetTeeAddress).toBe(TargetTeeAddress.toLowerCase())
    expect(terms({ TargetSeparated: false, TargetTeeAddress }).targetTeeAddress).toBeNull()
    expect(terms({ TargetSeparated: true, TargetTeeAddress: '0x12' }).targetTeeAddress).toBeNull()
  })

  it('never calls anything in-enclave that does not say so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { derivedMode } = readServiceTerms(text)
        if (derivedMode === 'in-enclave') expect(JSON.parse(text).TargetSeparated).toBe(false)
      }),
    )
    expect(readServiceTerms(null)).toEqual({ derivedMode: 'unknown', pricing: 'unreadable', targetTeeAddress: null })
  })
})
