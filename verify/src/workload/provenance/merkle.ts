/** Inclusion proofs of RFC 6962, section 2.1. */
import { sha256 } from '#primitives'

/** Root that a leaf at `index` of `size` leaves and its path lead to; null where the path has another length. */
export function rootFromPath(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]) {
  if (index >= size) return null
  let position = BigInt(index)
  let last = BigInt(size) - 1n
  let hash = sha256(join(LEAF, leaf))
  for (const sibling of path) {
    if (last === 0n) return null
    if (position % 2n === 1n || position === last) {
      hash = sha256(join(NODE, sibling, hash))
      while (position % 2n === 0n && position !== 0n) {
        position >>= 1n
        last >>= 1n
      }
    } else {
      hash = sha256(join(NODE, hash, sibling))
    }
    position >>= 1n
    last >>= 1n
  }
  return last === 0n ? hash : null
}

// Leaves and nodes are hashed apart, so that neither can be taken for the other.
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
