import type { Network } from '@touchstone/networks'
import { differs, type Finding, note } from './finding.js'
import { type JsonRpc, RpcRefusal, RpcSilence } from './jsonRpc.js'

/** Widths of `eth_getLogs` that are tried, until one is refused. */
const LOG_RANGES = [1, 100, 1_000, 10_000, 100_000]
const METHOD_NOT_FOUND = -32601
const MISSING_METHOD = /\bmethod\b|unsupported|disabled|forbidden|unauthori|not (supported|available|allowed|enabled)/i
/** Blocks of the past whose logs are asked for: where a contract began, something was logged as a rule. */
const MAX_OLD_BLOCKS = 16
const NO_TRANSACTION = `0x${'0'.repeat(64)}`

export interface Capabilities {
  /** Widest range of blocks that `eth_getLogs` accepted. */
  logRange: number
  /** Methods for call frames that it answers. */
  traces: string[]
  /** Whether it serves state at the first block that an index needs. */
  archive: boolean
  /** Whether it has the first block that an index needs. */
  history: boolean
}

/**
 * Measures what an index of that network would ask of this RPC.
 * @throws RpcSilence where it stops answering
 */
export async function probeCapabilities(
  rpc: JsonRpc,
  network: Network,
  head: number,
): Promise<Capabilities & { findings: Finding[] }> {
  const findings: Finding[] = []
  const first = Math.min(...network.contracts.map(({ startBlock }) => startBlock), head)
  const address = network.contracts.find(({ retired }) => !retired)?.address
  const history = (await rpc.call('eth_getBlockByNumber', [toHex(first), false])) !== null
  if (!history)
    findings.push(
      differs(
        'rpc',
        `${rpc.name} does not have block ${first}, where this network's history begins: name an RPC with the whole chain.`,
      ),
    )
  const { range: logRange, refusal } = await measureLogRange(rpc, address, head)
  if (logRange === 0)
    findings.push(differs('rpc', `${rpc.name} refuses eth_getLogs (${refusal}): name an RPC that serves logs.`))
  else
    findings.push(
      note(
        'rpc',
        `${rpc.name} serves logs of up to ${logRange} blocks a request${refusal === undefined ? '' : ` (more: ${refusal})`}.`,
      ),
    )
  if (history && logRange > 0) findings.push(...(await checkOldLogs(rpc, network, head)))
  const traces = await listTraces(rpc, head)
  if (traces.length === 0)
    findings.push(
      note('rpc', `${rpc.name} has no trace API: calldata of inner calls will be unavailable, amounts will not.`),
    )
  return { logRange, traces, archive: await isArchive(rpc, address, first), history, findings }
}

/**
 * Whether logs of the past are there. Some nodes keep headers and drop receipts; the worst of them then answer "no logs", which
 * an index would believe. A header's bloom says that there were some.
 */
async function checkOldLogs(rpc: JsonRpc, network: Network, head: number): Promise<Finding[]> {
  const starts = [...new Set(network.contracts.map(({ startBlock }) => startBlock))].filter((block) => block <= head)
  for (const block of starts.sort((one, other) => one - other).slice(0, MAX_OLD_BLOCKS)) {
    const header = (await rpc.call('eth_getBlockByNumber', [toHex(block), false])) as { logsBloom?: unknown } | null
    if (typeof header?.logsBloom !== 'string' || !/[1-9a-fA-F]/.test(header.logsBloom.slice(2))) continue
    const why = await findOldRefusal(rpc, block)
    if (why === undefined) return []
    const sentence = `${rpc.name} does not give the logs of block ${block}, which has some (${why}): name an RPC that keeps all logs (an archive node).`
    return [differs('rpc', sentence)]
  }
  return []
}

async function findOldRefusal(rpc: JsonRpc, block: number): Promise<string | undefined> {
  try {
    const logs = await rpc.call('eth_getLogs', [{ fromBlock: toHex(block), toBlock: toHex(block) }])
    if (!Array.isArray(logs)) return 'its answer is not a list'
    return logs.length === 0 ? 'it answers that there are none' : undefined
  } catch (error) {
    if (error instanceof RpcRefusal) return error.message
    throw error
  }
}

async function measureLogRange(rpc: JsonRpc, address: string | undefined, head: number) {
  let range = 0
  for (const width of LOG_RANGES.filter((candidate) => candidate <= head + 1)) {
    const filter = { fromBlock: toHex(head - width + 1), toBlock: toHex(head), ...(address && { address }) }
    try {
      const logs = await rpc.call('eth_getLogs', [filter])
      if (!Array.isArray(logs)) return { range, refusal: 'its answer is not a list' }
      range = width
    } catch (error) {
      if (error instanceof RpcRefusal) return { range, refusal: error.message }
      // The widest range may just be slow; that is a limit too. The narrowest must come.
      if (error instanceof RpcSilence && range > 0) return { range, refusal: error.message }
      throw error
    }
  }
  return { range }
}

/** Methods for frames, asked in the cheapest way each allows; "no such transaction" is an answer too. */
async function listTraces(rpc: JsonRpc, head: number): Promise<string[]> {
  const questions: [method: string, params: unknown[]][] = [
    ['debug_traceTransaction', [NO_TRANSACTION, { tracer: 'callTracer' }]],
    ['debug_traceBlockByNumber', [toHex(head), { tracer: 'callTracer' }]],
    ['trace_transaction', [NO_TRANSACTION]],
    ['trace_block', [toHex(head)]],
    ['trace_filter', [{ fromBlock: toHex(head), toBlock: toHex(head), count: 1 }]],
  ]
  const answered: string[] = []
  for (const [method, params] of questions) if (await isAnswered(rpc, method, params)) answered.push(method)
  return answered
}

async function isAnswered(rpc: JsonRpc, method: string, params: unknown[]): Promise<boolean> {
  try {
    await rpc.call(method, params)
    return true
  } catch (error) {
    if (error instanceof RpcRefusal) return error.code !== METHOD_NOT_FOUND && !MISSING_METHOD.test(error.message)
    // Some gateways drop what they do not serve. Asked again for something else, a dead one is told apart.
    return false
  }
}

async function isArchive(rpc: JsonRpc, address: string | undefined, block: number): Promise<boolean> {
  try {
    const account = address ?? `0x${'0'.repeat(40)}`
    return typeof (await rpc.call('eth_getBalance', [account, toHex(Math.max(0, block))])) === 'string'
  } catch (error) {
    if (error instanceof RpcRefusal) return false
    throw error
  }
}

function toHex(block: number): string {
  return `0x${block.toString(16)}`
}
