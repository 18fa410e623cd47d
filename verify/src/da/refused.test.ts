import { bn254 } from '@noble/curves/bn254.js'
import { describe, expect, it } from 'vitest'
import { daPayload } from '../../testing/da.js'
import type { Hex } from '../subject.js'
import { cancel, readG1, readG2 } from './curve.js'
import { inverse, MODULUS, power, rootOfUnity } from './field.js'
import { firstNonZero } from './firstNonZero.js'
import { MAX_DA_PAYLOAD, ROW_BYTES, ROWS } from './geometry.js'
import { createKernel, DaTransformUnavailable } from './kernel.js'
import { payloadFromRows, rowFromSlice } from './payload.js'
import { parseDaPointer } from './pointer.js'
import { type QuorumSignature, verifyQuorumSignature } from './quorum.js'
import { refuse } from './refusal.js'
import { DaPayloadTooLarge, daRoot } from './root.js'
import { verifyDaWitness } from './witness.js'

const ROOT: Hex = `0x${'ab'.repeat(32)}`
const P = bn254.fields.Fp.ORDER
const refused = (field: string, expected: string, found: string) => ({ kind: 'refused', field, expected, found })
const HASH = '0x and 64 lower-case hex digits'

describe('a refusal', () => {
  it('shows at most 80 characters of what came', () => {
    expect(refuse('f', 'e', 'x'.repeat(80))).toEqual(refused('f', 'e', 'x'.repeat(80)))
    expect(refuse('f', 'e', 'x'.repeat(81))).toEqual(refused('f', 'e', 'x'.repeat(80)))
    expect([refuse('f', 'e', 7), refuse('f', 'e', 7n)]).toEqual([refused('f', 'e', '7'), refused('f', 'e', '7')])
  })

  it.each<[string, string, string, string]>([
    ['0g://x', 'scheme', 'da://', '0g://x'],
    ['da://a/b', 'path', 'root, epoch and quorum with / between', 'da://a/b'],
    ['da://a/1/2', 'root', HASH, 'a'],
    [`da://${ROOT}/01/2`, 'epoch', 'a canonical decimal below 2^64', '01'],
    [`da://${ROOT}/1/x`, 'quorum', 'a canonical decimal below 2^64', 'x'],
  ])('of the pointer %s says why', (text, field, expected, found) => {
    expect(parseDaPointer(text)).toEqual(refused(field, expected, found))
  })

  it('of a slice or of rows says why', () => {
    expect(rowFromSlice(new Uint8Array(8))).toEqual(refused('slice', '32776 bytes', '8 bytes'))
    const slice = new Uint8Array(8 + ROW_BYTES)
    expect(rowFromSlice(slice)).toEqual(refused('slice.cells', '1024', '0'))
    const rows: Uint8Array[] = new Array(ROWS).fill(new Uint8Array(ROW_BYTES))
    expect(payloadFromRows(rows.slice(1))).toEqual(refused('rows', '1024 rows', '1023 rows'))
    const short = rows.with(3, new Uint8Array(5)).with(4, new Uint8Array(6))
    expect(payloadFromRows(short)).toEqual(refused('rows[3]', '32768 bytes', '5 bytes'))
    const flagged = rows.with(0, new Uint8Array(ROW_BYTES).with(63, 9))
    expect(payloadFromRows(flagged)).toEqual(refused('rows[0].cells[1]', 'a last byte of 0', '9'))
    // The length stands in the last four bytes of the last unit.
    const long = rows.with(1023, new Uint8Array(ROW_BYTES).fill(255, -5, -1))
    expect(payloadFromRows(long)).toEqual(refused('length', 'at most 32505852', '4294967295'))
    const stray = rows.with(0, new Uint8Array(ROW_BYTES).with(2, 7))
    expect(payloadFromRows(stray)).toEqual(refused('padding', 'zeros after the payload', '7 at byte 2'))
  })

  it('of a witness says why, and of a payload that is too large', async () => {
    const claim = { bytes: daPayload(1), dataRoot: ROOT, witness: { r1: ROOT, r2: ROOT } }
    const bad = '0x12' as const
    expect(verifyDaWitness({ ...claim, dataRoot: bad })).toEqual(refused('dataRoot', HASH, bad))
    expect(verifyDaWitness({ ...claim, witness: { r1: bad, r2: ROOT } })).toEqual(refused('witness.r1', HASH, bad))
    expect(verifyDaWitness({ ...claim, witness: { r1: ROOT, r2: bad } })).toEqual(refused('witness.r2', HASH, bad))
    const large = new Uint8Array(MAX_DA_PAYLOAD + 1)
    expect(verifyDaWitness({ ...claim, bytes: large })).toEqual(refused('bytes', 'at most 32505852 bytes', '32505853'))
    const error = { name: 'DaPayloadTooLarge', message: 'A DA payload has at most 32505852 bytes, got 32505853.' }
    const thrown = await daRoot(large).catch((cause: unknown) => cause)
    expect(thrown).toBeInstanceOf(DaPayloadTooLarge)
    expect(thrown).toMatchObject(error)
    expect(verifyDaWitness(claim)).toMatchObject({
      kind: 'mismatch',
      expected: ROOT,
      reason:
        'Payload or witness is not that of the root: only a full recomputation of the root from the payload can tell which.',
    })
  })
})

