/** Step three: nothing of the platform is revoked; which TCB level Intel gives it. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { CollateralInForce } from './inForce.js'
import type { EnclaveReport } from './layout.js'
import type { Platform } from './platform.js'
import { isKnownStatus, joinStates, type TcbState } from './status.js'
import { refused, type Stop, unavailable } from './stop.js'
import type { QeIdentity, SvnLevel, TcbInfo } from './tcb.js'
import type { Quote } from './types.js'

/** What is not Intel's quoting enclave cannot vouch for a key. */
export function judgeQuotingEnclave(qe: EnclaveReport, identity: QeIdentity): Stop | null {
  const mrSigner = bytesToHex(qe.mrSigner)
  const checks: [string, string, string][] = [
    ['MRSIGNER', identity.mrsigner.toLowerCase(), mrSigner],
    ['ISVPRODID', `${identity.isvprodid}`, `${qe.isvProdId}`],
    ['MISCSELECT', ...masked(identity.miscselect, identity.miscselectMask, littleEndian(qe.miscSelect))],
    ['attributes', ...masked(identity.attributes, identity.attributesMask, qe.attributes)],
  ]
  if (((qe.attributes[0] ?? 0) & 2) !== 0) return refused('quote-chain', 'The quoting enclave can be debugged.')
  const wrong = checks.find(([, expected, found]) => expected !== found)
  if (wrong === undefined) return null
  const [name, expected, found] = wrong
  return refused('quote-chain', `The quoting enclave is not Intel's: its ${name} differs.`, { expected, found })
}

/** The platform's TCB state; a stop where it is revoked or where Intel's lists do not know it. */
export function judgeTcb(quote: Quote, platform: Platform, collateral: CollateralInForce): TcbState | Stop {
  const { leaf, issuer } = platform.chain
  if (collateral.pckCrl.revoked.has(leaf.serial)) return revoked(`Intel revoked the PCK certificate ${leaf.serial}.`)
  if (collateral.rootCrl.revoked.has(issuer.serial)) return revoked(`Intel revoked the authority ${issuer.serial}.`)
  const platformState = findPlatformState(quote, platform, collateral.tcbInfo)
  if (platformState === null) return unknown("The TCB info has no level for this platform's versions.")
  const qeState = findSvnState(platform.qe.isvSvn, collateral.qeIdentity.tcbLevels)
  if (qeState === null) return unknown("The QE identity has no level for this quoting enclave's version.")
  return refuseRevoked(joinStates(platformState, qeState))
}

/** The state itself unless it is revoked or of a word that nobody knows. */
export function refuseRevoked(state: TcbState): TcbState | Stop {
  if (state.status === 'Revoked') return revoked("Intel revoked this platform's TCB level.")
  return isKnownStatus(state.status) ? state : unknown(`TCB status "${state.status}" is not known to this verifier.`)
}

/** The first level that the version reaches; null where it is below them all. */
export function findSvnState(svn: number, levels: readonly SvnLevel[]): TcbState | null {
  return toState(levels.find(({ tcb }) => svn >= tcb.isvsvn))
}

function findPlatformState(quote: Quote, { pck }: Platform, { tcbLevels }: TcbInfo): TcbState | null {
  const level = tcbLevels.find(({ tcb }) => {
    if (pck.pceSvn < tcb.pcesvn || !reaches(pck.cpuSvn, tcb.sgxtcbcomponents)) return false
    return quote.kind === 'sgx' || reaches(quote.teeTcbSvn, tcb.tdxtcbcomponents ?? null)
  })
  return toState(level)
}

function reaches(found: Uint8Array, asked: readonly { svn: number }[] | null): boolean {
  return asked !== null && found.length === asked.length && asked.every(({ svn }, at) => (found[at] ?? 0) >= svn)
}

function toState(level: { tcbStatus: string; advisoryIDs?: string[] } | undefined): TcbState | null {
  return level === undefined ? null : { status: level.tcbStatus, advisories: level.advisoryIDs ?? [] }
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24)
}

function revoked(why: string): Stop {
  return refused('tcb-not-revoked', why)
}

function unknown(why: string): Stop {
  return unavailable('tcb-not-revoked', why)
}

function masked(expected: string, mask: string, found: Uint8Array): [string, string] {
  const bits = hexToBytes(mask)
  const under = (bytes: Uint8Array) => bytesToHex(bytes.map((byte, at) => byte & (bits[at] ?? 0)))
  return [under(hexToBytes(expected)), under(found)]
}
