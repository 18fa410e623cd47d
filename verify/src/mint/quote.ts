import { utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { BODY_TD10, BODY_TD15, CERT_PCK_CHAIN, CERT_QE_REPORT } from '../enclave/quote/layout.js'
import { concat, littleEndian } from './bytes.js'
import type { QuoteChanges } from './flaw.js'
import { QUOTE_FLAWS, type QuoteFlaw } from './flaws.js'
import { sign } from './key.js'
import {
  encodeEnclaveReport,
  encodeHeader,
  encodeTdReport,
  headerOf,
  type Measurements,
  QE_DEFAULTS,
  TD_DEFAULTS,
} from './parts.js'
import { type QuotePki, toChain } from './pki.js'

export interface MintQuoteInput extends Measurements {
  /** Default 4, always TDX 1.0. */
  version?: 4 | 5
  /** Of version 5; default TDX 1.5. */
  body?: 'td10' | 'td15'
  flaw?: QuoteFlaw
}

export interface MintSgxQuoteInput {
  /** 64 bytes. */
  reportData: Uint8Array
  flaw?: QuoteFlaw
}

/** A TDX quote that the PKI's platform could have made, with the flaw where one is named. */
export function mintQuote(pki: QuotePki, { version = 4, body, flaw, ...measured }: MintQuoteInput): Uint8Array {
  const changes = changesOf(flaw)
  const kind = version === 4 ? 'td10' : (body ?? 'td15')
  const report = encodeTdReport(measured, { ...TD_DEFAULTS, ...changes.td }, kind)
  const type = littleEndian(kind === 'td10' ? BODY_TD10 : BODY_TD15, 2)
  const described = version === 4 ? report : concat(type, littleEndian(report.length, 4), report)
  return assemble(pki, version, described, changes)
}

/** An SGX quote of version 3, with the flaw where one is named. */
export function mintSgxQuote(pki: QuotePki, { reportData, flaw }: MintSgxQuoteInput): Uint8Array {
  const changes = changesOf(flaw)
  const enclave = { ...QE_DEFAULTS, mrEnclave: new Uint8Array(32).fill(0xec), ...changes.enclave }
  return assemble(pki, 3, encodeEnclaveReport(enclave, reportData), changes)
}

function changesOf(flaw: QuoteFlaw | undefined): QuoteChanges {
  return flaw === undefined ? {} : (QUOTE_FLAWS[flaw].quote ?? {})
}

function assemble(pki: QuotePki, version: 3 | 4 | 5, body: Uint8Array, changes: QuoteChanges): Uint8Array {
  const { keys, certificates } = pki
  const signed = concat(encodeHeader({ ...headerOf(version), ...changes.header }), body)
  const attestationKey = keys.attestation.publicKey.subarray(1)
  const authData = Uint8Array.from({ length: 32 }, (_, at) => at)
  const qeReport = encodeEnclaveReport(
    { ...QE_DEFAULTS, ...changes.qe },
    changes.qeBinding ?? sha256(concat(attestationKey, authData)),
  )
  const { authority, pck, root } = certificates
  const chain = utf8ToBytes(changes.chain?.(pki) ?? `${toChain(pck, authority, root)}\0`)
  const certification = concat(
    qeReport,
    sign(keys[changes.qeSigner ?? 'pck'], qeReport),
    littleEndian(authData.length, 2),
    authData,
    littleEndian(changes.certType ?? CERT_PCK_CHAIN, 2),
    littleEndian(chain.length, 4),
    chain,
  )
  const nested =
    version === 3
      ? certification
      : concat(littleEndian(CERT_QE_REPORT, 2), littleEndian(certification.length, 4), certification)
  const signatures = concat(sign(keys[changes.quoteSigner ?? 'attestation'], signed), attestationKey, nested)
  const quote = concat(signed, littleEndian(signatures.length, 4), signatures)
  return changes.edit?.(quote) ?? quote
}
