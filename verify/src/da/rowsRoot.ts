import { chunkTreeRoot, keccak256 } from '#primitives'
import { ROW_BYTES, ROWS } from './geometry.js'

const HASH_BYTES = 32

/**
 * Root of 1024 rows: the binary keccak256 tree over pieces of 256 bytes, no prefixes, 17 levels. `readRow` gives a row's
 * 32 768 bytes, or null for a row of zeros, which is hashed once; it may reuse its memory. `onRow` is told each row done.
 */
export function rowsRoot(readRow: (index: number) => Uint8Array | null, onRow: () => void = () => {}): Uint8Array {
  const roots = new Uint8Array(ROWS * HASH_BYTES)
  let zeroRoot: Uint8Array | undefined
  const hashZeros = (): Uint8Array => {
    zeroRoot ??= chunkTreeRoot(new Uint8Array(ROW_BYTES))
    return zeroRoot
  }
  for (let index = 0; index < ROWS; index += 1) {
    const row = readRow(index)
    roots.set(row === null ? hashZeros() : chunkTreeRoot(row), index * HASH_BYTES)
    onRow()
  }
  return foldHashes(roots)
}

/** keccak256 of two hashes. */
export function joinHashes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(2 * HASH_BYTES)
  pair.set(left)
  pair.set(right, HASH_BYTES)
  return keccak256(pair)
}

// A power of two of hashes, folded in place: a parent is written where its first child was read or before.
function foldHashes(hashes: Uint8Array): Uint8Array {
  for (let size = hashes.length; size > HASH_BYTES; size /= 2) {
    for (let from = 0; from < size; from += 2 * HASH_BYTES) {
      hashes.set(keccak256(hashes.subarray(from, from + 2 * HASH_BYTES)), from / 2)
    }
  }
  return hashes.slice(0, HASH_BYTES)
}
