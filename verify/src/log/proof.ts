/** Inclusion and consistency proofs of RFC 6962, checked as RFC 9162, sections 2.1.3.2 and 2.1.4.2, writes it down. */
import { EMPTY_ROOT, HASH_BYTES, isSameHash, nodeHash } from './hash.js'

/** An entry's place in a tree. Sizes and indices are whole numbers a double can hold. */
export interface InclusionClaim {
  leaf: Uint8Array
  index: number
  size: number
  root: Uint8Array
  /** From the leaf's sibling up to the root's child. */
  path: readonly Uint8Array[]
}

/** Two trees, the old one said to be the beginning of the new one. */
export interface ConsistencyClaim {
  oldSize: number
  oldRoot: Uint8Array
  newSize: number
  newRoot: Uint8Array
  path: readonly Uint8Array[]
}

/** Whether the path leads from the leaf to the root. Never throws. */
export function verifyInclusion({ leaf, index, size, root, path }: InclusionClaim): boolean {
  const found = rootFromInclusion(leaf, index, size, path)
  return found !== null && isSameHash(found, root)
}

/** Root that a leaf's hash at `index` of `size` leaves and its path lead to; null where the path has another length. */
export function rootFromInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...path])) return null
  const place = { node: BigInt(index), last: BigInt(size) - 1n }
  let hash = leaf
  for (const sibling of path) {
    if (place.last === 0n) return null
    hash = isRight(place) ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
    climb(place)
  }
  return place.last === 0n ? hash : null
}

/** Whether the old tree is the beginning of the new one. Never throws. */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, path }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false
  if (!areHashes([oldRoot, newRoot, ...path])) return false
  if (oldSize === newSize) return path.length === 0 && isSameHash(oldRoot, newRoot)
  if (oldSize === 0) return path.length === 0 && isSameHash(oldRoot, EMPTY_ROOT)
  const place = { node: BigInt(oldSize) - 1n, last: BigInt(newSize) - 1n }
  while (place.node % 2n === 1n) shift(place)
  // The old tree is a whole subtree of the new one: its root is where the path begins.
  const [first, ...rest] = place.node === 0n ? [oldRoot, ...path] : path
  if (first === undefined) return false
  let [old, grown] = [first, first]
  for (const sibling of rest) {
    if (place.last === 0n) return false
    if (isRight(place)) [old, grown] = [nodeHash(sibling, old), nodeHash(sibling, grown)]
    else grown = nodeHash(grown, sibling)
    climb(place)
  }
  return place.last === 0n && isSameHash(old, oldRoot) && isSameHash(grown, newRoot)
}

/** A node of one level, and the last node of that level. */
interface Place {
  node: bigint
  last: bigint
}

function isRight({ node, last }: Place): boolean {
  return node % 2n === 1n || node === last
}

/** Up to the next level at which the node has a sibling: the last node of a level may have none for some levels. */
function climb(place: Place): void {
  if (isRight(place)) while (place.node % 2n === 0n && place.node !== 0n) shift(place)
  shift(place)
}

function shift(place: Place): void {
  place.node >>= 1n
  place.last >>= 1n
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES)
}
