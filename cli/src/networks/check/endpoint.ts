import type { Network } from '@touchstone/networks'
import { type Capabilities, probeCapabilities } from './capabilities.js'
import { differs, type Finding, note, unasked } from './finding.js'
import { type JsonRpc, parseQuantity } from './jsonRpc.js'

/** Blocks over which the interval between blocks is taken. */
const INTERVAL_BLOCKS = 1_000
/** A head older than this is a node that stands still or lags. */
const MAX_HEAD_AGE_SECONDS = 600
/** Longer than this to finality is likelier a slip in the file than a slow chain. */
const MAX_FINALITY_SECONDS = 1_800

/** What one RPC said of itself and its chain. */
export interface Endpoint extends Partial<Capabilities> {
  url: string
  chainId?: number
  head?: number
  /** Mean over the last thousand blocks. */
  blockSeconds?: number
  /** Blocks between the head and what the RPC calls finalized; absent where it does not say. */
  finalizedDepth?: number
  findings: Finding[]
}

/**
 * Asks one RPC for chain id, head, block interval, finality and capabilities. Nothing more is asked of an RPC of another
 * chain: whatever stands at our addresses there means nothing.
 * @param now milliseconds
 */
export async function checkEndpoint(rpc: JsonRpc, network: Network, now: number): Promise<Endpoint> {
  const endpoint: Endpoint = { url: rpc.name, findings: [] }
  try {
    endpoint.chainId = await rpc.callNumber('eth_chainId', [])
    if (endpoint.chainId !== network.chainId) {
      const sentence = `${rpc.name} serves chain ${endpoint.chainId}, the file is of chain ${network.chainId}: correct rpc or chainId.`
      endpoint.findings.push(differs('chainId', sentence))
      return endpoint
    }
    await checkHead(rpc, network, endpoint, now)
    const { findings, ...capabilities } = await probeCapabilities(rpc, network, endpoint.head ?? 0)
    Object.assign(endpoint, capabilities)
    endpoint.findings.push(...findings)
  } catch (cause) {
    endpoint.findings.push(unasked('rpc', `${rpc.name} could not be asked: ${(cause as Error).message}.`))
  }
  return endpoint
}

async function checkHead(rpc: JsonRpc, network: Network, endpoint: Endpoint, now: number): Promise<void> {
  const head = await readBlock(rpc, 'latest')
  if (head === undefined) throw new Error('it has no latest block')
  endpoint.head = head.number
  const age = Math.round(now / 1000 - head.timestamp)
  if (age > MAX_HEAD_AGE_SECONDS)
    endpoint.findings.push(
      differs(
        'rpc',
        `The latest block of ${rpc.name} is ${age} seconds old: it stands still or lags, name another RPC.`,
      ),
    )
  // Where block 0 is the older one its timestamp is the genesis file's, not a block's time.
  const older = head.number > 1 ? await readBlock(rpc, Math.max(1, head.number - INTERVAL_BLOCKS)) : undefined
  if (older !== undefined && older.number < head.number)
    endpoint.blockSeconds = Math.max(0, (head.timestamp - older.timestamp) / (head.number - older.number))
  await checkFinality(rpc, network.finality, endpoint)
}

async function checkFinality(rpc: JsonRpc, finality: number, endpoint: Endpoint): Promise<void> {
  const { findings, head = 0, blockSeconds } = endpoint
  const seconds = blockSeconds === undefined ? undefined : finality * blockSeconds
  if (seconds !== undefined && seconds > MAX_FINALITY_SECONDS)
    findings.push(
      differs('finality', `${finality} blocks are ${Math.round(seconds)} seconds on this chain: lower finality.`),
    )
  const finalized = await readBlock(rpc, 'finalized').catch(() => undefined)
  if (finalized === undefined) {
    findings.push(note('finality', `${rpc.name} names no finalized block: ${finality} blocks is the file's word.`))
    return
  }
  endpoint.finalizedDepth = Math.max(0, head - finalized.number)
  // The chain moves between the two calls, which only makes the depth smaller.
  if (endpoint.finalizedDepth > finality)
    findings.push(
      differs(
        'finality',
        `${rpc.name} calls final what is ${endpoint.finalizedDepth} blocks deep, the file after ${finality}: raise finality.`,
      ),
    )
}

async function readBlock(
  rpc: JsonRpc,
  block: number | 'latest' | 'finalized',
): Promise<{ number: number; timestamp: number } | undefined> {
  const tag = typeof block === 'number' ? `0x${block.toString(16)}` : block
  const found = await rpc.call('eth_getBlockByNumber', [tag, false])
  if (typeof found !== 'object' || found === null) return undefined
  const fields = found as { number?: unknown; timestamp?: unknown }
  const number = parseQuantity(fields.number)
  const timestamp = parseQuantity(fields.timestamp)
  if (number === undefined || timestamp === undefined) throw new Error(`its block ${tag} has no number or timestamp`)
  return { number, timestamp }
}
