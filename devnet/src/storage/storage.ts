import { join } from 'node:path'
import type { Hex } from '@touchstone/verify'
import { JsonRpcProvider } from 'ethers'
import { FileStore } from './fileStore.js'
import { FlowLog } from './flowLog.js'
import { createRpcServer } from './rpcServer.js'
import { createStorageIndexer } from './storageIndexer.js'
import { storageNodeMethods } from './storageNode.js'

export interface StorageOptions {
  rpcUrl: string
  flow: Hex
  flowDeployBlock: number
  chainId: number
  /** Files lie in `<dataDir>/node-a` and `<dataDir>/node-b`. */
  dataDir: string
  ports: { nodeA: number; nodeB: number; indexer: number }
  /** Roots for which node B serves wrong bytes. */
  lies(root: Hex): boolean
  onError(error: unknown): void
}

export interface Storage {
  /** Honest. */
  nodeA: string
  /** Serves wrong bytes for some roots. */
  nodeB: string
  indexer: string
  stop(): Promise<void>
}

/** Follow the Flow this often; a block takes about as long. */
const POLL_MS = 400

/** Starts two storage nodes and an indexer that names the lying one first. */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  const { chainId, flow, ports } = options
  const provider = new JsonRpcProvider(options.rpcUrl, chainId, { staticNetwork: true, batchMaxCount: 1 })
  const log = new FlowLog(provider, flow, options.flowDeployBlock, options.onError)
  await log.start(POLL_MS)
  const storeA = new FileStore(join(options.dataDir, 'node-a'))
  const storeB = new FileStore(join(options.dataDir, 'node-b'))
  await Promise.all([storeA.open(), storeB.open()])
  const copyTo = (peer: FileStore) => async (root: Hex, bytes: Uint8Array) => {
    if (!peer.isFinalized(root)) await peer.putFile(root, bytes)
  }
  const shared = { chainId, flow, log }
  const methodsA = storageNodeMethods({ ...shared, store: storeA, lies: () => false, onFinalized: copyTo(storeB) })
  const methodsB = storageNodeMethods({ ...shared, store: storeB, lies: options.lies, onFinalized: copyTo(storeA) })
  const [nodeA, nodeB, indexer] = [ports.nodeA, ports.nodeB, ports.indexer].map((port) => `http://127.0.0.1:${port}`)
  if (nodeA === undefined || nodeB === undefined || indexer === undefined) throw new RangeError('Three ports expected.')
  const servers = [
    { server: createRpcServer(methodsA), port: ports.nodeA },
    { server: createRpcServer(methodsB), port: ports.nodeB },
    {
      server: createStorageIndexer({ log, store: storeA, nodes: [nodeB, nodeA], gateway: methodsA }),
      port: ports.indexer,
    },
  ]
  for (const { server, port } of servers) await server.listen({ host: '127.0.0.1', port })
  return {
    nodeA,
    nodeB,
    indexer,
    async stop() {
      log.stop()
      await Promise.all(servers.map(({ server }) => server.close()))
      provider.destroy()
    },
  }
}
