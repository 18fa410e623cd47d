/** What a `Submit` log of the Flow contract says about a file, without the file. */
import { keccak256 } from '#primitives'
import { fromHexSized, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { foldHashes } from './chunkTree.js'

/** A perfect subtree of 2^height chunks, as the Flow contract's `Submit` log lists them. */
export interface StorageNode {
  height: number
  root: Hex
}

/** Root of a file from the nodes of its `Submit` log, first node leftmost. @throws RangeError without nodes. */
export function foldNodes(nodes: readonly { root: Hex }[]): Hex {
  return toHex(foldHashes(nodes.map(toHash)))
}

/**
 * `identity` of a `Submit` log: keccak256 of the node roots one after the other. It is the file's root for two nodes
 * only. @throws RangeError without nodes.
 */
export function identityFromNodes(nodes: readonly { root: Hex }[]): Hex {
  if (nodes.length === 0) throw new RangeError('A submission has at least one node.')
  const roots = new Uint8Array(32 * nodes.length)
  for (const [at, node] of nodes.entries()) roots.set(toHash(node), 32 * at)
  return toHex(keccak256(roots))
}

/** Whether the contract can have accepted a submission, with the 256-byte sectors that its nodes cover. */
export type SubmissionForm = { kind: 'valid'; sectors: bigint } | { kind: 'invalid'; why: string }

const CHUNK = 256n
const MAX_HEIGHT = 63

/**
 * The contract's rules for a submission of `size` bytes (0g-storage-contracts, `SubmissionLibrary.valid`). Together they
 * leave one number of sectors for a size, the one of `paddedChunkCount`.
 */
export function checkSubmission(size: bigint, nodes: readonly { height: number }[]): SubmissionForm {
  const heights = nodes.map(({ height }) => height)
  const [first, last] = [heights[0], heights.at(-1)]
  if (first === undefined || last === undefined) return invalid('it has no nodes')
  for (const [at, height] of heights.entries()) {
    if (!Number.isInteger(height) || height < 0 || height > MAX_HEIGHT)
      return invalid(`height ${height} is not a whole number up to ${MAX_HEIGHT}`)
    const before = heights[at - 1]
    if (before !== undefined && height >= before) return invalid(`height ${height} does not descend from ${before}`)
  }
  if (first - last > 3) return invalid(`heights ${first} and ${last} are more than three apart`)
  const sectors = heights.reduce((sum, height) => sum + 2n ** BigInt(height), 0n)
  const least = lastCapacity(sectors, heights.length, first) * CHUNK
  if (size > sectors * CHUNK) return invalid(`${size} bytes do not fit ${sectors} sectors`)
  if (size <= least) return invalid(`${size} bytes would fit fewer than ${sectors} sectors`)
  return { kind: 'valid', sectors }
}

// Sectors that the next smaller submission would have covered.
function lastCapacity(sectors: bigint, nodeCount: number, first: number): bigint {
  if (sectors < 16n) return sectors - 1n
  return nodeCount === 1 ? sectors - sectors / 16n : sectors - 2n ** BigInt(first - 3)
}

function invalid(why: string): SubmissionForm {
  return { kind: 'invalid', why }
}

function toHash({ root }: { root: Hex }): Uint8Array {
  return fromHexSized(root, 32, 'node root')
}
