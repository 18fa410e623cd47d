import { type Hex, storageRoot } from '@touchstone/verify'
import { share } from '../../threads/memory.js'
import type { ThreadPool } from '../../threads/pool.js'

/** From here on a tree is hashed in a thread: 1 MiB takes some 60 ms. */
const THREAD_FROM_BYTES = 1024 * 1024

/** Hashes bytes to their storage root; null for no bytes. */
export type RootHash = (bytes: Uint8Array) => Promise<Hex | null>

/**
 * @param threads undefined where everything runs in this thread, without limits.
 * @param threadFromBytes size from which a thread does the work, so that queue, health and leases of this process stay
 *   awake.
 */
export function createRootHash(threads: ThreadPool | undefined, threadFromBytes = THREAD_FROM_BYTES): RootHash {
  return async (bytes) =>
    threads === undefined || bytes.length < threadFromBytes
      ? storageRoot(bytes).root
      : threads.run({ kind: 'storage-root', bytes: share(bytes) }, { bytes: bytes.length })
}
