import { p384 } from '@noble/curves/nist.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testKey } from '../../testing/keys.js'
import { fromHex, toHex } from '../hex.js'
import { readSignature } from '../signature/recover.js'
import * as node from './node.js'
import * as portable from './portable.js'
import type { RecoverableSignature } from './recoverable.js'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const FIELD = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn
const INTERFACE = [
  ...[
    'chunkTreeRoot',
    'createKeccak256',
    'createSha256',
    'isSignedP256',
    'isSignedP384',
    'keccak256',
    'recoverAddress',
    'sha256',
  ],
]

function word(value: bigint): Uint8Array {
  return fromHex(`0x${value.toString(16).padStart(64, '0')}`)
}
function join(r: Uint8Array, s: Uint8Array): Uint8Array {
  return Uint8Array.from([...r, ...s])
}

/** The same address, or none, from both; which. */
function recoverBoth(digest: Uint8Array, signature: RecoverableSignature) {
  const found = portable.recoverAddress(digest, signature)
  expect(node.recoverAddress(digest, signature)).toBe(found)
  return found
}

/** Whether both take the signature. */
function verifyBoth(point: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const found = portable.isSignedP384(point, bytes, signature)
  expect(node.isSignedP384(point, bytes, signature)).toBe(found)
  return found
}

describe('primitives of Node and of browsers', () => {
  it('have one interface', () => {
    expect(Object.keys(node).sort()).toEqual(INTERFACE)
    expect(Object.keys(portable).sort()).toEqual(INTERFACE)
  })

  it('agree on every digest of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const [keccak, sha] = [node.keccak256(bytes), node.sha256(bytes)]
        expect(keccak).toEqual(portable.keccak256(bytes))
        expect(sha).toEqual(portable.sha256(bytes))
        for (const { createSha256 } of [node, portable]) {
          const running = createSha256()
          for (const from of [0, 64, 200])
            running.update(bytes.subarray(from, from === 200 ? undefined : from === 0 ? 64 : 200))
          expect(running.digest()).toEqual(sha)
        }
        expect([keccak.constructor, sha.constructor]).toEqual([Uint8Array, Uint8Array])
      }),
    )
  })

  it('recover the signer of any digest, and another one from a changed digest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 1, max: 254 }), (digest, byte) => {
        const key = testKey(byte)
        const form = readSignature(key.signDigest(digest))
        if (form.kind !== 'signature') throw new Error(form.why)
        expect(recoverBoth(digest, form.signature)).toBe(key.address)
        expect(recoverBoth(digest.with(0, (digest[0] ?? 0) ^ 1), form.signature)).not.toBe(key.address)
      }),
      { numRuns: 60 },
    )
  })

  it('agree on numbers at every edge', () => {
    const edges = [0n, 1n, 2n, ORDER >> 1n, (ORDER >> 1n) + 1n, ORDER - 1n, ORDER, ORDER + 1n, FIELD - 1n, FIELD]
    const words = [...edges, (1n << 256n) - 1n].map(word)
    const recovered = words.flatMap((r) =>
      words.flatMap((s) =>
        ([0, 1] as const).flatMap((recovery) =>
          words.map((digest) => recoverBoth(digest, { compact: join(r, s), recovery })),
        ),
      ),
    )
    expect(recovered).toHaveLength(2 * 11 ** 3)
    expect(new Set(recovered).size).toBeGreaterThan(100)
  })

  it('agree on any bytes at all', () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(bytes32, bytes32, bytes32, fc.constantFrom(0 as const, 1 as const), (digest, r, s, recovery) => {
        recoverBoth(digest, { compact: join(r, s), recovery })
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, number, number, number]>([
    ['a short digest', 31, 64, 0],
    ['a long digest', 33, 64, 0],
    ['no digest', 0, 64, 0],
    ['a short signature', 32, 63, 1],
    ['a long signature', 32, 65, 1],
    ['no signature', 32, 0, 1],
    ['a recovery beyond the curve', 32, 64, 2],
    ['a recovery beyond all', 32, 64, 4],
    ['a negative recovery', 32, 64, -1],
    ['a broken recovery', 32, 64, 0.5],
    ['no number as recovery', 32, 64, Number.NaN],
  ])('recover nobody from %s', (_, digestSize, signatureSize, recovery) => {
    const compact = new Uint8Array(signatureSize).fill(1)
    const signature = { compact, recovery: recovery as RecoverableSignature['recovery'] }
    expect(recoverBoth(new Uint8Array(digestSize).fill(1), signature)).toBeUndefined()
  })

  it('take a signature on P-384, with high and low s, and no other', () => {
    const secret = new Uint8Array(48).fill(5)
    const point = p384.getPublicKey(secret, false)
    const bytes = new Uint8Array(100).fill(1)
    const signature = p384.sign(bytes, secret, { lowS: true, prehash: true, format: 'compact' })
    const order = p384.Point.CURVE().n
    const high = hexToBytes((order - BigInt(toHex(signature.subarray(48)))).toString(16).padStart(96, '0'))
    const twin = Uint8Array.from([...signature.subarray(0, 48), ...high])
    expect([signature, twin].map((one) => verifyBoth(point, bytes, one))).toEqual([true, true])
    for (const at of [0, 47, 48, 95]) expect(verifyBoth(point, bytes, signature.with(at, 0xee))).toBe(false)
    expect(verifyBoth(point, bytes.with(9, 2), signature)).toBe(false)
    for (const at of [0, 1, 60, 96]) expect(verifyBoth(point.with(at, 0xee), bytes, signature)).toBe(false)
  })

  it('agree on numbers of P-384 at every edge', () => {
    const point = p384.getPublicKey(new Uint8Array(48).fill(5), false)
    const order = p384.Point.CURVE().n
    const numbers = [0n, 1n, order >> 1n, order - 1n, order, (1n << 384n) - 1n]
    const words = numbers.map((number) => hexToBytes(number.toString(16).padStart(96, '0')))
    const taken = words.flatMap((r) => words.map((s) => verifyBoth(point, new Uint8Array(8), join(r, s))))
    expect(taken).toEqual(new Array(36).fill(false))
    const compressed = p384.getPublicKey(new Uint8Array(48).fill(5), true)
    for (const odd of [compressed, new Uint8Array(97).fill(4), new Uint8Array(0), Uint8Array.from([...point, 0])]) {
      expect(verifyBoth(odd, new Uint8Array(8), new Uint8Array(96).fill(1))).toBe(false)
    }
    expect(verifyBoth(point, new Uint8Array(8), new Uint8Array(95).fill(1))).toBe(false)
  })
})
