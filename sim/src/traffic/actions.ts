import type { Rng } from '../rng.js'
import type { Execution } from './execution.js'
import { FACTORY, PAYERS, REENTRANT } from './people.js'
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

/**
 * A call that the contract `to` sees `caller` make: the transaction itself, or for a contract a call within a
 * transaction that some payer sends it.
 */
export function callAs(
  { rng, begin }: Pick<ActionContext, 'rng' | 'begin'>,
  { caller, to, input }: { caller: string; to: string; input: string },
  body: (run: Execution) => void,
): Execution {
  const isInner = caller === FACTORY || caller === REENTRANT
  const run = isInner ? begin(rng.pick(PAYERS), caller, '0x12345678') : begin(caller, to, input)
  if (isInner) run.call(to, input, () => body(run))
  else body(run)
  return run
}
