/** Where the segments of a file stand in its tree: all of it follows from the file's size. */
import { CHUNK_BYTES, paddedChunkCount, SEGMENT_CHUNKS } from './chunkTree.js'

export interface SegmentPlace {
  /** Bytes of the file in the segment. */
  bytes: number
  /** The same, filled up to whole chunks, as storage nodes serve it. */
  chunkBytes: number
  /** Chunks under the segment's own root: those with bytes, and padding of the file. */
  leaves: number
  /** From the bottom, true where the segment's side is the left one; empty for the only segment. */
  path: boolean[]
}

/** Segments of a file after padding. Those at the end may be padding alone. */
export function countSegments(fileSize: number): number {
  return Math.ceil(paddedChunkCount(Math.ceil(fileSize / CHUNK_BYTES)) / SEGMENT_CHUNKS)
}

/** The place of a segment; undefined where the file has no bytes in it, or the numbers are no size and index. */
export function findSegment(fileSize: number, index: number): SegmentPlace | undefined {
  if (!Number.isSafeInteger(fileSize) || !Number.isSafeInteger(index) || fileSize < 1 || index < 0) return undefined
  const chunks = Math.ceil(fileSize / CHUNK_BYTES)
  const start = index * SEGMENT_CHUNKS
  if (start >= chunks) return undefined
  const own = Math.min(SEGMENT_CHUNKS, chunks - start)
  return {
    bytes: Math.min(own * CHUNK_BYTES, fileSize - start * CHUNK_BYTES),
    chunkBytes: own * CHUNK_BYTES,
    leaves: Math.min(SEGMENT_CHUNKS, paddedChunkCount(chunks) - start),
    path: pathOf(index, countSegments(fileSize)),
  }
}

/** Leaves in the left part of a tree: the largest power of two below their number. */
export function leftLeaves(leaves: number): number {
  let power = 1
  while (power * 2 < leaves) power *= 2
  return power
}

function pathOf(index: number, segments: number): boolean[] {
  const path: boolean[] = []
  let [at, count] = [index, segments]
  while (count > 1) {
    const left = leftLeaves(count)
    const isLeft = at < left
    path.push(isLeft)
    if (isLeft) count = left
    else {
      at -= left
      count -= left
    }
  }
  return path.reverse()
}
