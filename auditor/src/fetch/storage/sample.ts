import { randomInt } from 'node:crypto'
import type { Hex } from '@touchstone/verify'
import { type Refusal, refuse } from '../attempt.js'
import type { RpcSource } from '../jsonRpc.js'
import { countSegments, downloadSegment, type WrongSegment } from './segments.js'
import type { HeldFile } from './storageNode.js'

/** Segments of a file above the limit that are looked at: 4 MiB. */
const SAMPLES = 16

/**
 * Looks at segments of a node's shard, chosen at random, of a file that is too large to fetch. All of them right is still
 * `too-large`, with how many of how many were looked at: it proves that the node has those, and nothing about the others.
 */
export async function sampleSegments(
  node: RpcSource,
  root: Hex,
  { submission, firstSegment, shard: { shardId, numShard } }: HeldFile,
): Promise<(Refusal | WrongSegment) & { bytes: number }> {
  const total = countSegments(submission.size)
  const first = (((shardId - firstSegment) % numShard) + numShard) % numShard
  const own = Math.max(0, Math.ceil((total - first) / numShard))
  const chosen = new Set<number>()
  while (chosen.size < Math.min(SAMPLES, own)) chosen.add(first + numShard * randomInt(own))
  let bytes = 0
  for (const index of chosen) {
    const segment = await downloadSegment(node, root, submission, index)
    if (!segment.ok) return { ...segment, bytes }
    bytes += segment.data.length
  }
  const detail = `${chosen.size} of ${total} segments, chosen at random, belong to the root; the others were not looked at`
  return { ...refuse('too-large', detail), bytes }
}
