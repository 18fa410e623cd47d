import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSegmentProof, type Hex, storageRoot } from '@touchstone/verify'

export const TEST_CHAIN_ID = 31_337
export const TEST_FLOW: Hex = `0x${'f1'.repeat(20)}`

/** What a storage node of a test does; every one but `honest` is a way to fail or to attack. */
export type Behaviour =
  | 'honest'
  | 'lie'
  | 'lie-later'
  | 'truncate'
  | 'tail'
  | 'too-long'
  | 'not-base64'
  | 'wrong-network'
  | 'behind'
  | 'pruned'
  | 'never-uploaded'
  | 'partial'
  | 'missing-segment'
  | 'unknown'
  | 'hang'
  | 'slow-loris'
  | 'endless'
  | 'giant-json'
  | 'redirect'
  | 'gzip'
  | 'rate-limit'
  | 'server-error'
  | 'garbage'

export interface StorageServer {
  url: string
  /** JSON-RPC methods and REST paths in the order asked. */
  asked: string[]
  behaviour: Behaviour
  /** Which segments it holds. */
  shard: { shardId: number; numShard: number }
  /** What indexer_getFileLocations answers; null is "file not found". */
  locations: string[] | null
  /** Keeps a file under a submission and returns its root; under another root it is a lie. */
  add(txSeq: number, bytes: Uint8Array, as?: Hex): Hex
  stop(): Promise<void>
}

interface StoredFile {
  root: Hex
  bytes: Uint8Array
}

/** A real HTTP server that speaks the JSON-RPC of a storage node and of an indexer, and the indexer's REST. */
export async function startStorageServer(behaviour: Behaviour = 'honest', port = 0): Promise<StorageServer> {
  const files = new Map<number, StoredFile>()
  const http = createServer((request, response) => void answer(request, response))
  const state: StorageServer = {
    url: '',
    asked: [],
    behaviour,
    shard: { shardId: 0, numShard: 1 },
    locations: null,
    add: (txSeq, bytes, as) => {
      const root = as ?? storageRoot(bytes).root
      if (root === null) throw new Error('An empty file has no root.')
      files.set(txSeq, { root, bytes })
      return root
    },
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections()
        http.close(() => resolve())
      }),
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request)
    if (request.method === 'GET') {
      state.asked.push(request.url ?? '')
      return answerRest(request.url ?? '', files, response)
    }
    const { method, params } = JSON.parse(body) as { method: string; params: unknown[] }
    state.asked.push(method)
    if (method === 'indexer_getFileLocations') {
      if (state.locations === null) return sendError(response, -32000, 'file not found')
      return sendResult(
        response,
        state.locations.map((url) => ({ url, config: { shardId: 0, numShard: 1 } })),
      )
    }
    if (misbehave(state.behaviour, method, response)) return
    sendResult(response, resultOf(state, method, params, files))
  }
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return state
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

function sendResult(response: ServerResponse, result: unknown) {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
}

function sendError(response: ServerResponse, code: number, message: string) {
  response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } }))
}

function answerRest(url: string, files: Map<number, StoredFile>, response: ServerResponse) {
  const root = new URL(url, 'http://x').searchParams.get('root')
  const file = [...files.values()].find((stored) => stored.root === root)
  if (!file) return response.end(JSON.stringify({ code: 101, message: 'File not found', data: null }))
  response.setHeader('content-disposition', 'attachment; filename="file"')
  response.end(file.bytes)
}

/** Answers that break the transport; true where the request is dealt with. */
function misbehave(behaviour: Behaviour, method: string, response: ServerResponse): boolean {
  switch (behaviour) {
    case 'hang':
      return true
    case 'slow-loris':
      return trickle(response)
    case 'endless':
      return method === 'zgs_downloadSegmentWithProofByTxSeq' ? flood(response) : false
    case 'giant-json':
      response.end(`{"jsonrpc":"2.0","id":1,"result":"${'x'.repeat(8 * 1024 * 1024)}"}`)
      return true
    case 'redirect':
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
      return true
    case 'gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(64))
      return true
    case 'rate-limit':
      response.writeHead(429).end()
      return true
    case 'server-error':
      response.writeHead(600).end('{"code":2}')
      return true
    case 'garbage':
      response.end('<html>not found</html>')
      return true
    default:
      return false
  }
}

