import { z } from 'zod'
import type { CallFrame } from '../decode/chain'

const hex = z.string().regex(/^0x([0-9a-fA-F]{2})*$/)
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const quantity = z.string().regex(/^0x[0-9a-fA-F]+$/)
const action = z.object({
  callType: z.enum(['call', 'delegatecall', 'staticcall', 'callcode']).nullish(),
  creationMethod: z.string().nullish(),
  from: address.nullish(),
  to: address.nullish(),
  address: address.nullish(),
  refundAddress: address.nullish(),
  input: hex.nullish(),
  init: hex.nullish(),
  value: quantity.nullish(),
  balance: quantity.nullish(),
})
const row = z.object({
  type: z.enum(['call', 'create', 'suicide', 'selfdestruct']),
  action,
  result: z.object({ address: address.nullish() }).nullish(),
  error: z.string().nullish(),
  traceAddress: z.array(z.int().nonnegative()),
  blockHash: z.string(),
})
const answer = z.array(row)

type Row = z.infer<typeof row>

/**
 * Reads an answer of `trace_transaction`: a flat list, each row with the path that leads to it.
 * @throws an error where the answer is no trace, has gaps, or is of another block.
 */
export function readTrace(value: unknown, blockHash: string): CallFrame[] {
  const rows = answer.parse(value ?? []).sort((one, other) => comparePaths(one.traceAddress, other.traceAddress))
  if (rows.length === 0) throw new Error('the trace is empty')
  const failed = new Map<string, boolean>()
  return rows.map((entry) => {
    if (entry.blockHash.toLowerCase() !== blockHash) throw new Error(`the trace is of block ${entry.blockHash}`)
    const path = entry.traceAddress
    const parent = path.length === 0 ? false : failed.get(path.slice(0, -1).join())
    if (parent === undefined) throw new Error(`the trace has a call at ${path.join()} whose caller it lacks`)
    const isLost = parent || (entry.error ?? '') !== ''
    if (failed.has(path.join())) throw new Error(`the trace has two calls at ${path.join()}`)
    failed.set(path.join(), isLost)
    return { path, ...toCall(entry), failed: isLost }
  })
}

function toCall({ type, action, result, error }: Row): Omit<CallFrame, 'path' | 'failed'> {
  if (type === 'call') {
    const callType = action.callType ?? 'call'
    // These two move nothing: the value that some nodes give is the caller's own.
    const isMoneyless = callType === 'delegatecall' || callType === 'staticcall'
    const value = isMoneyless ? 0n : BigInt(action.value ?? 0)
    return { type: callType, from: lower(action.from), to: lower(action.to), input: lower(action.input ?? '0x'), value }
  }
  if (type === 'create') {
    const to = error ? null : (result?.address?.toLowerCase() ?? null)
    const kind = action.creationMethod === 'create2' ? 'create2' : 'create'
    return {
      type: kind,
      from: lower(action.from),
      to,
      input: lower(action.init ?? '0x'),
      value: BigInt(action.value ?? 0),
    }
  }
  const heir = { from: lower(action.address), to: lower(action.refundAddress) }
  return { type: 'selfdestruct', ...heir, input: '0x', value: BigInt(action.balance ?? 0) }
}

function lower(text: string | null | undefined): string {
  if (text == null) throw new Error('the trace has a call without its parties')
  return text.toLowerCase()
}

/** The order of execution: a caller before its calls, these by number. */
function comparePaths(one: number[], other: number[]): number {
  for (const [n, step] of one.entries()) {
    const against = other[n]
    if (against === undefined) return 1
    if (step !== against) return step - against
  }
  return one.length - other.length
}
