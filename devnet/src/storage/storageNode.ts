import type { Hex } from '@touchstone/verify'
import { foldNodes, hashSegments, proveSegment } from '@touchstone/verify'
import { CHUNK_BYTES, type FileStore, SEGMENT_BYTES, SEGMENT_CHUNKS } from './fileStore.js'
import type { FlowLog, FlowTx } from './flowLog.js'
import { readIndex, readRoot, readSegment, readSegments, type UploadedSegment } from './params.js'
import { RpcError, type RpcMethods } from './rpcServer.js'

export interface StorageNodeOptions {
  chainId: number
  flow: Hex
  log: FlowLog
  store: FileStore
  /** Roots for which this node serves other bytes than it was given. */
  lies(root: Hex): boolean
  /** A file became complete here: peers copy it. */
  onFinalized(root: Hex, bytes: Uint8Array): Promise<void>
}

/** The methods of a 0G storage node that clients and auditors call, with its error codes. */
export function storageNodeMethods(options: StorageNodeOptions): RpcMethods {
  const { log } = options
  const download = (tx: FlowTx | undefined, start: unknown, end: unknown) => downloadChunks(options, tx, start, end)
  const prove = (tx: FlowTx | undefined, index: unknown) => downloadWithProof(options, tx, readIndex(index, 'index'))
  const byRoot = (root: unknown) => log.listByRoot(readRoot(root))[0]
  const bySeq = (seq: unknown) => log.findBySeq(readIndex(seq, 'txSeq'))
  const upload = async (segments: UploadedSegment[], tx?: FlowTx) => {
    for (const segment of segments) await putSegment(options, segment, tx)
    return segments.length
  }
  return {
    zgs_getStatus: () => ({
      connectedPeers: 1,
      logSyncHeight: log.syncedBlock,
      logSyncBlock: `0x${'0'.repeat(64)}`,
      nextTxSeq: log.nextSeq,
      networkIdentity: {
        chainId: options.chainId,
        flowAddress: options.flow,
        p2pProtocolVersion: { major: 0, minor: 4, build: 0 },
      },
    }),
    zgs_getShardConfig: () => ({ shardId: 0, numShard: 1 }),
    zgs_getFileInfo: ([root]) => fileInfo(options, byRoot(root)),
    zgs_getFileInfoByTxSeq: ([seq]) => fileInfo(options, bySeq(seq)),
    zgs_checkFileFinalized: ([target]) => {
      const tx = typeof target === 'number' ? bySeq(target) : byRoot(target)
      return tx ? options.store.isFinalized(tx.root) : null
    },
    zgs_downloadSegment: ([root, start, end]) => download(byRoot(root), start, end),
    zgs_downloadSegmentByTxSeq: ([seq, start, end]) => download(bySeq(seq), start, end),
    zgs_downloadSegmentWithProof: ([root, index]) => prove(byRoot(root), index),
    zgs_downloadSegmentWithProofByTxSeq: ([seq, index]) => prove(bySeq(seq), index),
    zgs_uploadSegment: ([segment]) => upload([readSegment(segment)]),
    zgs_uploadSegments: ([segments]) => upload(readSegments(segments)),
    zgs_uploadSegmentByTxSeq: ([segment, seq]) => upload([readSegment(segment)], bySeq(seq)),
    zgs_uploadSegmentsByTxSeq: ([segments, seq]) => upload(readSegments(segments), bySeq(seq)),
  }
}

function fileInfo({ store }: StorageNodeOptions, tx: FlowTx | undefined) {
  if (!tx) return null
  const finalized = store.isFinalized(tx.root)
  return {
    tx: {
      streamIds: [],
      data: [],
      dataMerkleRoot: foldNodes(tx.nodes),
      // The node counts levels from one, the contract from zero.
      merkleNodes: tx.nodes.map((node) => [node.height + 1, node.root]),
      startEntryIndex: tx.startEntryIndex,
      size: tx.size,
      seq: tx.seq,
    },
    finalized,
    isCached: false,
    uploadedSegNum: finalized ? Math.ceil(tx.size / SEGMENT_BYTES) : store.uploadedSegments(tx.root),
    pruned: false,
  }
}

