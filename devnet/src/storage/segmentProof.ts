import { type Hex, keccak256, storageRoot } from '@touchstone/verify'
import { getBytes, hexlify } from 'ethers'
import { CHUNK_BYTES, SEGMENT_BYTES, SEGMENT_CHUNKS } from './fileStore.js'

/** A segment with its way to the file's root, as `zgs_downloadSegmentWithProof` answers it. */
export interface SegmentProof {
  /** Segment root, siblings from the bottom, file root; a file of one segment has its root alone. */
  lemma: Hex[]
  /** True where our side is the left one. */
  path: boolean[]
}

/** Proof of segment `index` of a file held in memory: RFC 6962 shape over the roots of its padded segments. */
export function buildSegmentProof(bytes: Uint8Array, index: number): SegmentProof {
  const leaves = segmentRoots(bytes)
  const lemma: Hex[] = []
  const path: boolean[] = []
  const root = climb(leaves, index, lemma, path)
  const leaf = leaves[index]
  if (leaf === undefined) throw new RangeError(`Segment ${index} is out of bound: the file has ${leaves.length}.`)
  return leaves.length === 1 ? { lemma: [root], path: [] } : { lemma: [leaf, ...lemma, root], path }
}

function climb(leaves: Hex[], index: number, lemma: Hex[], path: boolean[]): Hex {
  const [first] = leaves
  if (leaves.length === 1 && first !== undefined) return first
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  const left = leaves.slice(0, split)
  const right = leaves.slice(split)
  const isLeft = index < split
  const own = isLeft ? climb(left, index, lemma, path) : climb(right, index - split, lemma, path)
  const sibling = treeRoot(isLeft ? right : left)
  lemma.push(sibling)
  path.push(isLeft)
  return isLeft ? join(own, sibling) : join(sibling, own)
}

function treeRoot(leaves: Hex[]): Hex {
  const [first] = leaves
  if (leaves.length === 1 && first !== undefined) return first
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return join(treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)))
}

// Each segment's own root over its chunks after the padding of the whole file.
function segmentRoots(bytes: Uint8Array): Hex[] {
  const { paddedChunks } = storageRoot(bytes)
  const roots: Hex[] = []
  for (let start = 0; start < paddedChunks; start += SEGMENT_CHUNKS) {
    const chunks = Math.min(SEGMENT_CHUNKS, paddedChunks - start)
    const padded = new Uint8Array(chunks * CHUNK_BYTES)
    padded.set(bytes.subarray(start * CHUNK_BYTES, Math.min(bytes.length, start * CHUNK_BYTES + SEGMENT_BYTES)))
    roots.push(chunkTreeRoot(padded))
  }
  return roots
}

function chunkTreeRoot(padded: Uint8Array): Hex {
  const leaves: Hex[] = []
  for (let at = 0; at < padded.length; at += CHUNK_BYTES)
    leaves.push(hexlify(keccak256(padded.subarray(at, at + CHUNK_BYTES))) as Hex)
  return treeRoot(leaves)
}

function join(left: Hex, right: Hex): Hex {
  return hexlify(keccak256(Buffer.concat([getBytes(left), getBytes(right)]))) as Hex
}
