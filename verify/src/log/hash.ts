/** Merkle tree hashes of RFC 6962, section 2.1, over SHA-256. */
import { sha256 } from '#primitives'

/** Bytes of every hash. */
export const HASH_BYTES = 32

/** Root of the tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0))

/** Hash of a leaf: SHA-256 of 0x00 and the entry's bytes. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length)
  bytes.set(entry, 1)
  return sha256(bytes)
}

/** Hash of an inner node: SHA-256 of 0x01, the left and the right child's hash. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + left.length)
  return sha256(bytes)
}

/** Root over leaf hashes in their order. */
export function rootOfLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  // Level by level: a last node without a neighbour goes up as it is, which is the tree of RFC 6962.
  let level = leaves
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Uint8Array, level[at + 1]]
      above.push(right === undefined ? left : nodeHash(left, right))
    }
    level = above
  }
  return level[0] ?? EMPTY_ROOT
}

/** Whether two hashes are the same. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
