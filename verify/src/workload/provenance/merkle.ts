/** Inclusion proofs of RFC 6962, section 2.1. */
import { leafHash } from '../../log/hash.js'
import { rootFromInclusion } from '../../log/proof.js'

/** Root that a leaf at `index` of `size` leaves and its path lead to; null where the path has another length. */
export function rootFromPath(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]) {
  return rootFromInclusion(leafHash(leaf), index, size, path)
}
