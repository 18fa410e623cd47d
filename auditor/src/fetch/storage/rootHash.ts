import { Worker } from 'node:worker_threads'
import { type Hex, storageRoot } from '@touchstone/verify'

/** From here on a tree is hashed in a thread of its own: 8 MiB take about half a second. */
const THREAD_FROM_BYTES = 8 * 1024 * 1024

/** Hashes bytes to their storage root; null for no bytes. */
export type RootHash = (bytes: Uint8Array) => Promise<Hex | null>

/**
 * @param threadFromBytes size from which a worker thread does the work, so that queue, health and leases of this process
 *   stay awake.
 */
export function createRootHash(threadFromBytes = THREAD_FROM_BYTES): RootHash {
  return async (bytes) => (bytes.length < threadFromBytes ? storageRoot(bytes).root : hashInThread(bytes))
}

function hashInThread(bytes: Uint8Array): Promise<Hex | null> {
  // Shared memory: neither copied back nor lost to the caller.
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rootHash.thread.js', import.meta.url), { workerData: shared })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The hashing thread ended with code ${code} before its answer.`)))
  })
}
