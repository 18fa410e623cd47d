import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { getAddress } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { fromHex } from '../../hex.js'
import { bindsSigner, findBoundAddress, gpuNonceOf, toChecksumAddress } from './reportData.js'

const SIGNER = '0x8a4d4984cf370210dfeefc773faf9bb0ede97cc0'
const OTHER = '0x9a4d4984cf370210dfeefc773faf9bb0ede97cc0'
const NONCE = '034b9c390f073a9c8f8a1b50e537342fff3952bf2f32f145174e8d87588ed2da'
const FINGERPRINT = new Uint8Array(32).fill(7)

function pad(...parts: Uint8Array[]): Uint8Array {
  const data = new Uint8Array(64)
  data.set(concatBytes(...parts))
  return data
}
const ascii = pad(utf8ToBytes(getAddress(SIGNER)))
const addressNonce = pad(fromHex(SIGNER), new Uint8Array(12), hexToBytes(NONCE))
const enclaveKey = pad(new Uint8Array(32).fill(9), fromHex(SIGNER), hexToBytes('00000001'))
const tls = pad(sha256(concatBytes(fromHex(SIGNER), FINGERPRINT)), hexToBytes(NONCE))
const appText = pad(sha512(utf8ToBytes(`app-data:${getAddress(SIGNER)}`)))
const appBytes = pad(sha512(concatBytes(utf8ToBytes('app-data:'), fromHex(SIGNER))))

const SCHEMES = [
  ['ascii-address', ascii, null],
  ['address-nonce', addressNonce, NONCE],
  ['enclave-key', enclaveKey, null],
  ['address-tls-nonce', tls, NONCE],
  ['app-data', appText, null],
  ['app-data', appBytes, null],
] as const

describe('bindsSigner', () => {
  it.each(SCHEMES)('%s binds the signer with its nonce, whatever the casing', (scheme, data, nonce) => {
    const context = { tlsFingerprint: FINGERPRINT }
    expect(bindsSigner(data, SIGNER, context)).toEqual({ scheme, nonce })
    expect(bindsSigner(data, getAddress(SIGNER) as `0x${string}`, context)).toEqual({ scheme, nonce })
  })

  it.each(SCHEMES)('%s binds nobody else, and nobody once a byte that it fixes changes', (scheme, data) => {
    const context = { tlsFingerprint: FINGERPRINT }
    expect(bindsSigner(data, OTHER, context)).toBeNull()
    const free = { 'enclave-key': 32, 'address-nonce': 32, 'address-tls-nonce': 32 }[scheme as string] ?? 0
    const isFree = (at: number) => (scheme === 'enclave-key' ? at < free : at >= 64 - free)
    for (let at = 0; at < 64; at += 1) {
      if (isFree(at)) continue
      expect(bindsSigner(data.with(at, (data[at] ?? 0) ^ 0x20), SIGNER, context), `byte ${at}`).toBeNull()
    }
  })

  it('takes neither a prefix nor a wrong length', () => {
    expect(bindsSigner(ascii.subarray(0, 42), SIGNER)).toBeNull()
    expect(bindsSigner(concatBytes(ascii, new Uint8Array(1)), SIGNER)).toBeNull()
    expect(bindsSigner(pad(utf8ToBytes(getAddress(SIGNER)), utf8ToBytes('x')), SIGNER)).toBeNull()
    expect(bindsSigner(pad(utf8ToBytes(SIGNER)), SIGNER)).toBeNull()
  })

  it('needs the fingerprint, and the address zero is nobody', () => {
    expect(bindsSigner(tls, SIGNER)).toBeNull()
    expect(bindsSigner(tls, SIGNER, { tlsFingerprint: FINGERPRINT.subarray(1) })).toBeNull()
    expect(bindsSigner(new Uint8Array(64), `0x${'00'.repeat(20)}`)).toBeNull()
    expect(() => bindsSigner(ascii, '0x12')).toThrow(new RangeError('signer must have 20 bytes, got 1: 0x12'))
  })

  it('says that a zero nonce is none', () => {
    expect(bindsSigner(pad(fromHex(SIGNER)), SIGNER)).toEqual({ scheme: 'address-nonce', nonce: null })
  })

  it('binds nobody by chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 70 }), (data) => {
        expect(bindsSigner(data, SIGNER, { tlsFingerprint: FINGERPRINT })).toBeNull()
      }),
    )
  })
})

describe('findBoundAddress', () => {
  it.each(SCHEMES.slice(0, 3))('%s shows the address', (scheme, data, nonce) => {
    expect(findBoundAddress(data)).toEqual({ scheme, nonce, address: SIGNER })
  })

  it.each([
    ['a digest of it', tls],
    ['tagged data', appText],
    ['short text', pad(hexToBytes('1234'))],
    ['an address before zeros alone', pad(fromHex(SIGNER))],
    ['nothing', new Uint8Array(64)],
    ['too little', ascii.subarray(1)],
    ['an address without what is behind it', ascii.subarray(0, 42)],
    ['too much', concatBytes(ascii, new Uint8Array(1))],
    ['an address in lower case', pad(utf8ToBytes(SIGNER))],
    ['two addresses at once', pad(fromHex(SIGNER), new Uint8Array(12), fromHex(OTHER), hexToBytes('00000001'))],
  ])('shows none for %s', (_, data) => {
    expect(findBoundAddress(data)).toBeNull()
  })
})

describe('gpuNonceOf', () => {
  it('is the nonce handed on, or the hash of what was handed to the quote', () => {
    expect(gpuNonceOf(addressNonce, { scheme: 'address-nonce', nonce: NONCE })).toBe(NONCE)
    const overText = bytesToHex(keccak256(utf8ToBytes(getAddress(SIGNER))))
    expect(gpuNonceOf(ascii, { scheme: 'ascii-address', nonce: null })).toBe(overText)
    expect(gpuNonceOf(enclaveKey, { scheme: 'enclave-key', nonce: null })).toBe(bytesToHex(keccak256(enclaveKey)))
    expect(gpuNonceOf(appText, { scheme: 'app-data', nonce: null })).toBeNull()
  })
})

describe('toChecksumAddress', () => {
  it('agrees with ethers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const address = `0x${bytesToHex(bytes)}` as const
        expect(toChecksumAddress(address)).toBe(getAddress(address))
      }),
      { numRuns: 50 },
    )
  })
})
