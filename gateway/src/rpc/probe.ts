import { readArray, readNumber, readObject, toHex } from '../chain/hex.js'
import { ConfigError } from '../config-error.js'
import type { Ability } from './call.js'
import type { Endpoint, Outcome } from './endpoint.js'
import { BadAnswer, RpcError, type RpcErrorKind } from './rpcError.js'

const NOBODY = `0x${'0'.repeat(40)}`
/** Failures that say nothing about what an RPC serves: it is probed again. */
const SAYS_NOTHING = new Set<RpcErrorKind>(['rate', 'timeout', 'connection', 'unavailable', 'malformed'])
const NO_TRANSACTION = `0x${'0'.repeat(64)}`

/** What an RPC was found to lack. Each is one sentence. */
export interface Findings {
  warnings: string[]
}

/**
 * Asks an RPC what it is and what it can do, and admits it.
 * @throws ConfigError where it is of another chain or serves no logs; RpcError where it does not answer.
 */
export async function probeEndpoint(endpoint: Endpoint, chainId: number): Promise<Findings> {
  // All at once: one question after the other, a slow RPC would hold up every start.
  const [id, head, logs, first, ...tried] = await endpoint.send([
    { method: 'eth_chainId', params: [] },
    { method: 'eth_blockNumber', params: [] },
    { method: 'eth_getLogs', params: [{ fromBlock: 'latest', toBlock: 'latest', address: NOBODY }] },
    { method: 'eth_getBlockByNumber', params: ['0x1', false] },
    ...Object.values(TRIALS),
    tryTraceFilter('latest'),
  ])
  const served = readAnswer(endpoint, id, 'eth_chainId')
  if (served !== chainId)
    throw new ConfigError(
      `RPC ${endpoint.host} serves chain ${served}, this gateway is for chain ${chainId}: correct its URL, NETWORK or CHAIN_ID.`,
    )
  const height = readAnswer(endpoint, head, 'eth_blockNumber')
  if (logs instanceof RpcError) {
    if (logs.kind !== 'unsupported') throw logs
    throw new ConfigError(`RPC ${endpoint.host} serves no logs (${logs.why}): use one that serves eth_getLogs.`)
  }
  const filter = tried.at(-1)
  // Not every node takes "latest" there; only those pay for a second question.
  const isUnclear = filter instanceof RpcError && filter.kind !== 'unsupported'
  const last = isUnclear ? await endpoint.send([tryTraceFilter(toHex(height))]) : tried.slice(-1)
  for (const ability of readAbilities([...tried.slice(0, -1), ...last])) endpoint.abilities.add(ability)
  endpoint.isAdmitted = true
  const isPruned = height > 0 && (first instanceof RpcError ? first.kind === 'pruned' : first?.result === null)
  return {
    warnings: isPruned
      ? [`RPC ${endpoint.host} has thrown away the chain's first blocks: add an archive RPC if its history is needed.`]
      : [],
  }
}

function readAnswer(endpoint: Endpoint, answer: Outcome | undefined, method: string): number {
  if (!answer || answer instanceof RpcError) throw answer ?? new Error('An RPC gave no outcome.')
  try {
    return readNumber(answer.result, method)
  } catch (error) {
    throw new RpcError('malformed', endpoint.host, (error as Error).message)
  }
}

/**
 * Each ability is tried on something that does not exist: who serves the method says so or gives nothing, who does not
 * serve it refuses the method. Block receipts are tried on the head.
 */
const TRIALS = {
  trace: { method: 'trace_transaction', params: [NO_TRANSACTION] },
  debug: { method: 'debug_traceTransaction', params: [NO_TRANSACTION, { tracer: 'callTracer' }] },
  blockReceipts: { method: 'eth_getBlockReceipts', params: ['latest'] },
} satisfies Partial<Record<Ability, { method: string; params: unknown[] }>>

function tryTraceFilter(block: string) {
  return { method: 'trace_filter', params: [{ fromBlock: block, toBlock: block, toAddress: [NOBODY] }] }
}

const TRIED: readonly Ability[] = [...(Object.keys(TRIALS) as (keyof typeof TRIALS)[]), 'traceFilter']

/** @param outcomes in the order of `TRIED`. @throws RpcError where one says nothing about the ability. */
function readAbilities(outcomes: readonly Outcome[]): Ability[] {
  for (const outcome of outcomes) if (outcome instanceof RpcError && SAYS_NOTHING.has(outcome.kind)) throw outcome
  return TRIED.filter((ability, n) => {
    const outcome = outcomes[n]
    if (outcome instanceof RpcError) {
      const isByHash = ability === 'trace' || ability === 'debug'
      return isByHash && (outcome.kind === 'server' || outcome.kind === 'lagging')
    }
    if (ability === 'trace' || ability === 'debug') return true
    return isListOfObjects(outcome?.result)
  })
}

function isListOfObjects(value: unknown): boolean {
  try {
    for (const entry of readArray(value, 'the answer')) readObject(entry, 'an entry')
    return true
  } catch (error) {
    if (error instanceof BadAnswer) return false
    throw error
  }
}
