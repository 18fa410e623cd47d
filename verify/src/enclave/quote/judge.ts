import type { QuoteRoot } from '../../trust.js'
import { judgeAttributes } from './attributes.js'
import { judgeCollateral } from './inForce.js'
import { judgeQuotingEnclave, judgeTcb } from './levels.js'
import { judgeModule } from './module.js'
import { parseSignedQuote, type SignedQuote } from './parse.js'
import { judgePlatform } from './platform.js'
import { QuoteError } from './reader.js'
import { refused, type Stop, unavailable } from './stop.js'
import type { Collateral, QuoteJudgement } from './types.js'
import { findDissent } from './verifiers.js'

export interface QuoteContext {
  collateral: Collateral | null
  /** Time for which to judge, in milliseconds. Judge twice to know a quote both as observed and as of now. */
  at: number
  roots: readonly QuoteRoot[]
}

/**
 * Judges a quote by Intel's DCAP rules at a given time, without any other input. Our own rules go first and find whose
 * the failure is; the DCAP libraries that the root names go last and must agree. `genuine` says nothing about the TCB
 * status beyond "not revoked": that is data for whoever asks.
 *
 * @throws never for any bytes or collateral; only for bugs of ours.
 */
export async function judgeQuote(bytes: Uint8Array, { collateral, at, roots }: QuoteContext): Promise<QuoteJudgement> {
  const signed = readQuote(bytes)
  if (isStop(signed)) return signed
  const { quote } = signed
  const platform = judgePlatform(signed, roots, collateral?.pck_certificate_chain ?? null)
  if (isStop(platform)) return platform
  const inForce = judgeCollateral(quote, platform, collateral, at)
  if (isStop(inForce)) return inForce
  const foreign = judgeQuotingEnclave(platform.qe, inForce.qeIdentity)
  if (foreign) return foreign
  const tcb = judgeTcb(quote, platform, inForce)
  if (isStop(tcb)) return tcb
  const state = quote.kind === 'tdx' ? judgeModule(quote, inForce.tcbInfo, tcb) : tcb
  if (isStop(state)) return state
  const open = judgeAttributes(quote)
  if (open) return open
  const { root, pck } = platform
  const dissent = await findDissent(bytes, forLibraries(quote.pckChain, collateral), at, root, tcb)
  if (dissent) return dissent
  return {
    kind: 'genuine',
    quote,
    root: root.name,
    verifiers: root.verifiers,
    tcbStatus: state.status,
    advisories: state.advisories,
    ppid: pck.ppid,
    fmspc: pck.fmspc,
  }
}

function readQuote(bytes: Uint8Array): SignedQuote | Stop {
  try {
    return parseSignedQuote(bytes)
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error
    const { kind, field, expected, found } = error
    if (kind === 'unsupported') return unavailable('quote-form', `This verifier does not read it: ${error.message}.`)
    return refused('quote-form', `The quote is not well-formed at its ${field}.`, { expected, found })
  }
}

// The libraries prefer a chain in the collateral; ours is the one in the quote wherever there is one.
function forLibraries(ownChain: string | null, collateral: Collateral | null): Collateral {
  if (collateral === null) throw new TypeError('Collateral in force cannot be missing.')
  const { pck_certificate_chain, ...rest } = collateral
  return ownChain === null ? { ...rest, pck_certificate_chain: pck_certificate_chain ?? null } : rest
}

function isStop<T extends object>(found: T | Stop): found is Stop {
  return 'kind' in found && 'step' in found
}
