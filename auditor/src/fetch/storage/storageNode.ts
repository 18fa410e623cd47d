import type { Hex } from '@touchstone/verify'
import { z } from 'zod'
import { type Refusal, refuse } from '../attempt.js'
import { call, type RpcSource } from '../jsonRpc.js'

/** A submission of the root on the Flow contract, as far as a fetch needs it. */
export interface Submission {
  /** Index of the submission on the Flow contract. */
  txSeq: number
  /** Bytes, as the submission claims. */
  size: number
}

/** A file as one node holds it. Only where to ask for what follows from it. */
export interface HeldFile {
  submission: Submission
  /** Segment of the whole flow at which the file starts. */
  firstSegment: number
  shard: { shardId: number; numShard: number }
}

/** The storage network that a node must belong to. */
export interface StorageNetwork {
  chainId: number
  /** The Flow contract, lower case. */
  flow: Hex
}

const SMALL_ANSWER_BYTES = 64 * 1024

const statusShape = z.object({
  nextTxSeq: z.int().nonnegative(),
  networkIdentity: z.object({ chainId: z.int(), flowAddress: z.string() }),
})

const fileInfoShape = z
  .object({
    tx: z.object({
      dataMerkleRoot: z.string(),
      seq: z.int().nonnegative(),
      size: z.int().nonnegative(),
      startEntryIndex: z.int().nonnegative(),
    }),
    finalized: z.boolean(),
    pruned: z.boolean().default(false),
    uploadedSegNum: z.int().nonnegative(),
  })
  .nullable()

/** Whether the node serves this network at all; whether it has heard of a submission is asked for each one. */
export async function askStatus(node: RpcSource, network: StorageNetwork) {
  const status = await call(node, {
    method: 'zgs_getStatus',
    params: [],
    result: statusShape,
    maxBytes: SMALL_ANSWER_BYTES,
  })
  if (!status.ok) return status
  const { chainId, flowAddress } = status.value.networkIdentity
  if (chainId !== network.chainId || flowAddress.toLowerCase() !== network.flow)
    return refuse('wrong-network', `the node serves chain ${chainId}, another one or another Flow contract`)
  return { ok: true as const, nextTxSeq: status.value.nextTxSeq }
}

/**
 * The submission under which the node holds the root complete, whoever made it: strangers can put any number of
 * submissions of the same root, never uploaded, before the one that counts. Undefined where it holds none, or does not
 * say; then each submission is asked for.
 */
export async function findHeld(node: RpcSource, root: Hex): Promise<NodeFile | undefined> {
  const info = await call(node, {
    method: 'zgs_getFileInfo',
    params: [root, true],
    result: fileInfoShape,
    maxBytes: SMALL_ANSWER_BYTES,
  })
  if (!info.ok || !info.value?.finalized || info.value.pruned) return undefined
  return toNodeFile(info.value.tx)
}

/** A submission as a node describes it. */
export interface NodeFile extends Submission {
  firstSegment: number
}

const SEGMENT_CHUNKS = 1024

function toNodeFile(tx: { seq: number; size: number; startEntryIndex: number }): NodeFile {
  return { txSeq: tx.seq, size: tx.size, firstSegment: Math.floor(tx.startEntryIndex / SEGMENT_CHUNKS) }
}

const shardShape = z
  .object({ shardId: z.int().nonnegative(), numShard: z.int().positive() })
  .refine(({ shardId, numShard }) => shardId < numShard)

/** Which part of the flow the node keeps. */
export async function askShard(node: RpcSource): Promise<{ ok: true; shard: HeldFile['shard'] } | Refusal> {
  const shard = await call(node, {
    method: 'zgs_getShardConfig',
    params: [],
    result: shardShape,
    maxBytes: SMALL_ANSWER_BYTES,
  })
  return shard.ok ? { ok: true, shard: shard.value } : shard
}

/**
 * Whether the node holds the file complete under that submission.
 * Asked by txSeq: by root a pruned file cannot be told from one that was never known.
 */
export async function askFile(
  node: RpcSource,
  root: Hex,
  submission: Submission,
  nextTxSeq: number,
): Promise<{ ok: true; file: NodeFile } | Refusal> {
  if (nextTxSeq <= submission.txSeq)
    return refuse('node-behind', `the node knows ${nextTxSeq} submissions, this is number ${submission.txSeq}`)
  const info = await call(node, {
    method: 'zgs_getFileInfoByTxSeq',
    params: [submission.txSeq],
    result: fileInfoShape,
    maxBytes: SMALL_ANSWER_BYTES,
  })
  if (!info.ok) return info
  if (info.value === null) return refuse('unknown-root', 'a synced node does not know the submission')
  if (info.value.tx.dataMerkleRoot.toLowerCase() !== root)
    return refuse('bad-answer', 'zgs_getFileInfoByTxSeq: another root than on chain')
  if (info.value.pruned) return refuse('pruned', 'the node says that it has pruned the file')
  if (info.value.finalized) return { ok: true, file: toNodeFile(info.value.tx) }
  return info.value.uploadedSegNum === 0
    ? refuse('never-uploaded', 'known from the chain, no segment was ever uploaded')
    : refuse('partial', `${info.value.uploadedSegNum} segments uploaded`)
}
