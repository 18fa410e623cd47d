import { bytesToHex } from '@noble/hashes/utils.js'
import {
  BODY_TD10,
  BODY_TD15,
  CERT_PCK_CHAIN,
  CERT_QE_REPORT,
  ENCLAVE_REPORT_BYTES,
  type EnclaveReport,
  INTEL_VENDOR,
  KEY_BYTES,
  KEY_ECDSA_P256,
  type QuoteSignatures,
  SIGNATURE_BYTES,
  TD10_BYTES,
  TD15_BYTES,
  TEE_SGX,
  TEE_TDX,
} from './layout.js'
import { QuoteError, QuoteReader } from './reader.js'
import type { Quote } from './types.js'

/** Real quotes have about 5 KiB; the largest part is the certificate chain. */
export const MAX_QUOTE_BYTES = 32_768

/** A quote with the signatures that hold it together. */
export interface SignedQuote {
  quote: Quote
  signatures: QuoteSignatures
}

/**
 * Takes an SGX quote of version 3 or a TDX quote of version 4 or 5 apart, as Intel's DCAP quoting libraries lay it out.
 * Every length must be exact; behind the structure only zero bytes may follow.
 *
 * @throws QuoteError naming the field
 */
export function parseQuote(bytes: Uint8Array): Quote {
  return parseSignedQuote(bytes).quote
}

/** The same with the signatures. @throws QuoteError */
export function parseSignedQuote(bytes: Uint8Array): SignedQuote {
  if (bytes.length > MAX_QUOTE_BYTES) {
    throw new QuoteError('malformed', 'quote', `at most ${MAX_QUOTE_BYTES} bytes`, `${bytes.length}`)
  }
  const reader = new QuoteReader(bytes, 'quote')
  const { version, teeType, keyType } = readHeader(reader)
  const size = bodySize(reader, version, teeType)
  const body = reader.enter(size, 'body')
  const signed = bytes.slice(0, reader.position)
  const sections = reader.enter(reader.u32('signature data size'), 'signature data')
  const { signatures, pckChain } = version === 3 ? readVersion3(sections) : readVersion4(sections)
  sections.end()
  const base = { keyType, signed, pckChain, padding: reader.endPadded() }
  if (version === 3) {
    const { attributes, mrEnclave, mrSigner, reportData } = readEnclaveReport(body)
    return { quote: { kind: 'sgx', version, ...base, attributes, mrEnclave, mrSigner, reportData }, signatures }
  }
  return { quote: { kind: 'tdx', version, ...base, ...readTdReport(body, size) }, signatures }
}

/** Fields of an enclave report of 384 bytes. @throws QuoteError for any other size. */
export function parseEnclaveReport(bytes: Uint8Array): EnclaveReport {
  return readEnclaveReport(new QuoteReader(bytes, 'QE report'))
}

function readHeader(reader: QuoteReader) {
  const version = reader.u16('version')
  const keyType = reader.u16('attestation key type')
  const teeType = reader.u32('TEE type')
  reader.take(4, 'SVNs')
  const vendor = bytesToHex(reader.take(16, 'vendor'))
  reader.take(20, 'user data')
  if (version !== 3 && version !== 4 && version !== 5) {
    throw new QuoteError('unsupported', 'version', '3, 4 or 5', `${version}`)
  }
  if (keyType !== KEY_ECDSA_P256) throw new QuoteError('unsupported', 'attestation key type', '2', `${keyType}`)
  if (vendor !== INTEL_VENDOR) throw new QuoteError('unsupported', 'vendor', INTEL_VENDOR, vendor)
  return { version, teeType, keyType } as const
}

function bodySize(reader: QuoteReader, version: 3 | 4 | 5, teeType: number): number {
  const expected = version === 3 ? TEE_SGX : TEE_TDX
  if (teeType !== expected) {
    throw new QuoteError('unsupported', 'TEE type', `${expected} in version ${version}`, `${teeType}`)
  }
  if (version !== 5) return version === 3 ? ENCLAVE_REPORT_BYTES : TD10_BYTES
  const type = reader.u16('body type')
  const size = reader.u32('body size')
  if (type !== BODY_TD10 && type !== BODY_TD15) throw new QuoteError('unsupported', 'body type', '2 or 3', `${type}`)
  const exact = type === BODY_TD10 ? TD10_BYTES : TD15_BYTES
  if (size !== exact) throw new QuoteError('malformed', 'body size', `${exact}`, `${size}`)
  return exact
}

