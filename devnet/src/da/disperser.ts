import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { type Hex, MAX_DA_PAYLOAD } from '@touchstone/verify'
import type { BlobStore } from './blobStore.js'
import { computeDataRoot } from './dataRoot.js'
import type { Dispersal } from './quorum.js'
import { type DaBehaviours, refusal, retrieve, serve } from './services.js'

interface Request {
  status: 'PROCESSING' | 'FINALIZED' | 'FAILED'
  dispersal?: Dispersal
}

export interface DisperserOptions {
  store: BlobStore
  behaves: DaBehaviours
  /** Puts the dispersal on chain, from the root to the quorum's signature. */
  commit(dataRoot: Hex): Promise<Dispersal>
  onError(error: unknown): void
}

/** Methods of a disperser: takes a payload, encodes it, has it signed for, and serves it. */
export function disperserMethods({ store, behaves, commit, onError }: DisperserOptions) {
  const requests = new Map<string, Request>()
  // One after the other: a root takes seconds of processor time, and nonces of one wallet are given out in order.
  let last: Promise<unknown> = Promise.resolve()
  const disperse = async (id: string, bytes: Uint8Array) => {
    try {
      const { root } = await computeDataRoot(bytes)
      await store.put(root, bytes)
      requests.set(id, { status: 'FINALIZED', dispersal: await commit(root) })
    } catch (error) {
      onError(error)
      requests.set(id, { status: 'FAILED' })
    }
  }
  return {
    DisperseBlob: serve(async ({ data }: { data: Uint8Array }) => {
      if (data.length === 0) throw refusal(status.UNKNOWN, 'blob size must be greater than 0')
      if (data.length > MAX_DA_PAYLOAD) throw refusal(status.UNKNOWN, 'blob size cannot exceed the limit')
      const id = randomUUID()
      requests.set(id, { status: 'PROCESSING' })
      last = last.then(() => disperse(id, data))
      return { result: 'PROCESSING', request_id: Buffer.from(id) }
    }),
    // As 0G's own: a request that never was is said to be under way.
    GetBlobStatus: serve(async ({ request_id: id }: { request_id: Uint8Array }) => {
      const { status: state, dispersal } = requests.get(Buffer.from(id).toString()) ?? { status: 'PROCESSING' as const }
      return { status: state, info: dispersal ? { blob_header: toHeader(dispersal) } : null }
    }),
    RetrieveBlob: retrieve(store, behaves),
  }
}

function toHeader({ dataRoot, epoch, quorumId }: Dispersal) {
  return { storage_root: Buffer.from(dataRoot.slice(2), 'hex'), epoch: `${epoch}`, quorum_id: `${quorumId}` }
}
