import type { CallDraft } from '../chain/draft.js'
import { toQuantity } from '../chain/hex.js'
import type { Transaction } from '../chain/transaction.js'
import type { Block } from '../chain/view.js'

/** One call as trace_transaction, trace_block and trace_filter give it (OpenEthereum's shape). */
export interface ParityTrace {
  type: 'call' | 'create'
  action: Record<string, unknown>
  result: Record<string, unknown> | null
  error?: string
  subtraces: number
  traceAddress: number[]
  blockHash: string
  blockNumber: number
  transactionHash: string
  transactionPosition: number
}

/** Calls of a transaction in execution order, as trace_transaction lists them. */
export function listTraces({ header }: Block, tx: Transaction, index: number): ParityTrace[] {
  const place = {
    blockHash: header.hash,
    blockNumber: header.number,
    transactionHash: tx.hash,
    transactionPosition: index,
  }
  const visit = (call: CallDraft, traceAddress: number[]): ParityTrace[] => {
    const inner = call.steps.filter((step): step is CallDraft => !('topics' in step))
    const own: ParityTrace = {
      ...describeCall(call),
      subtraces: inner.length,
      traceAddress,
      ...place,
    }
    return [own, ...inner.flatMap((below, at) => visit(below, [...traceAddress, at]))]
  }
  return visit(tx.draft.call, [])
}

function describeCall(call: CallDraft): Pick<ParityTrace, 'type' | 'action' | 'result' | 'error'> {
  const { from, to, input, error } = call
  const common = { from, value: toQuantity(call.value ?? 0n), gas: '0x4c4b40' }
  const outcome = {
    result: error === undefined ? { gasUsed: '0x5208', output: call.output ?? '0x' } : null,
    ...(error === undefined ? {} : { error }),
  }
  if (to === null) return { type: 'create', action: { ...common, init: input }, ...outcome }
  const callType = (call.type ?? 'CALL').toLowerCase()
  return { type: 'call', action: { ...common, to, input, callType }, ...outcome }
}

/** One call as the callTracer of debug_traceTransaction gives it (geth's shape). */
export interface GethFrame {
  type: string
  from: string
  to?: string
  value: string
  gas: string
  gasUsed: string
  input: string
  output?: string
  error?: string
  calls?: GethFrame[]
  logs?: { address: string; topics: string[]; data: string; index: string; position: string }[]
}

/**
 * The outermost call with all below it.
 * @param withLog whether each frame lists its logs; like geth, those of failed frames are left out.
 */
export function toGethFrame(tx: Transaction, withLog: boolean): GethFrame {
  let index = tx.firstLogIndex
  const visit = (call: CallDraft, isAlive: boolean): GethFrame => {
    const calls: GethFrame[] = []
    const logs: GethFrame['logs'] = []
    const succeeds = isAlive && call.error === undefined
    for (const step of call.steps) {
      if (!('topics' in step)) calls.push(visit(step, succeeds))
      else if (succeeds) logs.push({ ...step, index: toQuantity(index++), position: toQuantity(calls.length) })
    }
    return {
      type: call.to === null ? 'CREATE' : (call.type ?? 'CALL'),
      from: call.from,
      ...(call.to === null ? {} : { to: call.to }),
      value: toQuantity(call.value ?? 0n),
      gas: '0x4c4b40',
      gasUsed: '0x5208',
      input: call.input,
      ...(call.output === undefined ? {} : { output: call.output }),
      ...(call.error === undefined ? {} : { error: call.error }),
      ...(calls.length > 0 ? { calls } : {}),
      ...(withLog && logs.length > 0 ? { logs } : {}),
    }
  }
  return visit(tx.draft.call, true)
}
