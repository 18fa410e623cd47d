import { p256, p384 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import * as node from './node.js'
import { isP256Sized } from './p256.js'
import { isP384Sized } from './p384.js'
import * as portable from './portable.js'
import { isRecoverable, type RecoverableSignature } from './recoverable.js'

const bytes = new Uint8Array(100).fill(1)

// One of the two implementations takes what the other refuses, so neither may be asked.
describe.each([
  { name: 'P-256', curve: p256, size: 32, isSized: isP256Sized, verify: [node.isSignedP256, portable.isSignedP256] },
  { name: 'P-384', curve: p384, size: 48, isSized: isP384Sized, verify: [node.isSignedP384, portable.isSignedP384] },
])('a signature on $name', ({ curve, size, isSized, verify }) => {
  const secret = new Uint8Array(size).fill(5)
  const point = curve.getPublicKey(secret, false)
  const signature = curve.sign(bytes, secret, { lowS: true, prehash: true, format: 'compact' })
  const isOdd = (point.at(-1) ?? 0) % 2

  it.each<[string, Uint8Array]>([
    ['compressed', curve.getPublicKey(secret, true)],
    ['in the hybrid form of OpenSSL', point.with(0, 6 + isOdd)],
    ['followed by another byte', Uint8Array.from([...point, 0])],
    ['without its form', point.subarray(1)],
    ['empty', new Uint8Array()],
  ])('is refused where the right key is %s', (_, odd) => {
    expect(isSized(point, signature)).toBe(true)
    expect(isSized(odd, signature)).toBe(false)
    expect(verify.map((isSigned) => isSigned(odd, bytes, signature))).toEqual([false, false])
  })

  it.each<[string, Uint8Array]>([
    ['followed by another byte', Uint8Array.from([...signature, 0])],
    ['after another byte', Uint8Array.from([0, ...signature])],
    ['cut', signature.subarray(0, -1)],
    ['half', signature.subarray(size)],
    ['empty', new Uint8Array()],
  ])('is refused where it is %s', (_, odd) => {
    expect(isSized(point, odd)).toBe(false)
    expect(verify.map((isSigned) => isSigned(point, bytes, odd))).toEqual([false, false])
  })
})

describe('a signature from which a key recovers', () => {
  it.each<[number, number, number, boolean]>([
    [32, 64, 0, true],
    [32, 64, 1, true],
    [31, 64, 0, false],
    [33, 64, 0, false],
    [32, 63, 0, false],
    [32, 65, 0, false],
    [32, 64, 2, false],
    [32, 64, -1, false],
  ])('has a digest of 32 bytes, 64 bytes and a parity: %i, %i and %i', (digest, size, recovery, isTaken) => {
    const signature = { compact: new Uint8Array(size), recovery: recovery as RecoverableSignature['recovery'] }
    expect(isRecoverable(new Uint8Array(digest), signature)).toBe(isTaken)
  })
})
