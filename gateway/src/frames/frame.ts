export type FrameType = 'call' | 'delegatecall' | 'staticcall' | 'callcode' | 'create' | 'create2' | 'selfdestruct'

/** One call of a transaction with the calls that it made, whichever API it was told by. All hex is lower case. */
export interface Frame {
  type: FrameType
  from: string
  /** Callee, created contract or heir; null where a creation failed. */
  to: string | null
  /** Calldata or init code. */
  input: string
  value: string
  gas: string
  gasUsed: string | null
  output: string | null
  error: string | null
  revertReason: string | null
  children: Frame[]
}

/** A call in execution order, as `POST /frames` gives it. */
export interface CallFrame {
  /** Position in the tree: `[]` is the transaction's own call, `[0, 2]` the third call of its first. */
  path: number[]
  type: FrameType
  from: string
  to: string | null
  input: string
  /** Hex quantity; 0x0 for delegatecall and staticcall, which move nothing. */
  value: string
  /** It or a frame above it was reverted: it had no effect. */
  failed: boolean
}

/** The tree in execution order. Calls of precompiles are left out: one API tells of them, another does not. */
export function flattenFrames(root: Frame): CallFrame[] {
  const flat: CallFrame[] = []
  const visit = (frame: Frame, path: number[], isLost: boolean) => {
    const failed = isLost || frame.error !== null
    const { type, from, to, input } = frame
    const value = type === 'delegatecall' || type === 'staticcall' ? '0x0' : frame.value
    flat.push({ path, type, from, to, input, value, failed })
    const calls = frame.children.filter((child) => !isPrecompile(child))
    for (const [n, child] of calls.entries()) visit(child, [...path, n], failed)
  }
  visit(root, [], false)
  return flat
}

/** Ethereum's precompiles stand at 0x01 to 0x1ff. Those of a chain's own (0G: 0x1000 on) are contracts to us. */
function isPrecompile({ to, children }: Frame): boolean {
  return to !== null && children.length === 0 && /^0x0{37}[01][0-9a-f]{2}$/.test(to) && !/^0x0{40}$/.test(to)
}