function trickle(response: ServerResponse): true {
  response.write('{')
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
  return true
}

function flood(response: ServerResponse): true {
  const piece = Buffer.alloc(64 * 1024, 0x41)
  const more = () => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
  return true
}

function resultOf(
  { behaviour, shard }: Pick<StorageServer, 'behaviour' | 'shard'>,
  method: string,
  params: unknown[],
  files: Map<number, StoredFile>,
): unknown {
  const txSeq = Number(params[0])
  const file = files.get(txSeq)
  switch (method) {
    case 'zgs_getStatus':
      return {
        connectedPeers: 1,
        logSyncHeight: 1_000,
        nextTxSeq: behaviour === 'behind' ? 0 : 1_000,
        networkIdentity: { chainId: behaviour === 'wrong-network' ? 1 : TEST_CHAIN_ID, flowAddress: TEST_FLOW },
      }
    case 'zgs_getFileInfo':
      return findAvailable(behaviour, String(params[0]), files)
    case 'zgs_getFileInfoByTxSeq':
      return file && behaviour !== 'unknown' ? fileInfo(behaviour, txSeq, file) : null
    case 'zgs_getShardConfig':
      return shard
    case 'zgs_downloadSegmentWithProofByTxSeq':
      return file ? segment(behaviour, shard, file, Number(params[1])) : null
    default:
      throw new Error(`The test server does not know ${method}.`)
  }
}

/** As a node that is asked for available files alone. */
function findAvailable(behaviour: Behaviour, root: string, files: Map<number, StoredFile>) {
  if (behaviour === 'unknown' || behaviour === 'behind') return null
  const held = [...files].find(([, file]) => file.root === root)
  const info = held && fileInfo(behaviour, held[0], held[1])
  return info?.finalized ? info : null
}

function fileInfo(behaviour: Behaviour, seq: number, file: StoredFile) {
  const finalized = !['pruned', 'never-uploaded', 'partial'].includes(behaviour)
  return {
    tx: { streamIds: [], data: [], dataMerkleRoot: file.root, startEntryIndex: 1, size: file.bytes.length, seq },
    finalized,
    isCached: false,
    uploadedSegNum: behaviour === 'never-uploaded' ? 0 : 1,
    pruned: behaviour === 'pruned',
  }
}

function segment(behaviour: Behaviour, shard: StorageServer['shard'], file: StoredFile, index: number) {
  // The file starts at entry 1, in segment 0 of the flow.
  if (index % shard.numShard !== shard.shardId) return null
  if (behaviour === 'missing-segment' && index > 0) return null
  const padded = Buffer.alloc(Math.ceil(file.bytes.length / 256) * 256)
  padded.set(file.bytes)
  const data = misread(
    behaviour,
    Buffer.from(padded.subarray(index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES)),
    index,
  )
  const proof = buildSegmentProof(file.bytes, index)
  return { root: file.root, data, index, proof, fileSize: file.bytes.length }
}

const SEGMENT_BYTES = 256 * 1024

function misread(behaviour: Behaviour, piece: Buffer, index: number): string {
  if (behaviour === 'not-base64') return '!!! not base64 !!!'
  if (behaviour === 'truncate') return piece.subarray(0, 256).toString('base64')
  if (behaviour === 'too-long') return Buffer.concat([piece, Buffer.alloc(256, 1)]).toString('base64')
  if (behaviour === 'lie' || (behaviour === 'lie-later' && index > 0)) piece[0] = (piece[0] ?? 0) ^ 0xff
  if (behaviour === 'tail') piece[piece.length - 1] = 0x7f
  return piece.toString('base64')
}
