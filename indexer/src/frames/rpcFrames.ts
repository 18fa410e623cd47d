import { RpcClient } from '@subsquid/rpc-client'
import type { CallFrame } from '../decode/chain'
import { ConfigError } from '../start/config-error'
import { printableUrl } from '../start/rpc'
import { readCallTree } from './debugFrames'
import { type FrameSource, type FramesBlock, NO_FRAMES } from './frameSource'
import { PAUSES, tryAgain } from './retry'
import { readTrace } from './traceFrames'

/** A trace can be large: few in one answer. */
const MAX_BATCH = 20
const TIMEOUT_MS = 60_000
const NO_TRANSACTION = `0x${'0'.repeat(64)}`

/** How nodes say that they do not have a method at all, as against that they do not know a transaction. */
const MISSING =
  /method\b.{0,80}\b(not|unknown|disabled)|(not|un)[ -]?(supported|available|allowed|enabled|whitelisted)/i
/** How nodes say that they have thrown away what a trace needs. */
const PRUNED =
  /prun|missing trie node|(historical|required) .{0,20}(state|block|data)|state .{0,40}(not|un)\s?available|archive/i

interface TraceApi {
  /** Calls that answer for one transaction. */
  ask(hash: string): { method: string; params: unknown[] }[]
  read(answers: unknown[], blockHash: string): CallFrame[]
}

const TRACE: TraceApi = {
  ask: (hash) => [{ method: 'trace_transaction', params: [hash] }],
  read: ([trace], blockHash) => readTrace(trace, blockHash),
}

const DEBUG: TraceApi = {
  // This trace does not say of which block it is.
  ask: (hash) => [
    { method: 'debug_traceTransaction', params: [hash, { tracer: 'callTracer' }] },
    { method: 'eth_getTransactionByHash', params: [hash] },
  ],
  read([trace, transaction], blockHash) {
    const found = (transaction as { blockHash?: string } | null)?.blockHash?.toLowerCase()
    if (found !== blockHash) throw new Error(`the transaction is in block ${found ?? 'none'}`)
    return readCallTree(trace)
  },
}

/**
 * Frames over JSON-RPC: by `trace_transaction`, else by `debug_traceTransaction`. What the RPC has is asked once, here.
 * @throws FramesError where the RPC does not answer.
 */
export async function openRpcFrames(url: string, pauses = PAUSES): Promise<FrameSource> {
  const client = new RpcClient({ url, requestTimeout: TIMEOUT_MS, maxBatchCallSize: MAX_BATCH, log: null })
  const name = printableUrl(url)
  const has = (method: string, params: unknown[]) => probe(client, { method, params }, { name, pauses })
  try {
    const hasTrace = await has('trace_transaction', [NO_TRANSACTION])
    const hasDebug = hasTrace || (await has('debug_traceTransaction', [NO_TRANSACTION, { tracer: 'callTracer' }]))
    if (hasDebug) {
      const hasFilter = await has('trace_filter', [{ fromBlock: '0x0', toBlock: '0x0', count: 1 }])
      return {
        capability: hasFilter ? 'frames+calls' : 'frames',
        read: (block, hashes) => readAll(client, hasTrace ? TRACE : DEBUG, { block, hashes, name, pauses }),
        close: () => client.close(),
      }
    }
  } catch (error) {
    client.close()
    throw error
  }
  client.close()
  return NO_FRAMES
}

interface Question {
  block: FramesBlock
  hashes: readonly string[]
  name: string
  pauses: readonly number[]
}

/** One batch for all; who failed is asked again without the others. */
async function readAll(client: RpcClient, api: TraceApi, question: Question): Promise<CallFrame[][]> {
  const { block, hashes, name, pauses } = question
  const read = new Map<string, CallFrame[]>()
  const what = `RPC ${name} gives no trace of a transaction in block ${block.height} ${block.hash}`
  const attempt = async () => {
    const missing = hashes.filter((hash) => !read.has(hash))
    const calls = missing.map((hash) => api.ask(hash))
    const answers = await client.batchCall(calls.flat(), { validateError: ({ message }) => new Refusal(message) })
    let failure: Error | undefined
    for (const hash of missing) {
      try {
        read.set(hash, readOne(api, answers.splice(0, api.ask(hash).length), { ...question, hash }))
      } catch (error) {
        if (error instanceof ConfigError) throw error
        failure = new Error(`${hash}: ${(error as Error).message}`)
      }
    }
    if (failure) throw failure
  }
  await tryAgain(what, attempt, pauses)
  return hashes.map((hash) => read.get(hash) ?? [])
}

/** What the RPC answered instead of a result. */
class Refusal {
  constructor(readonly message: string) {}
}

function readOne(api: TraceApi, answers: unknown[], { name, block, hash }: Question & { hash: string }): CallFrame[] {
  const refusal = answers.find((answer) => answer instanceof Refusal)
  if (!refusal) return api.read(answers, block.hash)
  const why = refusal.message.slice(0, 200)
  if (!PRUNED.test(why)) throw new Error(why)
  throw new ConfigError(
    `RPC ${name} has traces, but not of transaction ${hash} in block ${block.height} (${why}): set RPC_URL to an archive node, or to one without any trace API and start from empty facts.`,
  )
}

/** Whether the RPC has a method: only its own word that it does not counts. */
function probe(
  client: RpcClient,
  { method, params }: { method: string; params: unknown[] },
  { name, pauses }: { name: string; pauses: readonly number[] },
): Promise<boolean> {
  return tryAgain(
    `RPC ${name} does not say whether it has ${method}`,
    async () => {
      try {
        await client.call(method, params)
        return true
      } catch (error) {
        const { name: kind, code, message } = error as Error & { code?: number }
        if (kind !== 'RpcError') throw error
        return !(code === -32601 || MISSING.test(message))
      }
    },
    pauses,
  )
}
