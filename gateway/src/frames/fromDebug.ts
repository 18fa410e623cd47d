import { readAddress, readArray, readData, readObject, readQuantity } from '../chain/hex.js'
import { BadAnswer } from '../rpc/rpcError.js'
import type { Frame, FrameType } from './frame.js'
import { readText } from './fromTrace.js'

/** The EVM's call depth ends at 1024. */
const MAX_DEPTH = 1_100

const TYPES: Record<string, FrameType> = {
  CALL: 'call',
  DELEGATECALL: 'delegatecall',
  STATICCALL: 'staticcall',
  CALLCODE: 'callcode',
  CREATE: 'create',
  CREATE2: 'create2',
  SELFDESTRUCT: 'selfdestruct',
}

/** Reads a `debug_traceTransaction` answer of the callTracer. */
export function readDebugTrace(answer: unknown, depth = 0): Frame {
  if (answer === null) throw new BadAnswer('lagging', 'there is no such transaction')
  const call = readObject(answer, 'the trace')
  const type = TYPES[String(call.type)]
  if (!type || depth > MAX_DEPTH) throw new BadAnswer('malformed', 'the trace has a frame of an unknown type')
  const error = readText(call.error)
  return {
    type,
    from: readAddress(call.from, 'from'),
    // As in the other API: what a failed creation would have been is not there.
    to: call.to == null || (error !== null && type.startsWith('create')) ? null : readAddress(call.to, 'to'),
    input: readData(call.input ?? '0x', 'input'),
    value: readQuantity(call.value ?? '0x0', 'value'),
    gas: readQuantity(call.gas ?? '0x0', 'gas'),
    gasUsed: call.gasUsed == null ? null : readQuantity(call.gasUsed, 'gasUsed'),
    output: call.output == null ? null : readData(call.output, 'output'),
    error,
    revertReason: readText(call.revertReason),
    children: readArray(call.calls ?? [], 'calls').map((child) => readDebugTrace(child, depth + 1)),
  }
}
