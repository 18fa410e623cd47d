/** Keccak by the fastest means at hand. */
import { type KeccakKernel, loadKernel } from './kernel.js'
import { referenceKernel } from './reference.js'
import type { RunningDigest } from './runningDigest.js'

let kernel: KeccakKernel | undefined

// Loaded when first used: importing a word list from this package must not compile anything.
function getKernel(): KeccakKernel {
  kernel ??= loadKernel() ?? referenceKernel
  return kernel
}

/** keccak256 of bytes, 32 bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return getKernel().keccak256(bytes)
}

/** The same for bytes that come in pieces. */
export function createKeccak256(): RunningDigest {
  return getKernel().createKeccak256()
}

/**
 * Root of a perfect Merkle tree over 256-byte chunks, 32 bytes: leaf keccak256(chunk), node keccak256(left ‖ right).
 * @throws RangeError unless the chunks are 1, 2, 4, … or 1024.
 */
export function chunkTreeRoot(chunks: Uint8Array): Uint8Array {
  return getKernel().chunkTreeRoot(chunks)
}
