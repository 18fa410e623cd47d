import { Indexer, MemData } from '@0gfoundation/0g-ts-sdk'
import { type Hex, storageRoot } from '@touchstone/verify'
import type { Wallet } from 'ethers'
import { within } from './deadline.js'
import type { World } from './world.js'

const GAS = 1_000_000n
const UPLOAD_MS = 30_000

/**
 * Stores a file and anchors it with tags, with the official client: `Flow.submit` from the wallet, then the segments.
 * A file that is stored already is not submitted again.
 * @returns the file's root.
 */
export async function uploadTagged(world: World, wallet: Wallet, bytes: Uint8Array, tags: Hex): Promise<string> {
  const root = rootOf(bytes)
  const uploading = new Indexer(world.storageIndexer).upload(
    new MemData(bytes),
    world.rpcUrl,
    wallet as never,
    {
      ...{ tags, finalityRequired: true, expectedReplica: 1, taskSize: 10, skipTx: false, fee: 0n },
      skipIfFinalized: true,
    },
    undefined,
    // An estimate is too low where other submissions come first in the same block: they make the flow's tree higher.
    { gasLimit: GAS },
  )
  // The client waits without end for a submission that reverted.
  const [, error] = await within('The upload', UPLOAD_MS, uploading, world.stopping)
  if (error !== null) throw error
  return root
}

/** Root of a file that is not empty. */
export function rootOf(bytes: Uint8Array): string {
  const { root } = storageRoot(bytes)
  if (root === null) throw new RangeError('An empty file has no root and cannot be stored.')
  return root
}
