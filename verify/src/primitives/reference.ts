/** The same as the kernel in readable JavaScript: what tests compare with, and what runs where the kernel cannot. */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { countTreeChunks, type KeccakKernel } from './kernel.js'

const CHUNK = 256

export const referenceKernel: KeccakKernel = {
  keccak256: (bytes) => keccak_256(bytes),
  createKeccak256: () => {
    const running = keccak_256.create()
    return { update: (bytes) => void running.update(bytes), digest: () => running.digest() }
  },
  chunkTreeRoot: (chunks) => {
    const count = countTreeChunks(chunks)
    let level: Uint8Array[] = Array.from({ length: count }, (_, n) =>
      keccak_256(chunks.subarray(n * CHUNK, (n + 1) * CHUNK)),
    )
    while (level.length > 1) level = joinPairs(level)
    return level[0] ?? new Uint8Array()
  },
}

function joinPairs(level: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = []
  const pair = new Uint8Array(64)
  for (const [n, hash] of level.entries()) {
    pair.set(hash, (n % 2) * 32)
    if (n % 2 === 1) joined.push(keccak_256(pair))
  }
  return joined
}