interface Sections {
  signatures: QuoteSignatures
  pckChain: string | null
}

function readVersion3(sections: QuoteReader): Sections {
  const signature = sections.take(SIGNATURE_BYTES, 'signature')
  const attestationKey = sections.take(KEY_BYTES, 'attestation key')
  return readQeReport(sections, signature, attestationKey)
}

function readVersion4(sections: QuoteReader): Sections {
  const signature = sections.take(SIGNATURE_BYTES, 'signature')
  const attestationKey = sections.take(KEY_BYTES, 'attestation key')
  const type = sections.u16('certification data type')
  if (type !== CERT_QE_REPORT) {
    throw new QuoteError('unsupported', 'certification data type', `${CERT_QE_REPORT}`, `${type}`)
  }
  const nested = sections.enter(sections.u32('certification data size'), 'certification data')
  const read = readQeReport(nested, signature, attestationKey)
  nested.end()
  return read
}

function readQeReport(reader: QuoteReader, signature: Uint8Array, attestationKey: Uint8Array): Sections {
  const qeReport = reader.take(ENCLAVE_REPORT_BYTES, 'QE report')
  const qeReportSignature = reader.take(SIGNATURE_BYTES, 'QE report signature')
  const qeAuthData = reader.take(reader.u16('QE authentication data size'), 'QE authentication data')
  const type = reader.u16('PCK data type')
  const data = reader.take(reader.u32('PCK data size'), 'PCK data')
  // 1 to 4 name the platform or its certificate in another way: the chain must then come from elsewhere.
  if (type < 1 || type > CERT_PCK_CHAIN) throw new QuoteError('unsupported', 'PCK data type', '1 to 5', `${type}`)
  const pckChain = type === CERT_PCK_CHAIN ? toAscii(data) : null
  return { signatures: { signature, attestationKey, qeReport, qeReportSignature, qeAuthData }, pckChain }
}

function readEnclaveReport(body: QuoteReader): EnclaveReport {
  body.take(16, 'CPUSVN')
  const miscSelect = body.u32('MISCSELECT')
  body.take(28, 'reserved')
  const attributes = body.take(16, 'attributes')
  const mrEnclave = body.take(32, 'MRENCLAVE')
  body.take(32, 'reserved')
  const mrSigner = body.take(32, 'MRSIGNER')
  body.take(96, 'reserved')
  const isvProdId = body.u16('ISVPRODID')
  const isvSvn = body.u16('ISVSVN')
  body.take(60, 'reserved')
  const reportData = body.take(64, 'report data')
  body.end()
  return { miscSelect, attributes, mrEnclave, mrSigner, isvProdId, isvSvn, reportData }
}

function readTdReport(body: QuoteReader, size: number) {
  const head = {
    teeTcbSvn: body.take(16, 'TEE TCB SVN'),
    mrSeam: body.take(48, 'MRSEAM'),
    mrSignerSeam: body.take(48, 'MRSIGNERSEAM'),
    seamAttributes: body.take(8, 'SEAM attributes'),
    tdAttributes: body.take(8, 'TD attributes'),
    xfam: body.take(8, 'XFAM'),
    mrTd: body.take(48, 'MRTD'),
    mrConfigId: body.take(48, 'MRCONFIGID'),
    mrOwner: body.take(48, 'MROWNER'),
    mrOwnerConfig: body.take(48, 'MROWNERCONFIG'),
    rtmr: [body.take(48, 'RTMR0'), body.take(48, 'RTMR1'), body.take(48, 'RTMR2'), body.take(48, 'RTMR3')],
    reportData: body.take(64, 'report data'),
  } as const
  if (size === TD10_BYTES) {
    body.end()
    return { body: 'td10', ...head, teeTcbSvn2: null, mrServiceTd: null } as const
  }
  const teeTcbSvn2 = body.take(16, 'TEE TCB SVN 2')
  const mrServiceTd = body.take(48, 'MRSERVICETD')
  body.end()
  return { body: 'td15', ...head, teeTcbSvn2, mrServiceTd } as const
}

function toAscii(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
