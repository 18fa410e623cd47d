import { keccak256 } from '#primitives'
import type { Hex } from '../subject.js'
import type { G1, G1Point, G2, G2Point } from './curve.js'
import { MODULUS } from './field.js'
import { isRoot } from './pointer.js'
import { type DaRefusal, refuse } from './refusal.js'

/** What a `submitVerifiedCommitRoots` call carries for one blob, and what `getAggPkG1` answers for its bitmap. */
export interface QuorumSignature {
  dataRoot: Hex
  epoch: bigint
  quorumId: bigint
  erasureCommitment: G1Point
  /** Bit i % 8 of byte i / 8, least significant first, stands for row i. */
  quorumBitmap: Uint8Array
  /** Sum of the keys of the signers named by the bitmap, read from the chain: the one part that the caller vouches for. */
  aggPkG1: G1Point
  aggPkG2: G2Point
  signature: G1Point
  /** Rows of the quorum, and rows that count as signed. */
  total: bigint
  hit: bigint
}

/**
 * `attested`: the quorum signed this commitment for this root. It links neither to the payload by itself, and it does
 * not show that the rows are still there.
 * `not-attested`: the contract's rules do not hold for these values; `rule` names the first that does not.
 * `byContract` is whether the contract's own single pairing would accept.
 */
export type QuorumResult =
  | { kind: 'attested'; hit: bigint; total: bigint }
  | { kind: 'not-attested'; rule: 'two-thirds'; expected: string; found: string }
  | { kind: 'not-attested'; rule: 'keys-agree' | 'signature'; byContract: boolean }
  | DaRefusal

const BITMAP_BYTES = 384
const WORD = 2n ** 256n

/**
 * Checks the signature of a quorum over (data root, epoch, quorum, erasure commitment) as DAEntrance does, and each
 * half of its pairing by itself, so that nothing rests on the hash that weighs them against each other. Stricter than
 * the contract: points at infinity are refused. No value of a field makes it throw.
 */
export async function verifyQuorumSignature(claim: QuorumSignature): Promise<QuorumResult> {
  const { total, hit } = claim
  const refusal = findRefusal(claim)
  if (refusal !== undefined) return refusal
  const { cancel, hashToG1, readG1, readG2 } = await import('./curve.js')
  const { bn254 } = await import('@noble/curves/bn254.js')
  const commitment = readG1(claim.erasureCommitment, 'erasureCommitment')
  if (isRefusal(commitment)) return commitment
  const keyG1 = readG1(claim.aggPkG1, 'aggPkG1')
  if (isRefusal(keyG1)) return keyG1
  const keyG2 = readG2(claim.aggPkG2, 'aggPkG2')
  if (isRefusal(keyG2)) return keyG2
  const signature = readG1(claim.signature, 'signature')
  if (isRefusal(signature)) return signature

  if (2n * total > 3n * hit) {
    const expected = `at least ${(2n * total + 2n) / 3n} of ${total} rows`
    return { kind: 'not-attested', rule: 'two-thirds', expected, found: `${hit} rows` }
  }
  const hash = hashToG1(toNumber(keccak256(signedMessage(claim))))
  const negated = bn254.G2.Point.BASE.negate()
  const base = bn254.G1.Point.BASE
  const weight = weightOf(claim, hash)
  const byContract = cancel(
    signature.add(keyG1.multiplyUnsafe(weight)),
    negated,
    hash.add(base.multiplyUnsafe(weight)),
    keyG2,
  )
  if (!cancel(keyG1, negated, base, keyG2)) return { kind: 'not-attested', rule: 'keys-agree', byContract }
  if (!cancel(signature, negated, hash, keyG2)) return { kind: 'not-attested', rule: 'signature', byContract }
  return { kind: 'attested', hit, total }
}

/** The bytes whose keccak256 is signed. */
export function signedMessage({ dataRoot, epoch, quorumId, erasureCommitment }: SignedFields): Uint8Array {
  return toWords([BigInt(dataRoot), epoch, quorumId, erasureCommitment.x, erasureCommitment.y])
}

type SignedFields = Pick<QuorumSignature, 'dataRoot' | 'epoch' | 'quorumId' | 'erasureCommitment'>

function findRefusal({ dataRoot, epoch, quorumId, quorumBitmap, total, hit }: QuorumSignature): DaRefusal | undefined {
  if (!isRoot(dataRoot)) return refuse('dataRoot', '0x and 64 lower-case hex digits', dataRoot)
  if (epoch < 0n || epoch >= WORD) return refuse('epoch', 'from 0 to 2^256 - 1', epoch)
  if (quorumId < 0n || quorumId >= WORD) return refuse('quorumId', 'from 0 to 2^256 - 1', quorumId)
  if (quorumBitmap.length !== BITMAP_BYTES) {
    return refuse('quorumBitmap', `${BITMAP_BYTES} bytes`, `${quorumBitmap.length} bytes`)
  }
  // The precompile takes a bitmap of exactly as many bytes as the rows need.
  if ((total + 7n) / 8n !== BigInt(BITMAP_BYTES)) {
    return refuse('total', `as many rows as ${BITMAP_BYTES} bytes of bits hold`, total)
  }
  const set = countBits(quorumBitmap, Number(total))
  // A signer's rows after its first marked one count as well: hit may exceed the marked rows, and never falls short.
  if (hit < BigInt(set) || hit > total) return refuse('hit', `from ${set} marked rows to ${total}`, hit)
  return undefined
}

/** keccak256(signature, aggPkG1, aggPkG2, hash) modulo r, as the contract weighs the two halves of its pairing. */
export function weightOf({ signature, aggPkG1, aggPkG2 }: QuorumSignature, hash: G1): bigint {
  const { x, y } = hash.toAffine()
  const points = [signature.x, signature.y, aggPkG1.x, aggPkG1.y, ...aggPkG2.x, ...aggPkG2.y, x, y]
  return toNumber(keccak256(toWords(points))) % MODULUS
}

function countBits(bitmap: Uint8Array, rows: number): number {
  let count = 0
  for (let row = 0; row < rows; row += 1) count += ((bitmap[row >> 3] ?? 0) >> (row & 7)) & 1
  return count
}

function toWords(values: readonly bigint[]): Uint8Array {
  const words = new Uint8Array(32 * values.length)
  for (const [index, value] of values.entries()) {
    for (let byte = 31, rest = value; byte >= 0; byte -= 1, rest >>= 8n) words[32 * index + byte] = Number(rest & 0xffn)
  }
  return words
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function isRefusal(value: G1 | G2 | DaRefusal): value is DaRefusal {
  return 'kind' in value
}
