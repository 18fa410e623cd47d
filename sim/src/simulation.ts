import { ForkChain } from './chain/forkChain.js'
import type { Block } from './chain/view.js'
import { KNOWN_CONTRACTS, SIM_CHAIN_ID } from './contracts.js'
import { createRng, type Rng } from './rng.js'
import type { Action } from './traffic/actions.js'
import { AGENT_ACTIONS } from './traffic/agentActions.js'
import { Execution, Revert } from './traffic/execution.js'
import { MONEY_ACTIONS } from './traffic/moneyActions.js'
import { PAYER_ACTIONS } from './traffic/payerActions.js'
import { REPUTATION_ACTIONS } from './traffic/reputationActions.js'
import { SERVICE_ACTIONS } from './traffic/serviceActions.js'
import { SETTLING } from './traffic/settling.js'
import { STORAGE_ACTIONS } from './traffic/storageActions.js'
import { VALIDATION_ACTIONS } from './traffic/validationActions.js'
import { type TraceCapability, World } from './traffic/world.js'
import type { Place, Row } from './truth/truth.js'

export const ACTIONS: readonly Action[] = [
  ...SETTLING,
  ...SERVICE_ACTIONS,
  ...MONEY_ACTIONS,
  ...PAYER_ACTIONS,
  ...AGENT_ACTIONS,
  ...REPUTATION_ACTIONS,
  ...VALIDATION_ACTIONS,
  ...STORAGE_ACTIONS,
]

export interface SimulationOptions {
  seed: number
  finality: number
  /** What an index of this chain can read of inner calls: decides what the facts are. */
  capability: TraceCapability
}

/** One block's transactions, as what to do and not as what came of it: after a fork the same may come out otherwise. */
interface Plan {
  id: number
  action: Action
  seed: number
}

const MAX_PER_BLOCK = 6

/** Whose logs an index asks for. */
const ASKED = new Set(KNOWN_CONTRACTS.flatMap(({ address, beacon }) => (beacon ? [address, beacon] : [address])))

/** What the first blocks hold, block by block: without services, money and agents little could be done. */
const OPENING: readonly { action: Action; count: number }[][] = [
  [
    { action: named('upgrade'), count: 3 },
    { action: named('register'), count: 4 },
  ],
  [
    { action: named('service'), count: 6 },
    { action: named('feedback'), count: 8 },
  ],
  [
    { action: named('service by contract'), count: 3 },
    { action: named('request validation'), count: 4 },
  ],
  [
    { action: named('pay in'), count: 6 },
    { action: named('deposit'), count: 12 },
  ],
  [{ action: named('acknowledge'), count: 10 }],
]

function named(name: string): Action {
  const found = ACTIONS.find((action) => action.name === name)
  if (!found) throw new RangeError(`There is no action ${name}.`)
  return found
}

/** A seeded chain with traffic, forks, and the facts that an index of its canonical chain must hold. */
export class Simulation {
  readonly chain: ForkChain
  readonly world: World
  private readonly rng: Rng
  /** By height, from 1 on: what was done, and where the journal stood before it. */
  private readonly blocks: { plans: Plan[]; mark: number }[] = []
  private nextId = 1

  constructor(options: SimulationOptions) {
    this.rng = createRng(options.seed)
    this.chain = new ForkChain({ chainId: SIM_CHAIN_ID, finality: options.finality })
    this.world = new World(SIM_CHAIN_ID, options.capability)
  }

  /** Adds a block with up to six transactions, or none. */
  mine(): Block {
    return this.add(0, [this.drawPlans()])[0] as Block
  }

  /** Adds a block without transactions. */
  mineEmpty(): Block {
    return this.add(0, [[]])[0] as Block
  }

  /**
   * Drops the newest `depth` blocks and mines others in their place: some of the dropped transactions come back, in
   * other blocks and another order.
   * @param added how many blocks; `depth` + 1 where left out, so that the chain grows.
   */
  fork(depth: number, added = depth + 1): Block[] {
    const dropped = this.blocks.slice(this.blocks.length - depth).flatMap(({ plans }) => plans)
    const kept = dropped.filter(() => this.rng.chance(0.7)).reverse()
    const plans = Array.from({ length: added }, () => [...kept.splice(0, this.rng.int(0, 3)), ...this.drawPlans()])
    return this.add(depth, plans)
  }

  /** Height of the newest block. */
  get head(): number {
    return this.blocks.length
  }

  /** What the facts must be: tables by name, rows by id. */
  truth(): [string, [string, Row][]][] {
    return this.world.truth.rows()
  }

  private add(depth: number, plans: Plan[][]): Block[] {
    const first = this.blocks[this.blocks.length - depth]
    if (first) this.world.journal.undoTo(first.mark)
    this.blocks.length -= depth
    let runs: Execution[] = []
    // What a log means is told by its place: each block is executed, sealed and told before the next.
    const drafts = function* (this: Simulation) {
      for (const own of plans) {
        this.blocks.push({ plans: own, mark: this.world.journal.mark() })
        runs = own.flatMap((plan) => this.execute(plan) ?? [])
        yield runs.map((run) => run.draft())
      }
    }
    return this.chain.fork(depth, drafts.call(this), (block) => this.tell(block, runs))
  }

  private drawPlans(): Plan[] {
    const opening = OPENING[this.blocks.length]
    const actions = opening
      ? opening.flatMap(({ action, count }) => Array.from({ length: count }, () => action))
      : Array.from({ length: this.rng.int(0, MAX_PER_BLOCK) }, () => this.drawAction())
    return actions.map((action) => ({ id: this.nextId++, action, seed: this.rng.int(0, 2 ** 31) }))
  }

  private drawAction(): Action {
    const total = ACTIONS.reduce((sum, { weight }) => sum + weight, 0)
    let left = this.rng.next() * total
    for (const action of ACTIONS) {
      left -= action.weight
      if (left < 0) return action
    }
    return this.rng.pick(ACTIONS)
  }

  /** @returns undefined where the world does not allow the action now. A transaction that fails as a whole stays. */
  private execute({ id, action, seed }: Plan): Execution | undefined {
    const { world } = this
    let run: Execution | undefined
    const begin = (from: string, to: string, input: string, value = 0n) => {
      run = new Execution(world.journal, from, to, input, value, id)
      return run
    }
    const mark = world.journal.mark()
    try {
      return action.run({ world, rng: createRng(seed), begin })
    } catch (error) {
      if (!(error instanceof Revert) || !run) throw error
      world.journal.undoTo(mark)
      run.fail()
      return run
    }
  }

  private tell({ header, transactions }: Block, runs: Execution[]): void {
    for (const [at, tx] of transactions.entries()) {
      const { from, to } = tx.draft.call
      const counts = { result: 0, movement: 0, acknowledgement: 0 }
      const place: Omit<Place, 'logIndex'> = {
        chainId: SIM_CHAIN_ID,
        blockNumber: header.number,
        blockHash: header.hash,
        blockTime: header.timestamp * 1000,
        txHash: tx.hash,
        txFrom: from,
        txTo: to,
        isMatched: tx.logs.some(({ address }) => ASKED.has(address)),
        next: (kind) => counts[kind]++,
      }
      for (const { log, tell } of runs[at]?.meanings ?? [])
        tell(this.world.truth, { ...place, logIndex: log === null ? -1 : tx.firstLogIndex + tx.logs.indexOf(log) })
    }
  }
}