async function downloadChunks(options: StorageNodeOptions, tx: FlowTx | undefined, start: unknown, end: unknown) {
  const from = readIndex(start, 'startIndex')
  const to = readIndex(end, 'endIndex')
  if (to - from > SEGMENT_CHUNKS) throw invalidEnd(`exceeds maximum chunks ${SEGMENT_CHUNKS}`)
  if (from >= to) throw invalidEnd('invalid chunk index')
  const bytes = tx && (await served(options, tx))
  if (!bytes) return null
  if (to > Math.ceil(bytes.length / CHUNK_BYTES)) throw invalidEnd('invalid chunk index')
  return Buffer.from(wholeChunks(bytes, from * CHUNK_BYTES, to * CHUNK_BYTES)).toString('base64')
}

async function downloadWithProof(options: StorageNodeOptions, tx: FlowTx | undefined, index: number) {
  const bytes = tx && (await served(options, tx))
  if (!tx || !bytes) return null
  if (index >= Math.ceil(bytes.length / SEGMENT_BYTES))
    throw new RpcError(-32602, 'Invalid params: index', 'index out of bound')
  const data = wholeChunks(bytes, index * SEGMENT_BYTES, (index + 1) * SEGMENT_BYTES)
  return {
    root: tx.root,
    data: Buffer.from(data).toString('base64'),
    index,
    proof: proveSegment(segmentsOf(bytes), index),
    fileSize: tx.size,
  }
}

// A file is asked for segment by segment, and hashed once.
const hashed = new WeakMap<Uint8Array, Uint8Array[]>()

function segmentsOf(file: Uint8Array): Uint8Array[] {
  const known = hashed.get(file) ?? hashSegments(file)
  hashed.set(file, known)
  return known
}

// Whole chunks, the last one filled with zeros, without the padding of the tree.
function wholeChunks(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const cut = bytes.subarray(start, Math.min(end, bytes.length))
  const padded = new Uint8Array(Math.ceil(cut.length / CHUNK_BYTES) * CHUNK_BYTES)
  padded.set(cut)
  return padded
}

async function served(options: StorageNodeOptions, tx: FlowTx): Promise<Uint8Array | undefined> {
  const bytes = await options.store.find(tx.root)
  if (!bytes || !options.lies(tx.root)) return bytes
  const forged = Uint8Array.from(bytes)
  const middle = Math.floor(forged.length / 2)
  forged[middle] = (forged[middle] ?? 0) ^ 0x01
  return forged
}

async function putSegment(options: StorageNodeOptions, segment: UploadedSegment, named?: FlowTx): Promise<void> {
  const tx = named ?? options.log.listByRoot(segment.root)[0]
  if (tx?.root !== segment.root || tx.size !== segment.fileSize)
    throw new RpcError(-32602, 'Invalid params: root', 'no submission with this root and size is known')
  if (segment.index >= Math.ceil(tx.size / SEGMENT_BYTES))
    throw new RpcError(-32602, 'Invalid params: index', 'index out of bound')
  switch (await options.store.putSegment(segment.root, tx.size, segment.index, segment.data)) {
    case 'already-finalized':
      throw new RpcError(-32602, 'Invalid params: root', 'already uploaded and finalized')
    case 'wrong-bytes':
      throw new RpcError(-32602, 'Invalid params: data', 'the file does not recompute to its root')
    case 'finalized': {
      const bytes = await options.store.find(segment.root)
      if (bytes) await options.onFinalized(segment.root, bytes)
      break
    }
    case 'stored':
      break
  }
}

function invalidEnd(data: string): RpcError {
  return new RpcError(-32602, 'Invalid params: end_index', data)
}
