import type { CallDraft } from '../chain/draft.js'
import { toHex, toQuantity } from '../chain/hex.js'
import { PRIORITY_FEE } from '../chain/transaction.js'
import type { Block, ChainView } from '../chain/view.js'
import { formatBlock, formatReceipt, formatTransaction } from './format.js'
import { getLogs, type LogLimits } from './logs.js'
import { readBlock, readHash, readHeight } from './params.js'
import { RpcError } from './rpcError.js'
import type { ContractState } from './state.js'
import { listTraces, type ParityTrace, toGethFrame } from './trace.js'

/** What the node behind the RPC can and refuses to do. */
export interface NodeOptions extends LogLimits {
  /** Without it, trace_* do not exist. */
  hasTraceApi?: boolean
  /** Without it, debug_* do not exist. */
  hasDebugApi?: boolean
}

export type MethodTable = Readonly<Record<string, (view: ChainView, params: readonly unknown[]) => unknown>>

const MAX_TRACES = 10_000

/** The methods that the node has, by name. Each may throw RpcError. */
export function buildMethods(state: ContractState, options: NodeOptions): MethodTable {
  const { hasTraceApi = true, hasDebugApi = true } = options
  return {
    ...CHAIN_METHODS,
    eth_getLogs: (view, [filter]) => getLogs(view, filter, options),
    eth_getCode: (view, [address, tag]) =>
      state.code(view, String(address).toLowerCase(), readHeight(view, tag ?? 'latest')),
    eth_call: (view, [call, tag]) => state.call(view, call, readHeight(view, readTag(tag))),
    eth_getStorageAt: (view, [address, slot, tag]) =>
      state.storageAt(view, String(address).toLowerCase(), String(slot), readHeight(view, readTag(tag))),
    ...(hasTraceApi ? TRACE_METHODS : {}),
    ...(hasDebugApi ? DEBUG_METHODS : {}),
  }
}

function readTag(tag: unknown): unknown {
  if (typeof tag === 'object' && tag !== null && 'blockNumber' in tag) return tag.blockNumber
  return typeof tag === 'string' && tag.length < 66 ? tag : 'latest'
}

const CHAIN_METHODS: MethodTable = {
  eth_chainId: (view) => toQuantity(view.chainId),
  net_version: (view) => String(view.chainId),
  web3_clientVersion: () => 'simulated/1',
  eth_syncing: () => false,
  eth_accounts: () => [],
  eth_gasPrice: () => toQuantity(PRIORITY_FEE),
  eth_getBalance: () => toQuantity(10n ** 24n),
  eth_blockNumber: (view) => toQuantity(view.head),
  eth_getBlockByNumber: (view, [tag, isFull]) => toBlock(view, view.block(readHeight(view, tag)), isFull),
  eth_getBlockByHash: (view, [hash, isFull]) => toBlock(view, view.blockByHash(readHash(hash)), isFull),
  eth_getBlockReceipts: (view, [tag]) => {
    const block = readBlock(view, tag)
    return block ? block.transactions.map((tx, index) => formatReceipt(block.header, tx, index)) : null
  },
  eth_getTransactionByHash: (view, [hash]) => {
    const found = findTransaction(view, hash)
    return found ? formatTransaction(view.chainId, found.block.header, found.tx, found.index) : null
  },
  eth_getTransactionReceipt: (view, [hash]) => {
    const found = findTransaction(view, hash)
    return found ? formatReceipt(found.block.header, found.tx, found.index) : null
  },
  eth_getRawTransactionByHash: (view, [hash]) => {
    const found = findTransaction(view, hash)
    return found ? toHex(found.tx.raw) : null
  },
}

const TRACE_METHODS: MethodTable = {
  trace_transaction: (view, [hash]) => {
    const found = findTransaction(view, hash)
    return found ? listTraces(found.block, found.tx, found.index) : null
  },
  trace_block: (view, [tag]) => {
    const block = readBlock(view, tag)
    return block ? block.transactions.flatMap((tx, index) => listTraces(block, tx, index)) : null
  },
  trace_filter: (view, [filter]) => filterTraces(view, (filter ?? {}) as TraceFilter),
}

const DEBUG_METHODS: MethodTable = {
  debug_traceTransaction: (view, [hash, options]) => {
    assertCallTracer(options)
    const found = findTransaction(view, hash)
    if (!found) throw new RpcError(-32000, 'transaction not found')
    return toGethFrame(found.tx, wantsLogs(options))
  },
  debug_traceBlockByHash: (view, [hash, options]) => traceBlock(view.blockByHash(readHash(hash)), options),
  debug_traceBlockByNumber: (view, [tag, options]) => traceBlock(view.block(readHeight(view, tag)), options),
}

function traceBlock(block: Block | undefined, options: unknown) {
  assertCallTracer(options)
  if (!block) throw new RpcError(-32000, 'block not found')
  return block.transactions.map((tx) => ({ txHash: tx.hash, result: toGethFrame(tx, wantsLogs(options)) }))
}

function assertCallTracer(options: unknown): void {
  const tracer = typeof options === 'object' && options !== null && 'tracer' in options ? options.tracer : undefined
  if (tracer !== 'callTracer') throw new RpcError(-32000, `tracer ${String(tracer)} is not supported`)
}

function wantsLogs(options: unknown): boolean {
  const config = (options as { tracerConfig?: { withLog?: unknown } }).tracerConfig
  return config?.withLog === true
}

function toBlock(view: ChainView, block: Block | undefined, isFull: unknown) {
  return block ? formatBlock(view.chainId, block, isFull === true) : null
}

function findTransaction(view: ChainView, hash: unknown) {
  const found = view.findTransaction(readHash(hash))
  const tx = found?.block.transactions[found.index]
  return found && tx ? { ...found, tx } : undefined
}

interface TraceFilter {
  fromBlock?: unknown
  toBlock?: unknown
  fromAddress?: unknown
  toAddress?: unknown
  after?: unknown
  count?: unknown
}

function filterTraces(view: ChainView, filter: TraceFilter): ParityTrace[] {
  const from = toAddresses(filter.fromAddress)
  const to = toAddresses(filter.toAddress)
  const found: ParityTrace[] = []
  const [first, last] = [readHeight(view, filter.fromBlock ?? 'earliest'), readHeight(view, filter.toBlock ?? 'latest')]
  for (let height = first; height <= Math.min(last, view.head); height++) {
    for (const [index, tx] of view.transactions(height).entries()) {
      // Nearly none matches: traces are made of those alone that do.
      if (!hasCall(tx.draft.call, (call) => isIn(from, call.from) && isIn(to, call.to))) continue
      const block = view.block(height)
      if (block)
        found.push(
          ...listTraces(block, tx, index).filter(({ action }) => isIn(from, action.from) && isIn(to, action.to)),
        )
    }
    if (found.length > MAX_TRACES) throw new RpcError(-32005, `query returned more than ${MAX_TRACES} results`)
  }
  const after = Number(filter.after ?? 0)
  return found.slice(after, filter.count === undefined ? undefined : after + Number(filter.count))
}

function hasCall(call: CallDraft, matches: (call: CallDraft) => boolean): boolean {
  return matches(call) || call.steps.some((step) => !('topics' in step) && hasCall(step, matches))
}

function toAddresses(value: unknown): Set<string> | null {
  return Array.isArray(value) && value.length > 0 ? new Set(value.map((item) => String(item).toLowerCase())) : null
}

function isIn(set: Set<string> | null, address: unknown): boolean {
  return set === null || set.has(String(address))
}
