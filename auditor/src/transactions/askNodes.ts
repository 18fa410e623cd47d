import type { Hex } from '@touchstone/verify'
import { type Refusal, refuse } from '../fetch/attempt.js'
import { callBatch, type RpcError, type RpcSource } from '../fetch/jsonRpc.js'
import type { FetchLimits } from '../fetch/limits.js'
import type { Door } from '../safe/door.js'
import {
  readBlockTime,
  readTransaction,
  readWalletCount,
  type TransactionLook,
  type WalletCount,
} from './readAnswer.js'

/** The nodes of the network's file, asked in their order until one answers. */
export interface ChainNodes {
  chainId: number
  rpc: readonly string[]
  door: Door
  limits: Pick<FetchLimits, 'requestMs'>
}

/** Of a batch: calldata is not bounded by much. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024
/** Transactions in one batch. */
export const BATCH = 25

/** A look, with the time of the block in milliseconds where it lies in one. */
export type TimedLook =
  | Extract<TransactionLook, { status: 'not-found' }>
  | (Extract<TransactionLook, { status: 'mined' }> & { blockTime: number })

type Answer<T> = { ok: true; value: T } | Refusal | RpcError
type Call = [method: string, ...params: unknown[]]

/** What a node says of at most BATCH transactions; a transaction about which it contradicts itself is left out. */
export function askTransactions(
  nodes: ChainNodes,
  hashes: readonly Hex[],
  signal: AbortSignal,
): Promise<Answer<Map<Hex, TimedLook>>> {
  return askEach(nodes, signal, async (node) => {
    const calls = hashes.flatMap((hash): Call[] => [
      ['eth_getTransactionByHash', hash],
      ['eth_getTransactionReceipt', hash],
    ])
    const said = await ask(node, nodes.chainId, calls)
    if (!said.ok) return said
    const looks = new Map<Hex, TransactionLook>()
    for (const [at, hash] of hashes.entries()) {
      const look = readTransaction(hash, said.value[at * 2], said.value[at * 2 + 1])
      if (look !== undefined) looks.set(hash, look)
    }
    return addTimes(node, nodes.chainId, looks)
  })
}

async function addTimes(
  node: RpcSource,
  chainId: number,
  looks: ReadonlyMap<Hex, TransactionLook>,
): Promise<Answer<Map<Hex, TimedLook>>> {
  const blocks = new Map(
    [...looks.values()].flatMap((look) => (look.status === 'mined' ? [[look.blockHash, look]] : [])),
  )
  const times = new Map<Hex, number>()
  if (blocks.size > 0) {
    const said = await ask(
      node,
      chainId,
      [...blocks.keys()].map((hash): Call => ['eth_getBlockByHash', hash, false]),
    )
    if (!said.ok) return said
    for (const [at, [hash, { blockNumber }]] of [...blocks].entries()) {
      const time = readBlockTime(hash, blockNumber, said.value[at])
      if (time !== undefined) times.set(hash, time)
    }
  }
  const timed = [...looks].flatMap(([hash, look]): [Hex, TimedLook][] => {
    if (look.status === 'not-found') return [[hash, look]]
    const blockTime = times.get(look.blockHash)
    return blockTime === undefined ? [] : [[hash, { ...look, blockTime }]]
  })
  return { ok: true, value: new Map(timed) }
}

/** How many transactions an account had sent by the end of a block. */
export function askSent(
  nodes: ChainNodes,
  wallet: string,
  block: number,
  signal: AbortSignal,
): Promise<Answer<WalletCount>> {
  const at = `0x${block.toString(16)}`
  return askEach(nodes, signal, async (node) => {
    const said = await ask(node, nodes.chainId, [
      ['eth_getCode', wallet, at],
      ['eth_getTransactionCount', wallet, at],
    ])
    if (!said.ok) return said
    const value = readWalletCount(said.value[0], said.value[1])
    return value === undefined ? refuse('bad-answer', 'code or nonce cannot be read') : { ok: true, value }
  })
}

async function askEach<T>(
  { rpc, door, limits }: ChainNodes,
  signal: AbortSignal,
  work: (node: RpcSource) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  let answer: Answer<T> = refuse('unreachable', 'the network has no node')
  for (const url of rpc) {
    answer = await work({ door, url, timeoutMs: limits.requestMs, signal })
    signal.throwIfAborted()
    if (answer.ok) return answer
  }
  return answer
}

/** The results of the calls, from a node that says in the same batch that it is of the network. */
async function ask(node: RpcSource, chainId: number, calls: readonly Call[]): Promise<Answer<unknown[]>> {
  const all = [['eth_chainId'] as Call, ...calls].map(([method, ...params]) => ({ method, params }))
  const answer = await callBatch(node, all, MAX_BATCH_BYTES)
  if (!answer.ok) return answer
  const [chain, ...value] = answer.values
  if (chain !== `0x${chainId.toString(16)}`) return refuse('wrong-network', 'the node is of another chain')
  return { ok: true, value }
}
