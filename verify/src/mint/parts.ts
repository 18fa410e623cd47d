import { hexToBytes } from '@noble/hashes/utils.js'
import { INTEL_VENDOR, TEE_SGX, TEE_TDX } from '../enclave/quote/layout.js'
import { concat, littleEndian, padded } from './bytes.js'

/** What a minted TD measured. Registers and identities have 48 bytes; shorter ones are filled with zeros. */
export interface Measurements {
  /** 64 bytes. */
  reportData: Uint8Array
  mrTd?: Uint8Array
  rtmr?: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  mrConfigId?: Uint8Array
  mrOwner?: Uint8Array
  mrOwnerConfig?: Uint8Array
}

/** Everything else of a TD report; flaws change it. */
export interface TdParts {
  teeTcbSvn: Uint8Array
  teeTcbSvn2: Uint8Array
  mrSeam: Uint8Array
  mrSignerSeam: Uint8Array
  seamAttributes: Uint8Array
  tdAttributes: Uint8Array
  xfam: Uint8Array
  mrServiceTd: Uint8Array
}

/** An enclave report. Defaults are those of the quoting enclave that the minted identity names. */
export interface EnclaveParts {
  miscSelect: number
  attributes: Uint8Array
  mrEnclave: Uint8Array
  mrSigner: Uint8Array
  isvProdId: number
  isvSvn: number
}

export interface HeaderParts {
  version: number
  keyType: number
  teeType: number
  vendor: Uint8Array
}

export const TD_DEFAULTS: TdParts = {
  teeTcbSvn: Uint8Array.of(6, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  teeTcbSvn2: Uint8Array.of(6, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
  mrSeam: new Uint8Array(48).fill(0x5e),
  mrSignerSeam: new Uint8Array(48),
  seamAttributes: new Uint8Array(8),
  tdAttributes: hexToBytes('0000001000000000'),
  xfam: hexToBytes('e702060000000000'),
  mrServiceTd: new Uint8Array(48),
}

export const QE_DEFAULTS: EnclaveParts = {
  miscSelect: 0,
  attributes: hexToBytes('11000000000000000000000000000000'),
  mrEnclave: new Uint8Array(32).fill(0x0e),
  mrSigner: new Uint8Array(32).fill(0x51),
  isvProdId: 2,
  isvSvn: 4,
}

/** The header of a quote of that version: 3 is SGX, 4 and 5 are TDX. */
export function headerOf(version: 3 | 4 | 5): HeaderParts {
  return { version, keyType: 2, teeType: version === 3 ? TEE_SGX : TEE_TDX, vendor: hexToBytes(INTEL_VENDOR) }
}

export function encodeHeader({ version, keyType, teeType, vendor }: HeaderParts): Uint8Array {
  return concat(
    littleEndian(version, 2),
    littleEndian(keyType, 2),
    littleEndian(teeType, 4),
    new Uint8Array(4),
    padded(vendor, 16),
    new Uint8Array(20),
  )
}

/** 584 bytes, or 648 for TDX 1.5. */
export function encodeTdReport(measured: Measurements, td: TdParts, body: 'td10' | 'td15'): Uint8Array {
  const empty = new Uint8Array(0)
  const { mrTd = empty, rtmr = [], mrConfigId = empty, mrOwner = empty, mrOwnerConfig = empty } = measured
  const base = concat(
    padded(td.teeTcbSvn, 16),
    padded(td.mrSeam, 48),
    padded(td.mrSignerSeam, 48),
    padded(td.seamAttributes, 8),
    padded(td.tdAttributes, 8),
    padded(td.xfam, 8),
    ...[mrTd, mrConfigId, mrOwner, mrOwnerConfig].map((field) => padded(field, 48)),
    ...[0, 1, 2, 3].map((at) => padded(rtmr[at] ?? empty, 48)),
    padded(measured.reportData, 64),
  )
  return body === 'td10' ? base : concat(base, padded(td.teeTcbSvn2, 16), padded(td.mrServiceTd, 48))
}

/** 384 bytes. */
export function encodeEnclaveReport(parts: EnclaveParts, reportData: Uint8Array): Uint8Array {
  return concat(
    new Uint8Array(16),
    littleEndian(parts.miscSelect, 4),
    new Uint8Array(28),
    padded(parts.attributes, 16),
    padded(parts.mrEnclave, 32),
    new Uint8Array(32),
    padded(parts.mrSigner, 32),
    new Uint8Array(96),
    littleEndian(parts.isvProdId, 2),
    littleEndian(parts.isvSvn, 2),
    new Uint8Array(60),
    padded(reportData, 64),
  )
}
