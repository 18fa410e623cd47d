/** What the 64 bytes of report data bind. They are read from a verified quote only, never from a field beside it. */
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { keccak256 } from '#primitives'
import { fromHexSized, toHex } from '../../hex.js'
import type { Hex } from '../../subject.js'

/**
 * `ascii-address`: the EIP-55 address as text, then zeros. `address-nonce`: address ‖ 12 zeros ‖ nonce.
 * `enclave-key`: encryption key (32) ‖ address ‖ uint32 1, big-endian ‖ zeros. `address-tls-nonce`:
 * SHA-256(address ‖ fingerprint of the TLS key) ‖ nonce. `app-data`: SHA-512("app-data:" ‖ address).
 */
export type ReportDataScheme = 'ascii-address' | 'address-nonce' | 'enclave-key' | 'address-tls-nonce' | 'app-data'

export interface Binding {
  scheme: ReportDataScheme
  /** Nonce of the one who asked, hex; null where the scheme has none or it is zero. */
  nonce: string | null
}

/** What the report says beside its quote, as far as a scheme binds it. */
export interface BindingContext {
  /** Fingerprint of the TLS key, 32 bytes. */
  tlsFingerprint?: Uint8Array | null
}

const SIZE = 64
const ADDRESS_TEXT = 42
const KEY_VERSION = '00000001'

/** How the report data bind the signer; null where they do not. Every byte must be as the scheme says. */
export function bindsSigner(reportData: Uint8Array, signer: Hex, context: BindingContext = {}): Binding | null {
  const address = fromHexSized(signer, 20, 'signer')
  if (reportData.length !== SIZE || isZero(address)) return null
  const clear = readClear(reportData).find((candidate) => candidate.address === signer.toLowerCase())
  if (clear !== undefined) return { scheme: clear.scheme, nonce: clear.nonce }
  const { tlsFingerprint } = context
  if (tlsFingerprint?.length === 32 && startsWith(reportData, sha256(concatBytes(address, tlsFingerprint)))) {
    return { scheme: 'address-tls-nonce', nonce: nonceOf(reportData.subarray(32)) }
  }
  return isAppData(reportData, address) ? { scheme: 'app-data', nonce: null } : null
}

/**
 * The address that the report data name in the clear; null where none does, or two could. An address followed by zeros
 * alone is not taken for one: any short text looks like that.
 */
export function findBoundAddress(reportData: Uint8Array): (Binding & { address: Hex }) | null {
  if (reportData.length !== SIZE) return null
  const [only, ...others] = readClear(reportData).filter(
    ({ scheme, nonce }) => scheme !== 'address-nonce' || nonce !== null,
  )
  return only === undefined || others.length > 0 ? null : only
}

/**
 * The nonce that GPU evidence of the same answer must carry, hex; null where the scheme names none. A gateway hands on
 * the nonce of the one who asked; a broker takes keccak256 of what it handed to the quote, which is 42 bytes of text in
 * the one scheme and all 64 bytes in the other.
 */
export function gpuNonceOf(reportData: Uint8Array, { scheme, nonce }: Binding): string | null {
  if (scheme === 'ascii-address') return bytesToHex(keccak256(reportData.subarray(0, ADDRESS_TEXT)))
  if (scheme === 'enclave-key') return bytesToHex(keccak256(reportData))
  return nonce
}

/** An address in the mixed case of EIP-55. */
export function toChecksumAddress(address: Hex): string {
  const digits = address.slice(2).toLowerCase()
  const hash = bytesToHex(keccak256(utf8ToBytes(digits)))
  const cased = [...digits].map((digit, at) =>
    Number.parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${cased.join('')}`
}

type ClearBinding = Binding & { address: Hex }

function readClear(data: Uint8Array): ClearBinding[] {
  const readings = [readAscii(data), readAddressNonce(data), readEnclaveKey(data)]
  return readings.filter((reading) => reading !== null)
}

function readAscii(data: Uint8Array): ClearBinding | null {
  const text = String.fromCharCode(...data.subarray(0, ADDRESS_TEXT))
  if (!/^0x[0-9a-fA-F]{40}$/.test(text) || !isZero(data.subarray(ADDRESS_TEXT))) return null
  const address = text.toLowerCase() as Hex
  return toChecksumAddress(address) === text ? { scheme: 'ascii-address', nonce: null, address } : null
}

function readAddressNonce(data: Uint8Array): ClearBinding | null {
  const address = data.subarray(0, 20)
  if (isZero(address) || !isZero(data.subarray(20, 32))) return null
  return { scheme: 'address-nonce', nonce: nonceOf(data.subarray(32)), address: toHex(address) }
}

function readEnclaveKey(data: Uint8Array): ClearBinding | null {
  const address = data.subarray(32, 52)
  const isForm = bytesToHex(data.subarray(52, 56)) === KEY_VERSION && isZero(data.subarray(56))
  if (!isForm || isZero(address) || isZero(data.subarray(0, 32))) return null
  return { scheme: 'enclave-key', nonce: null, address: toHex(address) }
}

// dstack hashes what an application hands over behind a tag; brokers hand over the address as text or as bytes.
function isAppData(data: Uint8Array, address: Uint8Array): boolean {
  const tag = utf8ToBytes('app-data:')
  const contents = [utf8ToBytes(toChecksumAddress(toHex(address))), address]
  return contents.some((content) => startsWith(data, sha512(concatBytes(tag, content))))
}

function nonceOf(bytes: Uint8Array): string | null {
  return isZero(bytes) ? null : bytesToHex(bytes)
}

function startsWith(data: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, at) => data[at] === byte)
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
