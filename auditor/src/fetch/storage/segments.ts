import { z } from 'zod'
import { type Refusal, refuse } from '../attempt.js'
import { call, type RpcSource } from '../jsonRpc.js'
import type { Submission } from './storageNode.js'

const CHUNK = 256
/** A node refuses to send more at once. */
const SEGMENT_CHUNKS = 1024
/** Base64 of one segment and the envelope around it. */
const SEGMENT_ANSWER_BYTES = Math.ceil((SEGMENT_CHUNKS * CHUNK * 4) / 3) + 4096

const segmentShape = z.base64().nullable()

/**
 * Downloads the whole chunks of a submission, without trusting anything about them. Stops at the first segment whose
 * length is wrong: what came so far is returned, and its root will tell.
 */
export async function downloadSegments(
  node: RpcSource,
  submission: Submission,
): Promise<{ ok: true; served: Uint8Array } | Refusal> {
  const chunks = Math.ceil(submission.size / CHUNK)
  // Pages of a large buffer are not touched before bytes arrive for them.
  const served = Buffer.alloc(chunks * CHUNK)
  for (let start = 0; start < chunks; start += SEGMENT_CHUNKS) {
    const end = Math.min(start + SEGMENT_CHUNKS, chunks)
    const segment = await call(node, {
      method: 'zgs_downloadSegmentByTxSeq',
      params: [submission.txSeq, start, end],
      result: segmentShape,
      maxBytes: SEGMENT_ANSWER_BYTES,
    })
    if (!segment.ok) return segment
    if (segment.value === null) return refuse('partial', `the node does not hold chunks ${start} to ${end}`)
    const bytes = Buffer.from(segment.value, 'base64')
    const place = served.subarray(start * CHUNK, end * CHUNK)
    if (bytes.length > place.length)
      return { ok: true, served: Buffer.concat([served.subarray(0, start * CHUNK), bytes]) }
    bytes.copy(place)
    // A last chunk without its padding is complete; anything shorter is not.
    const expected = Math.min(submission.size, end * CHUNK) - start * CHUNK
    if (bytes.length < expected) return { ok: true, served: served.subarray(0, start * CHUNK + bytes.length) }
  }
  return { ok: true, served }
}
