import { createHash } from 'node:crypto'
import { type Hex, lastByteEnd, storageRoot } from '@touchstone/verify'
import type { HeldBytes } from '../../files/heldBytes.js'
import { type Scan, scanFile } from '../../files/scan.js'
import type { ThreadPool } from '../../threads/pool.js'

/** Hashes bytes to their storage root; null for no bytes. */
export type RootHash = (bytes: HeldBytes) => Promise<Pick<Scan, 'root' | 'sha256' | 'end'>>

/**
 * A file on disk is hashed in a thread, so that queue, health and leases of this process stay awake; what is in memory is small.
 * Its pieces are held to what was hashed from then on.
 * @param threads undefined where everything runs in this thread, without limits.
 */
export function createRootHash(threads: ThreadPool | undefined): RootHash {
  return async (bytes) => {
    if (bytes instanceof Uint8Array) return hashBytes(bytes)
    const { ref } = bytes
    const scan = threads ? await threads.run({ kind: 'scan-file', file: ref }, { bytes: ref.length }) : scanFile(ref)
    bytes.trust(scan.digests)
    return scan
  }
}

function hashBytes(bytes: Uint8Array): { root: Hex | null; sha256: string; end: number } {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { root: storageRoot(bytes).root, sha256, end: lastByteEnd(bytes) }
}
