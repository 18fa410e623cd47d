import { z } from 'zod'
import type { CallFrame } from '../decode/chain'

/** The EVM's call depth ends at 1024. */
const MAX_DEPTH = 1_030

const TYPES: Record<string, CallFrame['type']> = {
  CALL: 'call',
  DELEGATECALL: 'delegatecall',
  STATICCALL: 'staticcall',
  CALLCODE: 'callcode',
  CREATE: 'create',
  CREATE2: 'create2',
  SELFDESTRUCT: 'selfdestruct',
}
/** What moves nothing: the value that some nodes give is the caller's own. */
const MONEYLESS = new Set<CallFrame['type']>(['delegatecall', 'staticcall'])

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const call = z.object({
  type: z.string(),
  from: address,
  to: address.nullish(),
  input: z
    .string()
    .regex(/^0x([0-9a-fA-F]{2})*$/)
    .nullish(),
  value: z
    .string()
    .regex(/^0x[0-9a-fA-F]+$/)
    .nullish(),
  error: z.string().nullish(),
  calls: z.array(z.unknown()).nullish(),
})

/**
 * Reads an answer of `debug_traceTransaction` with the callTracer: a tree, in which only the call that was reverted itself
 * has an error, not those under it.
 * @throws an error where the answer is no such tree.
 */
export function readCallTree(value: unknown): CallFrame[] {
  const frames: CallFrame[] = []
  const visit = (node: unknown, path: number[], isLost: boolean) => {
    const { type: name, from, to, input, value: sent, error, calls } = call.parse(node)
    const type = TYPES[name]
    if (!type || path.length > MAX_DEPTH)
      throw new Error(`the trace has a call of type ${name} at depth ${path.length}`)
    const failed = isLost || (error ?? '') !== ''
    frames.push({
      path,
      type,
      from: from.toLowerCase(),
      // Some nodes give the address that a failed creation would have had.
      to: failed && type.startsWith('create') ? null : (to?.toLowerCase() ?? null),
      input: (input ?? '0x').toLowerCase(),
      value: MONEYLESS.has(type) ? 0n : BigInt(sent ?? 0),
      failed,
    })
    for (const [n, inner] of (calls ?? []).entries()) visit(inner, [...path, n], failed)
  }
  visit(value, [], false)
  return frames
}
