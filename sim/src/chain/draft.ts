/** What happens in a transaction, before it has a hash. Addresses and hashes are 0x-prefixed lower-case hex. */

export interface LogDraft {
  address: string
  topics: string[]
  data: string
}

/** A call with what it did, in execution order. Logs below a call that failed never come out. */
export interface CallDraft {
  /** CALL where left out. */
  type?: 'CALL' | 'DELEGATECALL' | 'STATICCALL' | 'CREATE'
  from: string
  /** Null for a creation. */
  to: string | null
  input: string
  /** Neuron. */
  value?: bigint
  output?: string
  /** Why the call failed; undefined where it succeeded. */
  error?: string
  steps: (CallDraft | LogDraft)[]
}

export interface TransactionDraft {
  /** The outermost call; its `from` is the sender. */
  call: CallDraft
  /** Given where the same transaction is mined again in another block; otherwise it follows from the position. */
  nonce?: number
}

function isLog(step: CallDraft | LogDraft): step is LogDraft {
  return 'topics' in step
}

/** Logs of the calls that succeeded together with all calls around them, in execution order. */
export function listLogs(call: CallDraft): LogDraft[] {
  if (call.error !== undefined) return []
  if (call.steps.every(isLog)) return call.steps
  return call.steps.flatMap((step) => (isLog(step) ? [step] : listLogs(step)))
}

/** A transaction that calls one contract, which emits these logs and calls nobody. */
export function directCall(from: string, to: string, input: string, logs: LogDraft[], value = 0n): TransactionDraft {
  return { call: { from, to, input, value, steps: logs } }
}
