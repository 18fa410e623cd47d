import type { Frame } from './frame.js'

/** A frame as the gateway protocol serves it. The client picks the fields that it asked for. */
export interface TraceRow {
  transactionIndex: number
  traceAddress: number[]
  subtraces: number
  type: 'call' | 'create' | 'suicide'
  error?: string
  revertReason?: string
  action: Record<string, string>
  result?: Record<string, string>
}

/** The tree as rows in execution order. */
export function toTraceRows(root: Frame, transactionIndex: number): TraceRow[] {
  const rows: TraceRow[] = []
  const visit = (frame: Frame, traceAddress: number[]) => {
    rows.push({
      transactionIndex,
      traceAddress,
      subtraces: frame.children.length,
      ...(frame.error !== null && { error: frame.error }),
      ...(frame.revertReason !== null && { revertReason: frame.revertReason }),
      ...toAction(frame),
    })
    for (const [n, child] of frame.children.entries()) visit(child, [...traceAddress, n])
  }
  visit(root, [])
  return rows
}

function toAction(frame: Frame): Pick<TraceRow, 'type' | 'action' | 'result'> {
  const { from, value, gas, input } = frame
  const to = frame.to ?? ''
  if (frame.type === 'selfdestruct')
    return { type: 'suicide', action: { address: from, refundAddress: to, balance: value } }
  if (frame.type === 'create' || frame.type === 'create2') {
    const result = { address: to, code: frame.output ?? '0x', gasUsed: frame.gasUsed ?? '0x0' }
    return {
      type: 'create',
      action: { from, value, gas, init: input },
      ...(frame.to !== null && { result }),
    }
  }
  return {
    type: 'call',
    action: { callType: frame.type, from, to, value, gas, input, sighash: input.slice(0, 10) },
    ...(frame.gasUsed !== null && { result: { gasUsed: frame.gasUsed, output: frame.output ?? '0x' } }),
  }
}
