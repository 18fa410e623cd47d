/** Which subtrees a root or a proof is made of, and how their hashes are put together again. */
import { EMPTY_ROOT, nodeHash } from './hash.js'

/** The entries from `start` up to, not including, `end`: a subtree as RFC 6962 cuts it. */
export interface Range {
  start: number
  end: number
}

/** A complete subtree of 2^level leaves, the index-th of its level. */
export interface Node {
  level: number
  index: number
}

/** The subtrees whose hashes are the inclusion proof of an entry, from its sibling upwards. Needs index < size. */
export function inclusionRanges(index: number, size: number): Range[] {
  return cut(index, { start: 0, end: size })
}

/** The subtrees whose hashes are the consistency proof between two sizes; none where the old size is 0 or the new one. */
export function consistencyRanges(oldSize: number, newSize: number): Range[] {
  if (oldSize === 0 || oldSize === newSize) return []
  return split(oldSize, { start: 0, end: newSize }, true)
}

/** The complete subtrees that a range consists of, from the left; their sizes decrease. */
export function nodesOf({ start, end }: Range): Node[] {
  const nodes: Node[] = []
  for (let at = start; at < end; ) {
    const level = levelWithin(end - at)
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** Hash of a range from the hashes of its nodes; of none, that of the empty tree. */
export function foldNodeHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right))
}

function cut(index: number, range: Range): Range[] {
  if (range.end - range.start === 1) return []
  const [left, right] = halves(range)
  return index < left.end ? [...cut(index, left), right] : [...cut(index, right), left]
}

function split(oldSize: number, range: Range, isOldWhole: boolean): Range[] {
  if (oldSize === range.end) return isOldWhole ? [] : [range]
  const [left, right] = halves(range)
  if (oldSize <= left.end) return [...split(oldSize, left, isOldWhole), right]
  return [...split(oldSize, right, false), left]
}

/** At the largest power of two below the number of leaves. */
function halves({ start, end }: Range): [Range, Range] {
  const middle = start + 2 ** levelWithin(end - start - 1)
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

/** Level of the largest complete subtree with at most so many leaves; logarithms round up just below a power of two. */
function levelWithin(leaves: number): number {
  let level = 0
  while (2 ** (level + 1) <= leaves) level += 1
  return level
}
