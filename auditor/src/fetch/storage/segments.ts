import { foldSegment, type Hex, type SegmentProof, storageRoot, verifySegment } from '@touchstone/verify'
import { z } from 'zod'
import { type Refusal, refuse } from '../attempt.js'
import { call, type RpcSource } from '../jsonRpc.js'
import type { Submission } from './storageNode.js'

export const CHUNK_BYTES = 256
/** A segment is what a node sends at once: 256 KiB. */
export const SEGMENT_BYTES = 1024 * CHUNK_BYTES
/** Base64 of one segment, its proof and the envelope around them. */
const SEGMENT_ANSWER_BYTES = Math.ceil((SEGMENT_BYTES * 4) / 3) + 16_384
/** A tree of any file that can be anchored is lower. */
const MAX_PROOF_STEPS = 64

const segmentShape = z
  .object({
    data: z.base64(),
    proof: z.object({
      lemma: z.array(z.string().regex(/^0x[0-9a-f]{64}$/i)).max(MAX_PROOF_STEPS),
      path: z.array(z.boolean()).max(MAX_PROOF_STEPS),
    }),
  })
  .nullable()

/** A segment that is not the file's: it accuses the node. */
export interface WrongSegment {
  ok: false
  outcome: 'mismatch' | 'size-mismatch'
  detail: string
  /** What was served. */
  data: Uint8Array
  /** File root that the bytes lead to along the node's own proof; their own root where they have not the shape for it. */
  foundRoot: Hex | undefined
}

/** Segments of a file that have bytes. */
export function countSegments(size: number): number {
  return Math.ceil(size / SEGMENT_BYTES)
}

/**
 * One segment of a submission with its proof, checked against the root as it arrives. The size counts in whole chunks: a
 * root does not fix a file's end within its last one, and a stranger's anchor must not accuse the node.
 */
export async function downloadSegment(
  node: RpcSource,
  root: Hex,
  { txSeq, size }: Submission,
  index: number,
): Promise<{ ok: true; data: Uint8Array } | Refusal | WrongSegment> {
  const answer = await call(node, {
    method: 'zgs_downloadSegmentWithProofByTxSeq',
    params: [txSeq, index],
    result: segmentShape,
    maxBytes: SEGMENT_ANSWER_BYTES,
  })
  if (!answer.ok) return answer
  if (answer.value === null) return refuse('partial', `the node does not hold segment ${index}`)
  const served = Buffer.from(answer.value.data, 'base64')
  const { lemma, path } = answer.value.proof
  const proof: SegmentProof = { lemma: lemma.map((hash) => hash.toLowerCase() as Hex), path }
  const fileSize = Math.ceil(size / CHUNK_BYTES) * CHUNK_BYTES
  const claim = {
    fileSize,
    index,
    data: fillChunk(served, Math.min(size - index * SEGMENT_BYTES, SEGMENT_BYTES)),
    proof,
  }
  const result = verifySegment({ root, ...claim })
  if (result.kind === 'match') return { ok: true, data: claim.data }
  const end = size - index * SEGMENT_BYTES
  const isSize = claim.data.length !== Math.min(fileSize - index * SEGMENT_BYTES, SEGMENT_BYTES) || hasMore(served, end)
  return {
    ok: false,
    outcome: isSize ? 'size-mismatch' : 'mismatch',
    detail: `segment ${index} of ${countSegments(size)}: ${result.why}`,
    data: served,
    foundRoot: foldSegment(claim) ?? storageRoot(served).root ?? undefined,
  }
}

/** A last chunk that a node sent without its padding is complete. */
function fillChunk(served: Uint8Array, expected: number): Uint8Array {
  if (served.length !== expected || served.length % CHUNK_BYTES === 0) return served
  const filled = new Uint8Array(Math.ceil(expected / CHUNK_BYTES) * CHUNK_BYTES)
  filled.set(served)
  return filled
}

function hasMore(served: Uint8Array, end: number): boolean {
  return served.subarray(end).some((byte) => byte !== 0)
}
