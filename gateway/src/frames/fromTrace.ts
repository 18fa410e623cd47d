import { readAddress, readArray, readData, readObject, readQuantity } from '../chain/hex.js'
import { BadAnswer } from '../rpc/rpcError.js'
import type { Frame, FrameType } from './frame.js'

const CALL_TYPES: readonly string[] = ['call', 'delegatecall', 'staticcall', 'callcode']

/** Reads a `trace_transaction` answer. `blockHash` is where the transaction has to be. */
export function readTrace(answer: unknown, blockHash: string): Frame {
  const rows = readArray(answer ?? [], 'the trace').map((row) => readObject(row, 'the trace'))
  const byPath = new Map<string, Frame>()
  let root: Frame | undefined
  // Sorted by depth: parents come first. The order of siblings is that of their last number.
  const placed = rows.map((row) => ({ row, path: readPath(row.traceAddress) }))
  placed.sort((a, b) => a.path.length - b.path.length || (a.path.at(-1) ?? 0) - (b.path.at(-1) ?? 0))
  for (const { row, path } of placed) {
    if (typeof row.blockHash === 'string' && row.blockHash.toLowerCase() !== blockHash)
      throw new BadAnswer('lagging', 'the trace is of another block')
    const frame = readRow(row)
    byPath.set(path.join(), frame)
    if (path.length === 0) root = frame
    else {
      const parent = byPath.get(path.slice(0, -1).join())
      if (!parent || parent.children.length !== path.at(-1)) throw new BadAnswer('malformed', 'the trace has gaps')
      parent.children.push(frame)
    }
  }
  if (!root) throw new BadAnswer('lagging', 'the trace is empty')
  return root
}

function readPath(value: unknown): number[] {
  return readArray(value, 'traceAddress').map((step) => {
    if (!Number.isSafeInteger(step) || (step as number) < 0) throw new BadAnswer('malformed', 'traceAddress is no path')
    return step as number
  })
}

function readRow(row: Record<string, unknown>): Frame {
  const action = readObject(row.action, 'action')
  const result = row.result == null ? null : readObject(row.result, 'result')
  const common = {
    gas: readQuantity(action.gas ?? '0x0', 'action.gas'),
    gasUsed: result?.gasUsed == null ? null : readQuantity(result.gasUsed, 'result.gasUsed'),
    error: readText(row.error),
    revertReason: readText(row.revertReason),
    children: [],
  }
  if (row.type === 'call') {
    return {
      ...common,
      type: readCallType(action.callType),
      from: readAddress(action.from, 'action.from'),
      to: readAddress(action.to, 'action.to'),
      input: readData(action.input, 'action.input'),
      value: readQuantity(action.value ?? '0x0', 'action.value'),
      output: result?.output == null ? null : readData(result.output, 'result.output'),
    }
  }
  if (row.type === 'create') {
    return {
      ...common,
      type: action.creationMethod === 'create2' ? 'create2' : 'create',
      from: readAddress(action.from, 'action.from'),
      // Some nodes give the address that a failed creation would have had.
      to: result?.address == null || common.error !== null ? null : readAddress(result.address, 'result.address'),
      input: readData(action.init, 'action.init'),
      value: readQuantity(action.value ?? '0x0', 'action.value'),
      output: result?.code == null ? null : readData(result.code, 'result.code'),
    }
  }
  if (row.type !== 'suicide') throw new BadAnswer('malformed', 'the trace has a frame of an unknown type')
  return {
    ...common,
    type: 'selfdestruct',
    from: readAddress(action.address, 'action.address'),
    to: readAddress(action.refundAddress, 'action.refundAddress'),
    input: '0x',
    value: readQuantity(action.balance ?? '0x0', 'action.balance'),
    output: null,
  }
}

function readCallType(value: unknown): FrameType {
  if (typeof value !== 'string' || !CALL_TYPES.includes(value))
    throw new BadAnswer('malformed', 'the trace has a call of an unknown type')
  return value as FrameType
}

/** Error texts are the node's own words. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 1_000) : null
}
