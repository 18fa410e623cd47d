import type { Hex } from '@touchstone/verify'
import { type Refusal, refuse } from '../attempt.js'
import type { RpcSource } from '../jsonRpc.js'
import { CHUNK_BYTES, countSegments, downloadSegment, SEGMENT_BYTES, type WrongSegment } from './segments.js'
import type { HeldFile } from './storageNode.js'

/**
 * A file as its segments come in, each proven before it is placed: nodes that hold single shards, and what a node sent
 * before it lied, complete each other.
 */
export interface Assembly {
  /** Whole chunks. */
  readonly bytes: Uint8Array
  readonly missing: Set<number>
}

/** What one node added. */
export interface NodePart {
  outcome: 'complete' | Refusal | WrongSegment
  /** Bytes of segments that were proven. */
  bytes: number
}

export function startAssembly(size: number): Assembly {
  // Shared, so that threads hash and read it without a copy. Pages are not touched before bytes arrive for them.
  const bytes = new Uint8Array(new SharedArrayBuffer(Math.ceil(size / CHUNK_BYTES) * CHUNK_BYTES))
  return { bytes, missing: new Set(Array.from({ length: countSegments(size) }, (_, index) => index)) }
}

/** Asks a node for the missing segments of its shard until one is wrong or does not come. */
export async function addFrom(node: RpcSource, root: Hex, file: HeldFile, assembly: Assembly): Promise<NodePart> {
  let bytes = 0
  for (const index of [...assembly.missing].filter((it) => isInShard(file, it))) {
    const segment = await downloadSegment(node, root, file.submission, index)
    if (!segment.ok) return { outcome: segment, bytes }
    assembly.bytes.set(segment.data, index * SEGMENT_BYTES)
    assembly.missing.delete(index)
    bytes += segment.data.length
  }
  if (assembly.missing.size === 0) return { outcome: 'complete', bytes }
  const { shardId, numShard } = file.shard
  const detail = `shard ${shardId} of ${numShard}; ${assembly.missing.size} segments are with other nodes`
  return { outcome: refuse('partial', detail), bytes }
}

/** A node keeps each `numShard`-th segment of the whole flow. */
export function isInShard({ firstSegment, shard }: Pick<HeldFile, 'firstSegment' | 'shard'>, index: number): boolean {
  return (firstSegment + index) % shard.numShard === shard.shardId
}
