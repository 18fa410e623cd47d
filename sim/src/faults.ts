import type { ForkChain } from './chain/forkChain.js'
import type { ChainView } from './chain/view.js'
import { createRng, type Rng } from './rng.js'
import type { RpcHooks, TransportFault } from './rpc/node.js'
import { RpcError } from './rpc/rpcError.js'

/** What goes wrong in a run, and how often; each a probability. Drawn once from the seed. */
export interface FaultPlan {
  /** A call answers with an error. */
  rpcError: number
  /** eth_getLogs leaves out logs. */
  missingLogs: number
  /** A request takes up to `LONGEST_DELAY_MS` longer. */
  latency: number
  /** A request begins a burst of answers with HTTP 429. */
  tooMany: number
  /** The connection ends before or within the answer. */
  cut: number
  /** A request is answered by a node that lags behind or still has an abandoned fork. */
  stale: number
  /** A step of the chain is a fork of 1 to finality blocks. */
  reorg: number
  /** A step is a fork deeper than the finality. */
  deepReorg: number
  /** A step is followed by the end of all database connections. */
  databaseError: number
  /** A step is followed by SIGKILL of the indexer. */
  kill: number
  /** A step is followed by an immediate end of the database server, which is started again. */
  databaseRestart: number
  /** A step is followed by the indexer's clock being set ahead or back. */
  clockStep: number
}

export const NO_FAULTS: FaultPlan = {
  rpcError: 0,
  missingLogs: 0,
  latency: 0,
  tooMany: 0,
  cut: 0,
  stale: 0,
  reorg: 0,
  deepReorg: 0,
  databaseError: 0,
  kill: 0,
  databaseRestart: 0,
  clockStep: 0,
}

const LONGEST_DELAY_MS = 20
const LONGEST_BURST = 4
/** Old heads that a lagging node may stand at. */
const KEPT_VIEWS = 3

/** Draws what goes wrong in the run of that seed. */
export function drawFaults(seed: number): FaultPlan {
  const rng = createRng(seed ^ 0x5f3759df)
  return {
    rpcError: rng.pick([0, 0.02, 0.05]),
    missingLogs: rng.pick([0, 0.002, 0.02]),
    latency: rng.pick([0, 0.4, 0.8]),
    tooMany: rng.pick([0, 0.01]),
    cut: rng.pick([0, 0.01, 0.02]),
    stale: rng.pick([0, 0.02, 0.1]),
    reorg: rng.pick([0, 0.02, 0.05, 0.2]),
    deepReorg: rng.pick([0, 0.01, 0.02]),
    databaseError: rng.pick([0, 0.01, 0.02]),
    kill: rng.pick([0, 0.01, 0.02]),
    databaseRestart: rng.pick([0, 0.01, 0.02]),
    clockStep: rng.pick([0, 0.02, 0.05]),
  }
}

/** Hooks of an RPC that fails by plan until it is told to stop. */
export class FaultyNode implements RpcHooks {
  /** How many faults of each kind happened. */
  readonly happened: Record<string, number> = {}
  private readonly rng: Rng
  private readonly views: ChainView[] = []
  private burst = 0
  private isCalm = false

  constructor(
    seed: number,
    private readonly plan: FaultPlan,
    private readonly chain: ForkChain,
  ) {
    this.rng = createRng(seed ^ 0x2545f491)
    chain.onHead(() => {
      this.views.push(chain.snapshot())
      if (this.views.length > KEPT_VIEWS) this.views.shift()
    })
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.isCalm = true
  }

  faultOf(): TransportFault | undefined {
    if (this.isCalm) return undefined
    const delayMs = this.happens('latency') ? this.rng.int(1, LONGEST_DELAY_MS) : 0
    if (this.burst === 0 && this.happens('tooMany')) this.burst = this.rng.int(1, LONGEST_BURST)
    if (this.burst > 0) {
      this.burst -= 1
      return { delayMs, status: 429 }
    }
    if (this.happens('cut')) return { delayMs, cut: this.rng.chance(0.5) ? 'before' : 'within' }
    return { delayMs }
  }

  chooseView(): ChainView {
    const view = this.happens('stale') && this.views.length > 0 ? this.rng.pick(this.views) : undefined
    return view ?? this.chain.snapshot()
  }

  changeResult(method: string, result: unknown): unknown {
    if (this.happens('rpcError')) throw new RpcError(-32603, 'internal error')
    if (method !== 'eth_getLogs' || !Array.isArray(result) || result.length === 0 || !this.happens('missingLogs'))
      return result
    // All of a block's logs at a time: what the block's own bloom contradicts. A single one only its receipts do.
    const hidden = (this.rng.pick(result) as { blockHash: string }).blockHash
    return result.filter((log: { blockHash: string }) => log.blockHash !== hidden)
  }

  private happens(kind: keyof FaultPlan): boolean {
    if (this.isCalm || !this.rng.chance(this.plan[kind])) return false
    this.happened[kind] = (this.happened[kind] ?? 0) + 1
    return true
  }
}
