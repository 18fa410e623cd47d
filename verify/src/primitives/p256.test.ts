import { p256 } from '@noble/curves/nist.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toHex } from '../hex.js'
import * as node from './node.js'
import * as portable from './portable.js'

const secret = new Uint8Array(32).fill(5)
const point = p256.getPublicKey(secret, false)
const bytes = new Uint8Array(100).fill(1)
const signature = p256.sign(bytes, secret, { lowS: true, prehash: true, format: 'compact' })
const order = p256.Point.CURVE().n

function word(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, '0'))
}
function join(r: Uint8Array, s: Uint8Array): Uint8Array {
  return Uint8Array.from([...r, ...s])
}

/** The same answer from both; which. */
function verifyBoth(key: Uint8Array, signed: Uint8Array, rs: Uint8Array): boolean {
  const found = portable.isSignedP256(key, signed, rs)
  expect(node.isSignedP256(key, signed, rs)).toBe(found)
  return found
}

it('takes a signature on P-256, with high and low s, and no other', () => {
  const high = word(order - BigInt(toHex(signature.subarray(32))))
  const twin = join(signature.subarray(0, 32), high)
  expect([signature, twin].map((one) => verifyBoth(point, bytes, one))).toEqual([true, true])
  for (const at of [0, 31, 32, 63]) expect(verifyBoth(point, bytes, signature.with(at, 0xee))).toBe(false)
  expect(verifyBoth(point, bytes.with(9, 2), signature)).toBe(false)
  for (const at of [0, 1, 40, 64]) expect(verifyBoth(point.with(at, 0xee), bytes, signature)).toBe(false)
})

it('agrees on numbers at every edge and on odd sizes', () => {
  const words = [0n, 1n, order >> 1n, order - 1n, order, (1n << 256n) - 1n].map(word)
  const taken = words.flatMap((r) => words.map((s) => verifyBoth(point, bytes, join(r, s))))
  expect(taken).toEqual(new Array(36).fill(false))
  const compressed = p256.getPublicKey(secret, true)
  for (const odd of [compressed, new Uint8Array(65).fill(4), new Uint8Array(0), Uint8Array.from([...point, 0])]) {
    expect(verifyBoth(odd, bytes, signature)).toBe(false)
  }
  expect(verifyBoth(point, bytes, signature.subarray(1))).toBe(false)
})

it('agrees on every key and signature with one byte changed', () => {
  const change = fc.tuple(fc.nat(128), fc.integer({ min: 1, max: 255 }))
  fc.assert(
    fc.property(change, ([at, mask]) => {
      const turn = (source: Uint8Array, place: number) => source.with(place, (source[place] ?? 0) ^ mask)
      const changed = at < 65 ? turn(point, at) : point
      const rs = at < 65 ? signature : turn(signature, at - 65)
      expect(verifyBoth(changed, bytes, rs)).toBe(false)
    }),
  )
})
