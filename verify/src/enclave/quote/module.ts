/** Step four: the TDX module is Intel's. Neither DCAP library looks at it, so this rule is ours alone. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { findSvnState, refuseRevoked } from './levels.js'
import { joinModule, type TcbState } from './status.js'
import { refused, type Stop, unavailable } from './stop.js'
import type { ModuleRule, TcbInfo } from './tcb.js'
import type { TdxQuote } from './types.js'

/**
 * Compares signer and attributes of the module with the TCB info, and joins the TCB state of its version to `state`.
 * TEE_TCB_SVN holds the module's version in its first byte and its major version in the second: 0 is the module of
 * `tdxModule` without levels of its own, any other is `TDX_xx` in `tdxModuleIdentities`.
 */
export function judgeModule(quote: TdxQuote, tcbInfo: TcbInfo, state: TcbState): TcbState | Stop {
  const running = quote.teeTcbSvn2 === null ? [] : [quote.teeTcbSvn2]
  let joined = state
  for (const svn of [quote.teeTcbSvn, ...running]) {
    const found = judgeVersion(quote, svn, tcbInfo)
    if ('kind' in found) return found
    joined = joinModule(joined, found)
  }
  return joined
}

function judgeVersion(quote: TdxQuote, svn: Uint8Array, tcbInfo: TcbInfo): TcbState | Stop {
  const [isvSvn = 0, major = 0] = svn
  if (major === 0) {
    if (tcbInfo.tdxModule === undefined) return missing('tdxModule')
    return judgeSigner(quote, tcbInfo.tdxModule) ?? { status: 'UpToDate', advisories: [] }
  }
  const id = `TDX_${major.toString(16).padStart(2, '0').toUpperCase()}`
  const identity = tcbInfo.tdxModuleIdentities?.find((entry) => entry.id.toUpperCase() === id)
  if (identity === undefined) return missing(id)
  const wrong = judgeSigner(quote, identity)
  if (wrong) return wrong
  const state = findSvnState(isvSvn, identity.tcbLevels)
  if (state === null) return unavailable('module-identity', `Intel lists no level for version ${isvSvn} of ${id}.`)
  const judged = refuseRevoked(state)
  return 'kind' in judged ? { ...judged, step: 'module-identity' } : judged
}

function judgeSigner(quote: TdxQuote, rule: ModuleRule): Stop | null {
  const mask = hexToBytes(rule.attributesMask)
  const under = (bytes: Uint8Array) => bytesToHex(bytes.map((byte, at) => byte & (mask[at] ?? 0)))
  const compared = [
    { name: 'MRSIGNERSEAM', expected: rule.mrsigner.toLowerCase(), found: bytesToHex(quote.mrSignerSeam) },
    { name: 'attributes', expected: under(hexToBytes(rule.attributes)), found: under(quote.seamAttributes) },
  ]
  const wrong = compared.find(({ expected, found }) => expected !== found)
  if (wrong === undefined) return null
  const { name, expected, found } = wrong
  return refused('module-identity', `The TDX module is not Intel's: its ${name} differs.`, { expected, found })
}

function missing(id: string): Stop {
  return unavailable('module-identity', `Intel's TCB info does not describe the module "${id}".`)
}
