import type { ChainTransaction } from './chain'

/** A call that a contract received and that had its effect. */
export interface ContractCall {
  from: string
  to: string
  input: string
  /** Neuron sent with it. */
  value: bigint
  /** Whether the transaction is the call itself, or a trace tells of it. */
  source: 'transaction' | 'trace'
}

/**
 * The successful calls of a transaction, in the order of execution. Delegate calls run somebody's code in the caller's
 * place and static calls change nothing: neither is a call that moves money. Without frames the transaction's own call is
 * all that is known, and a log shows that it succeeded; without a log nothing does.
 */
export function listCalls(tx: ChainTransaction): ContractCall[] {
  const { from, to, input, value, frames, logs } = tx
  if (frames === null)
    return to === null || logs.length === 0 ? [] : [{ from, to, input, value, source: 'transaction' }]
  const calls: ContractCall[] = []
  for (const frame of frames) {
    if (frame.type !== 'call' || frame.failed || frame.to === null) continue
    const source = frame.path.length === 0 ? 'transaction' : 'trace'
    calls.push({ from: frame.from, to: frame.to, input: frame.input, value: frame.value, source })
  }
  return calls
}

/** Those of the calls that go to one contract and one of these functions. */
export function pickCalls(
  calls: readonly ContractCall[],
  contract: string,
  functions: readonly { is(input: string): boolean }[],
): ContractCall[] {
  return calls.filter((call) => call.to === contract && functions.some((one) => one.is(call.input)))
}
