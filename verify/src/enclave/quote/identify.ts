/** What the signatures inside a quote prove without Intel's collateral: whose machine it is, and what it measured. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import type { QuoteRoot } from '../../trust.js'
import { parseSignedQuote, type SignedQuote } from './parse.js'
import { judgePlatform } from './platform.js'
import { QuoteError } from './reader.js'
import type { Quote } from './types.js'

/** Names the collateral that a quote needs. */
export interface CollateralKey {
  tee: 'tdx' | 'sgx'
  /** Which of Intel's two authorities certified the platform: each has a revocation list of its own. */
  ca: 'platform' | 'processor'
  /** 6 bytes, hex, lower case. */
  fmspc: string
}

export interface QuotePlatform extends CollateralKey {
  /** SHA-256 of the app compose by MRCONFIGID, or MRENCLAVE of an SGX enclave; hex. Null where the quote shows none. */
  code: string | null
  /** SHA-256 of MRTD and RTMR0 to 2: firmware, kernel and image. Null for SGX. Hex. */
  system: string | null
}

/**
 * Reads the platform of a quote whose signatures hold up to a root of the trust material. Revocation, TCB and times are
 * not looked at, so that this names things and proves nothing about their state.
 *
 * @returns null where the quote cannot be read or its signatures do not hold.
 */
export function identifyPlatform(bytes: Uint8Array, roots: readonly QuoteRoot[]): QuotePlatform | null {
  const signed = read(bytes)
  if (signed === null) return null
  const platform = judgePlatform(signed, roots, null)
  if ('kind' in platform) return null
  const { quote } = signed
  return {
    tee: quote.kind,
    ca: authorityOf(platform.chain.issuer.subject),
    fmspc: platform.pck.fmspc,
    ...measure(quote),
  }
}

function read(bytes: Uint8Array): SignedQuote | null {
  try {
    return parseSignedQuote(bytes)
  } catch (error) {
    if (error instanceof QuoteError) return null
    throw error
  }
}

// Intel names them "Intel SGX PCK Platform CA" and "Intel SGX PCK Processor CA".
function authorityOf(subject: Uint8Array): CollateralKey['ca'] {
  return String.fromCharCode(...subject).includes('PCK Processor CA') ? 'processor' : 'platform'
}

/** First byte of the form of MRCONFIGID that holds the hash of the compose. */
const COMPOSE_FORM = 1

function measure(quote: Quote): Pick<QuotePlatform, 'code' | 'system'> {
  if (quote.kind === 'sgx') return { code: bytesToHex(quote.mrEnclave), system: null }
  const [rtmr0, rtmr1, rtmr2] = quote.rtmr
  const system = Uint8Array.from([...quote.mrTd, ...rtmr0, ...rtmr1, ...rtmr2])
  const { mrConfigId } = quote
  return {
    code: mrConfigId[0] === COMPOSE_FORM ? bytesToHex(mrConfigId.subarray(1, 33)) : null,
    system: bytesToHex(sha256(system)),
  }
}
