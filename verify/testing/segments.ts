/** Claims about segments of files whose bytes follow from their size. */
import { SEGMENT_BYTES } from '../src/storage/chunkTree.js'
import { buildSegmentProof, type SegmentProof } from '../src/storage/segmentProof.js'
import { storageRoot } from '../src/storage/storageRoot.js'
import type { SegmentClaim } from '../src/storage/verifySegment.js'

/** A file of that size. */
export function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + 7) % 256)
}

/** The claim about one segment as a storage node answers it: whole chunks. */
export function claimOf(bytes: Uint8Array, index: number, proof = buildSegmentProof(bytes, index)): SegmentClaim {
  const own = bytes.subarray(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES)
  const data = new Uint8Array(Math.ceil(own.length / 256) * 256)
  data.set(own)
  return { root: storageRoot(bytes).root ?? '0x', fileSize: bytes.length, index, data, proof }
}

/** The claim with other parts of its proof. */
export function withProof(claim: SegmentClaim, changes: Partial<SegmentProof>): SegmentClaim {
  return { ...claim, proof: { ...claim.proof, ...changes } }
}
