import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { CHUNK_BYTES, createChunkTree, foldHashes, joinHashes, paddedChunkCount, SEGMENT_BYTES } from './chunkTree.js'
import { countSegments, leftLeaves } from './segmentPath.js'

/** The way from a segment to the file's root, as `zgs_downloadSegmentWithProof` of a storage node answers it. */
export interface SegmentProof {
  /** Segment root, siblings from the bottom, file root; a file of one segment has its root alone. */
  lemma: Hex[]
  /** From the bottom, true where the segment's side is the left one. */
  path: boolean[]
}

/** Proof of one segment of a file held in memory. @throws RangeError where the file has no such segment. */
export function buildSegmentProof(file: Uint8Array, index: number): SegmentProof {
  return proveSegment(hashSegments(file), index)
}

/** Hash of each segment of a file: what the proofs of all its segments are made from. */
export function hashSegments(file: Uint8Array): Uint8Array[] {
  return Array.from({ length: countSegments(file.length) }, (_, n) => segmentHash(file, n))
}

/** Proof of one of those segments. @throws RangeError where there is no such segment. */
export function proveSegment(leaves: readonly Uint8Array[], index: number): SegmentProof {
  const segments = leaves.length
  if (!Number.isInteger(index) || index < 0 || index >= segments)
    throw new RangeError(`Segment ${index} is out of bound: the file has ${segments}.`)
  const lemma: Uint8Array[] = []
  const path: boolean[] = []
  const root = climb(leaves, index, lemma, path)
  const leaf = leaves[index] ?? root
  return { lemma: (segments === 1 ? [root] : [leaf, ...lemma, root]).map(toHex), path }
}

/** Root of a segment's bytes over that many leaves, zeros after the bytes. */
export function hashSegment(bytes: Uint8Array, leaves: number): Uint8Array {
  const tree = createChunkTree()
  tree.pushTail(bytes)
  tree.padTo(leaves)
  return foldHashes(tree.subtrees.map(({ hash }) => hash))
}

function segmentHash(file: Uint8Array, index: number): Uint8Array {
  const start = index * SEGMENT_BYTES
  const leaves = paddedChunkCount(Math.ceil(file.length / CHUNK_BYTES)) - start / CHUNK_BYTES
  return hashSegment(file.subarray(start, start + SEGMENT_BYTES), Math.min(leaves, SEGMENT_BYTES / CHUNK_BYTES))
}

function climb(leaves: readonly Uint8Array[], index: number, lemma: Uint8Array[], path: boolean[]): Uint8Array {
  const [first] = leaves
  if (leaves.length === 1 && first !== undefined) return first
  const split = leftLeaves(leaves.length)
  const isLeft = index < split
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  const own = isLeft ? climb(left, index, lemma, path) : climb(right, index - split, lemma, path)
  const sibling = treeHash(isLeft ? right : left)
  lemma.push(sibling)
  path.push(isLeft)
  return isLeft ? joinHashes(own, sibling) : joinHashes(sibling, own)
}

function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (leaves.length === 1 && first !== undefined) return first
  const split = leftLeaves(leaves.length)
  return joinHashes(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)))
}
