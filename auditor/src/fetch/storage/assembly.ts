import type { Hex } from '@touchstone/verify'
import { DISK_FROM_BYTES, type HeldBytes } from '../../files/heldBytes.js'
import type { Scratch } from '../../files/spool.js'
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
  read(): HeldBytes
  place(segment: Uint8Array, at: number): Promise<void>
  readonly missing: Set<number>
}

/** What one node added. */
export interface NodePart {
  outcome: 'complete' | Refusal | WrongSegment
  /** Bytes of segments that were proven. */
  bytes: number
}

/** In memory where the file is small, else on disk. @throws SpoolFull */
export async function startAssembly(size: number, scratch: Scratch): Promise<Assembly> {
  const missing = new Set(Array.from({ length: countSegments(size) }, (_, index) => index))
  const whole = Math.ceil(size / CHUNK_BYTES) * CHUNK_BYTES
  if (whole < DISK_FROM_BYTES) {
    const bytes = new Uint8Array(whole)
    return { read: () => bytes, place: async (segment, at) => bytes.set(segment, at), missing }
  }
  const file = await scratch.create(whole)
  return { read: () => file.read(whole), place: (segment, at) => file.write(segment, at), missing }
}

/** Asks a node for the missing segments of its shard until one is wrong or does not come. */
export async function addFrom(node: RpcSource, root: Hex, file: HeldFile, assembly: Assembly): Promise<NodePart> {
  let bytes = 0
  for (const index of [...assembly.missing].filter((it) => isInShard(file, it))) {
    const segment = await downloadSegment(node, root, file.submission, index)
    if (!segment.ok) return { outcome: segment, bytes }
    await assembly.place(segment.data, index * SEGMENT_BYTES)
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
