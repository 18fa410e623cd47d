import type { Rng } from '../rng.js'
import type { Execution } from './execution.js'
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
