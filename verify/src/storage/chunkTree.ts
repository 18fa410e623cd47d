/** The Merkle tree of 0G Storage over 256-byte chunks: docs/trail.md "Root". */
import { chunkTreeRoot, keccak256 } from '#primitives'

export const CHUNK_BYTES = 256
/** A segment is what storage nodes serve at once: the subtree of the lowest ten levels. */
export const SEGMENT_CHUNKS = 1024
export const SEGMENT_BYTES = SEGMENT_CHUNKS * CHUNK_BYTES
const SEGMENT_HEIGHT = 10

/** A perfect subtree of 2^height chunks. */
export interface Subtree {
  height: number
  hash: Uint8Array
}

/** A tree that grows from the left; it keeps at most one subtree of each height. */
export interface ChunkTree {
  /** Takes exactly SEGMENT_BYTES; all before it were whole segments too. */
  pushSegment(bytes: Uint8Array): void
  /** Takes the last bytes, a segment at most, and fills their last chunk with zeros. */
  pushTail(bytes: Uint8Array): void
  /** Adds zero chunks up to that many chunks in all. */
  padTo(chunks: number): void
  readonly chunks: number
  /** Descending heights: the binary decomposition of `chunks`. */
  readonly subtrees: readonly Subtree[]
}

/** An empty tree. */
export function createChunkTree(): ChunkTree {
  const subtrees: Subtree[] = []
  let chunks = 0

  const push = (subtree: Subtree): void => {
    chunks += 2 ** subtree.height
    let top = subtree
    for (let below = subtrees.at(-1); below?.height === top.height; below = subtrees.at(-1)) {
      subtrees.pop()
      top = { height: top.height + 1, hash: joinHashes(below.hash, top.hash) }
    }
    subtrees.push(top)
  }
  const pushTail = (bytes: Uint8Array): void => {
    let at = 0
    for (let height = SEGMENT_HEIGHT; height >= 0; height -= 1) {
      const size = 2 ** height * CHUNK_BYTES
      if (bytes.length - at < size) continue
      push({ height, hash: chunkTreeRoot(bytes.subarray(at, at + size)) })
      at += size
    }
    if (at === bytes.length) return
    const last = new Uint8Array(CHUNK_BYTES)
    last.set(bytes.subarray(at))
    push({ height: 0, hash: keccak256(last) })
  }
  const padTo = (wanted: number): void => {
    const zeros: Uint8Array[] = []
    while (chunks < wanted) {
      const height = largestStep(chunks, wanted - chunks)
      push({ height, hash: zeroSubtree(zeros, height) })
    }
  }
  return {
    pushSegment: (bytes) => push({ height: SEGMENT_HEIGHT, hash: chunkTreeRoot(bytes) }),
    pushTail,
    padTo,
    get chunks() {
      return chunks
    },
    subtrees,
  }
}

/** keccak256(left ‖ right). */
export function joinHashes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(left.length + right.length)
  pair.set(left, 0)
  pair.set(right, left.length)
  return keccak256(pair)
}

/** Root over subtrees from left to right, folded from the right. @throws RangeError without any. */
export function foldHashes(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) throw new RangeError('A submission has at least one node; an empty file has no root.')
  return hashes.reduceRight((right, left) => joinHashes(left, right))
}

/** Chunks after zero padding: to a multiple of a sixteenth of the next power of two. */
export function paddedChunkCount(chunks: number): number {
  // Not by logarithms: they round beyond 2^48.
  let power = 1
  while (power < chunks) power *= 2
  const unit = Math.max(1, power / 16)
  return Math.ceil(chunks / unit) * unit
}

/** Height of the largest subtree that is aligned at `position` and not larger than `remaining`. */
function largestStep(position: number, remaining: number): number {
  let height = 0
  while (position % 2 ** (height + 1) === 0 && 2 ** (height + 1) <= remaining) height += 1
  return height
}

function zeroSubtree(zeros: Uint8Array[], height: number): Uint8Array {
  let hash = zeros[0] ?? keccak256(new Uint8Array(CHUNK_BYTES))
  zeros[0] = hash
  for (let level = 1; level <= height; level += 1) {
    hash = zeros[level] ?? joinHashes(hash, hash)
    zeros[level] = hash
  }
  return hash
}
