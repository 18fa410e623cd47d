import { parseCollateral } from '../src/enclave/quote/collateral.js'
import type { Collateral } from '../src/enclave/quote/types.js'
import { fromHex } from '../src/hex.js'
import { findFixture, findFixtureBytes } from './fixtures.js'

/** A quote of real hardware with collateral that Intel signed for its platform. */
export interface RealQuote {
  quote: Uint8Array
  collateral: Collateral
  /** A time within every window of the collateral, in milliseconds. */
  at: number
}

const SUMMER_2025 = 'tee/tdx_quote_collateral.json'
const SPRING_2026 = 'tee/tdx_quote_outdated_collateral.json'
const IN_SUMMER_2025 = Date.UTC(2025, 6, 1)
export const IN_SPRING_2026 = Date.UTC(2026, 2, 1)

/** TDX 1.0 quote of version 4: up to date in July 2025. */
export function findUpToDate(): RealQuote | undefined {
  return join(findFixtureBytes('tee/tdx_quote'), SUMMER_2025, IN_SUMMER_2025)
}

/** TDX 1.5 quote of version 5, from a platform below every level of its collateral. */
export function findBelowLevels(): RealQuote | undefined {
  return join(findFixtureBytes('tee/tdx_quote_outdated'), SPRING_2026, IN_SPRING_2026)
}

/** The quote of a dstack guest agent. */
export function findDstack(): RealQuote | undefined {
  const report = findFixture<{ quote: string }>('tee/dstack-quote-report.json')
  return join(report && fromHex(`0x${report.quote}`), SPRING_2026, IN_SPRING_2026)
}

/** The quote of a 0G provider that serves a model. */
export function findLlm(): RealQuote | undefined {
  const report = findFixture<{ intel_quote: string }>('tee/0g-llm-attestation-report.json')
  return join(report && fromHex(`0x${report.intel_quote}`), SPRING_2026, IN_SPRING_2026)
}

function join(quote: Uint8Array | undefined, name: string, at: number): RealQuote | undefined {
  const json = findFixture(name)
  return quote && json !== undefined ? { quote, collateral: parseCollateral(json), at } : undefined
}
