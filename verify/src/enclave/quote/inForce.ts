/** Step two: Intel's collateral is signed by Intel, complete, of this platform and in force at the time. */
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { isSignedP256 } from '#primitives'
import { toText } from '../../time.js'
import {
  type Chain,
  ChainError,
  isEvidenceError,
  isSameBytes,
  readCertificates,
  verifyChain,
  verifyRevocationList,
} from './chain.js'
import { parseRevocationList, type RevocationList } from './crl.js'
import { findSgxExtension } from './intel.js'
import type { Platform } from './platform.js'
import { type Stop, unavailable } from './stop.js'
import { parseQeIdentity, parseTcbInfo, type QeIdentity, TcbError, type TcbInfo } from './tcb.js'
import type { Collateral, Quote } from './types.js'

/** Collateral whose signatures hold and whose windows contain the time. */
export interface CollateralInForce {
  tcbInfo: TcbInfo
  qeIdentity: QeIdentity
  rootCrl: RevocationList
  pckCrl: RevocationList
}

// Before Intel's root existed, and long after anything that is certified today.
const EARLIEST = Date.UTC(2018, 4, 21)
const LATEST = Date.UTC(2100, 0, 1)

/** Verifies the collateral; whatever is wrong with it speaks of its source, not of the quote. */
export function judgeCollateral(
  quote: Quote,
  platform: Platform,
  collateral: Collateral | null,
  at: number,
): CollateralInForce | Stop {
  if (!(at >= EARLIEST && at <= LATEST)) return stop(`The time to judge at is not a time of this century: ${at}.`)
  if (collateral === null) return stop("Intel's collateral for this platform and time is not at hand.")
  try {
    const read = readCollateral(platform, collateral)
    const late = read.windows.find(({ from, until }) => at < from || at > until)
    if (late) return stop(`${late.name} was not in force: from ${toText(late.from)} to ${toText(late.until)}.`)
    const foreign = findForeign(quote, platform, read)
    return foreign === null ? read : stop(foreign)
  } catch (error) {
    if (isEvidenceError(error) || error instanceof TcbError) return stop(error.message)
    throw error
  }
}

interface Window {
  name: string
  from: number
  until: number
}

function readCollateral(platform: Platform, collateral: Collateral): CollateralInForce & { windows: Window[] } {
  const { root, chain: pckChain } = platform
  const tcbChain = readSigner(collateral.tcb_info_issuer_chain, root.sha256, 'tcb_info_issuer_chain')
  const isShared = collateral.qe_identity_issuer_chain === collateral.tcb_info_issuer_chain
  const qeChain = isShared
    ? tcbChain
    : readSigner(collateral.qe_identity_issuer_chain, root.sha256, 'qe_identity_issuer_chain')
  verifyText(collateral.tcb_info, collateral.tcb_info_signature, tcbChain, 'tcb_info')
  verifyText(collateral.qe_identity, collateral.qe_identity_signature, qeChain, 'qe_identity')
  const rootCrl = parseRevocationList(hexToBytes(collateral.root_ca_crl), 'root_ca_crl')
  verifyRevocationList(rootCrl, pckChain.root, 'root_ca_crl')
  const authority = readAuthority(platform, collateral.pck_crl_issuer_chain)
  const pckCrl = parseRevocationList(hexToBytes(collateral.pck_crl), 'pck_crl')
  verifyRevocationList(pckCrl, authority.leaf, 'pck_crl')
  for (const { leaf } of [tcbChain, qeChain]) {
    if (rootCrl.revoked.has(leaf.serial)) throw new ChainError('The certificate that signed the TCB info is revoked.')
  }
  const tcbInfo = parseTcbInfo(collateral.tcb_info)
  const qeIdentity = parseQeIdentity(collateral.qe_identity)
  const windows = [
    { name: 'TCB info', ...tcbInfo },
    { name: 'QE identity', ...qeIdentity },
    ...[rootCrl, pckCrl].map((list, at) => ({
      name: at === 0 ? 'Root CRL' : 'PCK CRL',
      from: list.thisUpdate,
      until: list.nextUpdate,
    })),
    ...[pckChain, tcbChain, qeChain, authority].flatMap(windowsOf),
  ]
  return { tcbInfo, qeIdentity, rootCrl, pckCrl, windows }
}

// Intel's root issues the signer of these documents itself: two certificates and no authority between.
function readSigner(pem: string, rootDigest: string, field: string): Chain {
  const chain = verifyChain(readCertificates(pem, 2, field), rootDigest, field)
  if (chain.leaf.isAuthority) throw new ChainError(`${field}: its first certificate is an authority`)
  if (findSgxExtension(chain.leaf) !== null) throw new ChainError(`${field}: its first certificate is a platform's`)
  return chain
}

// The authority of the list must be the one that issued the PCK: another one's list says nothing about this platform.
function readAuthority({ root, chain }: Platform, pem: string): Chain {
  const field = 'pck_crl_issuer_chain'
  const found = verifyChain(readCertificates(pem, 2, field), root.sha256, field)
  const { issuer } = chain
  const isSame = isSameBytes(found.leaf.key.point, issuer.key.point) && isSameBytes(found.leaf.subject, issuer.subject)
  if (!isSame) throw new ChainError(`${field}: is not the authority that certified this platform`)
  return found
}

function verifyText(text: string, signature: string, chain: Chain, field: string): void {
  if (!isSignedP256(chain.leaf.key.point, utf8ToBytes(text), hexToBytes(signature))) {
    throw new ChainError(`${field}: is not signed by its issuer`)
  }
}

function windowsOf(chain: Chain): Window[] {
  return chain.certificates.map(({ notBefore, notAfter, serial }) => ({
    name: `Certificate ${serial}`,
    from: notBefore,
    until: notAfter,
  }))
}

function findForeign(quote: Quote, { pck }: Platform, { tcbInfo, qeIdentity }: CollateralInForce): string | null {
  const isTdx = quote.kind === 'tdx'
  const tcb = isTdx ? 'TDX' : 'SGX'
  const qe = isTdx ? 'TD_QE' : 'QE'
  if (tcbInfo.id !== tcb || tcbInfo.version !== 3) {
    return `The TCB info is "${tcbInfo.id}" version ${tcbInfo.version}; this quote needs "${tcb}" version 3.`
  }
  if (qeIdentity.id !== qe || (qeIdentity.version !== 2 && !(isTdx && qeIdentity.version === 3))) {
    return `The QE identity is "${qeIdentity.id}" version ${qeIdentity.version}; this quote needs "${qe}" version 2.`
  }
  if (tcbInfo.fmspc.toLowerCase() !== pck.fmspc || tcbInfo.pceId.toLowerCase() !== pck.pceId) {
    return `The TCB info is for platform ${tcbInfo.fmspc}/${tcbInfo.pceId}, the quote from ${pck.fmspc}/${pck.pceId}.`
  }
  return null
}

function stop(why: string): Stop {
  return unavailable('collateral-valid', why)
}
