import { readArray, readNumber, readObject, toHex } from '../chain/hex.js'
import { ConfigError } from '../config-error.js'
import { ABILITIES, type Ability } from './call.js'
import type { Endpoint } from './endpoint.js'
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
  const served = await askNumber(endpoint, 'eth_chainId')
  if (served !== chainId)
    throw new ConfigError(
      `RPC ${endpoint.host} serves chain ${served}, this gateway is for chain ${chainId}: correct its URL, NETWORK or CHAIN_ID.`,
    )
  const head = await askNumber(endpoint, 'eth_blockNumber')
  const [logs, first] = await endpoint.send([
    { method: 'eth_getLogs', params: [{ fromBlock: toHex(head), toBlock: toHex(head), address: NOBODY }] },
    { method: 'eth_getBlockByNumber', params: [toHex(Math.min(1, head)), false] },
  ])
  if (logs instanceof RpcError) {
    if (logs.kind !== 'unsupported') throw logs
    throw new ConfigError(`RPC ${endpoint.host} serves no logs (${logs.why}): use one that serves eth_getLogs.`)
  }
  for (const ability of await findAbilities(endpoint, head)) endpoint.abilities.add(ability)
  endpoint.isAdmitted = true
  const isPruned = first instanceof RpcError ? first.kind === 'pruned' : first?.result === null
  return {
    warnings: isPruned
      ? [`RPC ${endpoint.host} has thrown away the chain's first blocks: add an archive RPC if its history is needed.`]
      : [],
  }
}

async function askNumber(endpoint: Endpoint, method: string): Promise<number> {
  const [answer] = await endpoint.send([{ method, params: [] }])
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
async function findAbilities(endpoint: Endpoint, head: number): Promise<Ability[]> {
  const range = { fromBlock: toHex(head), toBlock: toHex(head), toAddress: [NOBODY] }
  const calls = {
    trace: { method: 'trace_transaction', params: [NO_TRANSACTION] },
    debug: { method: 'debug_traceTransaction', params: [NO_TRANSACTION, { tracer: 'callTracer' }] },
    traceFilter: { method: 'trace_filter', params: [range] },
    blockReceipts: { method: 'eth_getBlockReceipts', params: [toHex(head)] },
  } satisfies Record<Ability, { method: string; params: unknown[] }>
  const outcomes = await endpoint.send(ABILITIES.map((ability) => calls[ability]))
  for (const outcome of outcomes) if (outcome instanceof RpcError && SAYS_NOTHING.has(outcome.kind)) throw outcome
  return ABILITIES.filter((ability, n) => {
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