describe('a refused quorum signature says why', () => {
  const g1 = { x: 1n, y: 2n }
  const { x, y } = bn254.G2.Point.BASE.toAffine()
  const claim: QuorumSignature = {
    ...{ dataRoot: ROOT, epoch: 7n, quorumId: 1n, erasureCommitment: g1, aggPkG1: g1, signature: g1 },
    ...{ aggPkG2: { x: [x.c1, x.c0], y: [y.c1, y.c0] }, total: 3072n, hit: 2048n },
    quorumBitmap: new Uint8Array(384).fill(255, 0, 256),
  }
  const twist = 'a point on the twist, in the subgroup of order r'

  it.each<[Partial<QuorumSignature>, string, string, string]>([
    [{ dataRoot: '0xab' }, 'dataRoot', HASH, '0xab'],
    [{ epoch: -1n }, 'epoch', 'from 0 to 2^256 - 1', '-1'],
    [{ epoch: 2n ** 256n }, 'epoch', 'from 0 to 2^256 - 1', `${2n ** 256n}`],
    [{ quorumId: -1n }, 'quorumId', 'from 0 to 2^256 - 1', '-1'],
    [{ quorumBitmap: new Uint8Array(383) }, 'quorumBitmap', '384 bytes', '383 bytes'],
    [{ total: 3073n }, 'total', 'as many rows as 384 bytes of bits hold', '3073'],
    [{ hit: 2047n }, 'hit', 'from 2048 marked rows to 3072', '2047'],
    [{ hit: 3073n }, 'hit', 'from 2048 marked rows to 3072', '3073'],
    [{ aggPkG1: { x: P, y: 2n } }, 'aggPkG1.x', 'a coordinate from 0 to p - 1', `${P}`],
    [{ aggPkG1: { x: 0n, y: 0n } }, 'aggPkG1', 'a point other than infinity', 'infinity'],
    [{ signature: { x: 1n, y: 3n } }, 'signature', 'a point on the curve', '1, 3'],
    [{ aggPkG2: { x: [1n, 2n], y: [3n, 4n] } }, 'aggPkG2', twist, '1,2, 3,4'],
  ])('%#', async (change, field, expected, found) => {
    expect(await verifyQuorumSignature({ ...claim, ...change })).toEqual(refused(field, expected, found))
  })

  it('or has the greatest numbers of the contract', async () => {
    const largest = { epoch: 2n ** 256n - 1n, quorumId: 2n ** 256n - 1n }
    expect(await verifyQuorumSignature({ ...claim, ...largest })).toMatchObject({ kind: 'not-attested' })
    expect(await verifyQuorumSignature({ ...claim, epoch: 0n, quorumId: 0n })).toMatchObject({ kind: 'not-attested' })
  })
})

describe('arithmetic of BN254', () => {
  it('reads points as the contract writes them', () => {
    expect(readG1({ x: 1n, y: 2n }, 'p')).toEqual(bn254.G1.Point.BASE)
    const { x, y } = bn254.G2.Point.BASE.toAffine()
    expect(readG2({ x: [x.c1, x.c0], y: [y.c1, y.c0] }, 'p')).toEqual(bn254.G2.Point.BASE)
  })

  it('takes infinity for neutral in a pairing', () => {
    const [g1, g2] = [bn254.G1.Point.BASE, bn254.G2.Point.BASE]
    const [zero1, zero2] = [bn254.G1.Point.ZERO, bn254.G2.Point.ZERO]
    expect(cancel(g1, g2, g1.negate(), g2)).toBe(true)
    expect(cancel(g1, g2, g1, g2.negate())).toBe(true)
    expect(cancel(g1, g2, g1, g2)).toBe(false)
    expect(cancel(zero1, g2, g1, zero2)).toBe(true)
    expect(cancel(zero1, g2, g1, g2)).toBe(false)
    expect(cancel(g1, g2, g1, zero2)).toBe(false)
  })

  it('has roots of unity of every order, powers and inverses', () => {
    for (const bits of [0, 1, 2, 20, 28]) {
      const root = rootOfUnity(bits)
      expect(power(root, 1n << BigInt(bits))).toBe(1n)
      if (bits > 0) expect(power(root, 1n << BigInt(bits - 1))).toBe(MODULUS - 1n)
    }
    expect([power(3n, 0n), power(3n, 5n), power(MODULUS + 2n, 3n)]).toEqual([1n, 243n, 8n])
    expect((inverse(12_345n) * 12_345n) % MODULUS).toBe(1n)
  })

  it('needs WebAssembly, and says so', () => {
    const grow = () => createKernel(2 ** 33)
    expect(grow).toThrow(DaTransformUnavailable)
    try {
      grow()
    } catch (error) {
      expect(error).toMatchObject({
        ...{ name: 'DaTransformUnavailable', message: 'The transform of 0G DA needs WebAssembly and its memory.' },
        cause: expect.any(Error),
      })
    }
  })
})

describe('first byte that is not zero', () => {
  it('lies between the ends that were given', () => {
    const bytes = Uint8Array.of(1, 0, 0, 5, 0, 6)
    expect(firstNonZero(bytes, 0, 6)).toBe(0)
    expect(firstNonZero(bytes, 1, 6)).toBe(3)
    expect(firstNonZero(bytes, 3, 4)).toBe(3)
    expect(firstNonZero(bytes, 1, 3)).toBe(-1)
    expect(firstNonZero(bytes, 4, 5)).toBe(-1)
    expect(firstNonZero(bytes, 2, 2)).toBe(-1)
  })
})
