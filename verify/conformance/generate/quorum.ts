import { bn254 } from '@noble/curves/bn254.js'
import { type G1, type G2, hashToG1 } from '../../src/da/curve.js'
import { signedMessage } from '../../src/da/quorum.js'
import { keccak256 } from '../../src/index.js'
import type { Writer } from './writer.js'

const SECRET = 123_456_789_123_456_789n
const P = bn254.fields.Fp.ORDER
const INFINITY = { x: '0', y: '0' }

/** Signatures of DA quorums. */
export function quorumVectors(writer: Writer): void {
  const claim = claimOf(SECRET)
  const other = claimOf(SECRET + 1n)
  writer.vector('quorum-signature/two-thirds.pass', 'Just enough rows, signed by the keys.', claim)
  writer.vector('quorum-signature/all-rows.pass', 'Rows beyond the marked ones count as well.', {
    ...claim,
    hit: '3072',
  })
  const failing: [string, string, Record<string, unknown>][] = [
    ['other-root', 'Signed for another root.', { dataRoot: `0x${'cd'.repeat(32)}` }],
    ['other-epoch', 'Signed for another epoch.', { epoch: '8' }],
    ['other-quorum', 'Signed for another quorum.', { quorumId: '2' }],
    ['other-commitment', 'Signed for another commitment.', { erasureCommitment: g1(base(5n)) }],
    ['signature-negated', 'The other sign.', { signature: { ...claim.signature, y: negate(claim.signature.y) } }],
    ['signature-of-others', 'Signed by other keys.', { signature: other.signature }],
    ['keys-of-others', 'The keys that the chain sums up are others.', { aggPkG1: other.aggPkG1 }],
    [
      'own-keys',
      'Keys and signature of others under the right sum.',
      {
        aggPkG2: other.aggPkG2,
        signature: other.signature,
      },
    ],
    ['one-row-too-few', 'Two thirds of 3072 are 2048.', { hit: '2047', quorumBitmap: bitmapOf(2047) }],
    ['nobody', 'No row at all.', { hit: '0', quorumBitmap: bitmapOf(0) }],
  ]
  for (const [name, about, change] of failing)
    writer.vector(`quorum-signature/${name}.fail`, about, { ...claim, ...change })
  const { x, y } = claim.aggPkG2
  const refused: [string, string, Record<string, unknown>][] = [
    [
      'infinity-signs',
      'Infinity is everybody’s signature.',
      {
        signature: INFINITY,
        aggPkG1: INFINITY,
        aggPkG2: { x: ['0', '0'], y: ['0', '0'] },
      },
    ],
    ['not-reduced', 'A coordinate has one form.', { signature: { ...claim.signature, x: plusP(claim.signature.x) } }],
    ['not-on-the-curve', 'No point.', { signature: { x: '1', y: '1' } }],
    ['words-swapped', 'The order of the EVM.', { aggPkG2: { x: [x[1], x[0]], y: [y[1], y[0]] } }],
    ['bitmap-short', 'A bitmap has 384 bytes.', { quorumBitmap: { bytes: { hex: '', edits: [['fill', 'ff', 383]] } } }],
    ['bitmap-long', 'A bitmap has 384 bytes.', { quorumBitmap: { bytes: { hex: '', edits: [['fill', 'ff', 385]] } } }],
    ['bitmap-empty', 'A bitmap has 384 bytes.', { quorumBitmap: { bytes: { hex: '' } } }],
    ['fewer-hits-than-marked', 'Marked rows signed.', { hit: '2047' }],
    ['more-hits-than-rows', 'No quorum has so many.', { hit: '3073' }],
    ['no-rows', 'A quorum has rows.', { total: '0' }],
    ['epoch-negative', 'A word of the EVM is not negative.', { epoch: '-1' }],
    ['epoch-not-canonical', 'A decimal has one form.', { epoch: '07' }],
    ['epoch-beyond-256-bits', 'A word of the EVM.', { epoch: String(2n ** 256n) }],
    ['root-short', 'A root has 32 bytes.', { dataRoot: '0xab' }],
  ]
  for (const [name, about, change] of refused)
    writer.vector(`quorum-signature/${name}.refused`, about, { ...claim, ...change })
}

function claimOf(secret: bigint) {
  const fields = {
    dataRoot: `0x${'ab'.repeat(32)}`,
    epoch: 7n,
    quorumId: 1n,
    erasureCommitment: base(4n).toAffine(),
  } as const
  const hash = BigInt(`0x${Buffer.from(keccak256(signedMessage(fields))).toString('hex')}`)
  return {
    dataRoot: fields.dataRoot,
    epoch: '7',
    quorumId: '1',
    erasureCommitment: g1(base(4n)),
    quorumBitmap: bitmapOf(2048),
    aggPkG1: g1(base(secret)),
    aggPkG2: g2(bn254.G2.Point.BASE.multiply(secret)),
    signature: g1(hashToG1(hash).multiply(secret)),
    total: '3072',
    hit: '2048',
  }
}

function base(scalar: bigint): G1 {
  return bn254.G1.Point.BASE.multiply(scalar)
}

function g1(point: G1) {
  const { x, y } = point.toAffine()
  return { x: String(x), y: String(y) }
}

function g2(point: G2) {
  const { x, y } = point.toAffine()
  return { x: [String(x.c1), String(x.c0)], y: [String(y.c1), String(y.c0)] }
}

function bitmapOf(rows: number) {
  const whole = rows >> 3
  const rest = rows % 8 === 0 ? '' : ((1 << (rows % 8)) - 1).toString(16).padStart(2, '0')
  return {
    bytes: {
      hex: '',
      edits: [
        ['fill', 'ff', whole],
        ['append', rest],
        ['fill', '00', 384 - whole - rest.length / 2],
      ],
    },
  }
}

function negate(coordinate: string): string {
  return String(P - BigInt(coordinate))
}

function plusP(coordinate: string): string {
  return String(P + BigInt(coordinate))
}
