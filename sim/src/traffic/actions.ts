import type { Rng } from '../rng.js'
import type { Execution } from './execution.js'
import { CONTRACT_CALLERS, PAYERS } from './people.js'
import type { World } from './world.js'

/** What somebody does in one transaction. */
export interface Action {
  name: string
  /** How often it is chosen, relative to the others. */
  weight: number
  /** Builds and executes the transaction; undefined where the world does not allow it now. */
  run(context: ActionContext): Execution | undefined
}

export interface ActionContext {
  world: World
  rng: Rng
  /** Begins a transaction. */
  begin(from: string, to: string, input: string, value?: bigint): Execution
}

/** A call, with what the called contract does of it. */
export interface Step {
  to: string
  input: string
  /** Neuron. */
  value: bigint
  body(run: Execution): void
}

/**
 * A call that the contract `to` sees `caller` make: the transaction itself, or for a contract a call within a
 * transaction that some payer sends it.
 */
export function callAs(
  { rng, begin }: Pick<ActionContext, 'rng' | 'begin'>,
  { caller, to, input, value = 0n }: { caller: string; to: string; input: string; value?: bigint },
  body: (run: Execution) => void,
): Execution {
  const isInner = CONTRACT_CALLERS.includes(caller)
  const run = isInner ? begin(rng.pick(PAYERS), caller, '0x12345678', value) : begin(caller, to, input, value)
  if (isInner) run.call(to, input, () => body(run), value)
  else body(run)
  return run
}
