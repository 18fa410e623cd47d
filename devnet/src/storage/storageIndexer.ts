import type { Hex } from '@touchstone/verify'
import type { FastifyInstance } from 'fastify'
import type { FileStore } from './fileStore.js'
import type { FlowLog, FlowTx } from './flowLog.js'
import { readRoot, readSegment } from './params.js'
import { createRpcServer, RpcError, type RpcMethods } from './rpcServer.js'

export interface StorageIndexerOptions {
  log: FlowLog
  store: FileStore
  /** Addresses of the nodes, in the order in which locations are answered. */
  nodes: string[]
  /** The methods of a node: what the REST gateway downloads from and uploads to. */
  gateway: RpcMethods
}

/** Codes of the REST gateway; it answers them with HTTP 200. */
const FILE_NOT_FOUND = { code: 101, message: 'File not found', data: null }
const NOT_FINALIZED = { code: 103, message: 'File not finalized yet', data: null }
const INVALID_PARAMETER = { code: 1, message: 'Invalid parameter', data: null }

/** The storage indexer: node locations by JSON-RPC, files by REST. Not yet listening. */
export function createStorageIndexer(options: StorageIndexerOptions): FastifyInstance {
  const { log, store } = options
  const sharded = options.nodes.map((url) => ({ url, config: { shardId: 0, numShard: 1 }, latency: 1, since: 0 }))
  const server = createRpcServer({
    indexer_getShardedNodes: () => ({ trusted: sharded, discovered: [] }),
    indexer_getSelectedNodes: () => ({ trusted: sharded, discovered: [] }),
    indexer_getNodeLocations: () => ({}),
    indexer_getFileLocations: ([root]) => {
      const known = readRoot(root)
      if (!store.isFinalized(known)) throw new RpcError(-32000, 'file not found')
      return sharded
    },
  })

  server.get<{ Querystring: { root?: string; txSeq?: string; name?: string } }>('/file', async (request, reply) => {
    const tx = findTx(log, request.query.root ?? request.query.txSeq)
    if (tx === 'invalid') return INVALID_PARAMETER
    if (!tx) return FILE_NOT_FOUND
    const bytes = await store.find(tx.root)
    if (!bytes) return NOT_FINALIZED
    const name = (request.query.name ?? tx.root).replace(/[^\w.-]/g, '_')
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('application/octet-stream')
      .send(Buffer.from(bytes))
  })
  server.get<{ Params: { cid: string } }>('/file/info/:cid', async (request) => {
    const info = await findInfo(options, request.params.cid)
    return info ? { code: 0, message: 'Success', data: info } : FILE_NOT_FOUND
  })
  server.get<{ Querystring: { cid?: string | string[] } }>('/files/info', async (request) => {
    const cids = [request.query.cid ?? []].flat()
    if (cids.length === 0 || cids.length > 100) return INVALID_PARAMETER
    return { code: 0, message: 'Success', data: await Promise.all(cids.map((cid) => findInfo(options, cid))) }
  })
  server.get('/file/:cid/*', async () => ({ code: 104, message: 'File path not found', data: null }))
  server.get('/node/status', async () => ({
    code: 0,
    message: 'Success',
    data: await Promise.all(options.nodes.map(() => options.gateway.zgs_getStatus?.([]))),
  }))
  server.post('/file/segment', async (request) => {
    const segment = request.body
    try {
      readSegment(segment)
      await options.gateway.zgs_uploadSegment?.([segment])
      return { code: 0, message: 'Success', data: null }
    } catch (error) {
      return { ...INVALID_PARAMETER, data: error instanceof RpcError ? (error.data ?? error.message) : null }
    }
  })
  return server
}

async function findInfo(options: StorageIndexerOptions, cid: string): Promise<unknown> {
  const tx = findTx(options.log, cid)
  return tx && tx !== 'invalid' ? options.gateway.zgs_getFileInfoByTxSeq?.([tx.seq]) : null
}

/** A content id is a root or a txSeq. */
function findTx(log: FlowLog, cid: string | undefined): FlowTx | undefined | 'invalid' {
  if (cid !== undefined && /^0x[0-9a-fA-F]{64}$/.test(cid)) return log.listByRoot(cid.toLowerCase() as Hex)[0]
  if (cid !== undefined && /^\d{1,15}$/.test(cid)) return log.findBySeq(Number(cid))
  return 'invalid'
}
