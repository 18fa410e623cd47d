import type pg from 'pg'
import type { Logger } from 'pino'
import { COMMITMENTS_START, checkFirst, sweepCommitments } from '../commitments/queueChecks.js'
import {
  countFirst,
  sweepTransactions,
  TRANSACTIONS_START,
  type TransactionTerms,
} from '../transactions/queueTransactions.js'
import { createHourCounting } from './hourCounting.js'
import { putFirst } from './interest.js'
import type { Leases } from './leases.js'
import { parseLook } from './look.js'
import { repeat } from './repeat.js'
import { type Fitness, SWEEP_START, sweepBehind, sweepNew } from './sweep.js'

/** Without a notification new facts are looked for this often. */
const NEW_EVERY_MS = 2_000
/** A new head is looked at once in this time, however many notifications say so. */
const NEW_AT_MOST_EVERY_MS = 100
const BEHIND_EVERY_MS = 15_000
const FREE_EVERY_MS = 5_000
const LOOKED_EVERY_MS = 1_000
/** Until an hour is counted again, each reader counts it. */
const COUNT_EVERY_MS = 1_000
const PRUNE_EVERY_MS = 60_000
/** Settlements that have waited longest, of which it is checked that they do. */
const LOOKED_AT_AGAIN = 100
/** Events that a reader who was away can still catch up with. */
const KEPT_EVENTS = 100_000
/** Looks that wait for the next turn; anyone can cause any number. An agent's cost fetches of their own. */
const MAX_LOOKED = { settlement: 1_000, agent: 50 } as const

/** By what work is chosen. */
export interface SweepTerms {
  fitness: Fitness
  transactions: TransactionTerms
  /** Accounts that pay for many: what they settle is counted for no agent. */
  routers: readonly string[]
}

export interface Sweeper {
  /** New facts may be there. */
  wake(): void
  /** A visitor has a page open: the payload of a notification, anyone's text. */
  look(payload: string): void
  stop(): Promise<void>
}

/**
 * Queues work and frees the jobs of dead workers, in whichever process holds the part; the others stand by.
 * An error ends neither: it is logged, and the next turn tries again.
 */
export function startSweeper(pool: pg.Pool, leases: Leases, terms: SweepTerms, log: Logger): Sweeper {
  const { fitness, routers } = terms
  let stopping = false
  const countHours = createHourCounting(pool, () => stopping)
  const looked = { settlement: new Set<string>(), agent: new Set<string>() }
  const jobs = [
    repeat('sweep of new facts', NEW_EVERY_MS, log, async () => {
      if (!(await leases.claimSweep())) return
      while (await sweepNew(pool));
    }),
    // Not at the start: what is new would be queued twice.
    repeat('sweep behind', BEHIND_EVERY_MS, log, createBehind(pool, leases, terms), BEHIND_EVERY_MS),
    repeat('freeing of dead workers', FREE_EVERY_MS, log, async () => {
      const dead = await leases.freeDead()
      if (dead.length > 0) log.warn({ dead }, 'jobs of dead workers are available again')
    }),
    repeat('putting first what is looked at', LOOKED_EVERY_MS, log, async () => {
      const [settlements, agents] = [[...looked.settlement], [...looked.agent]]
      looked.settlement.clear()
      looked.agent.clear()
      if (settlements.length + agents.length === 0 || !(await leases.claimSweep())) return
      if (settlements.length > 0) await putFirst(pool, settlements, fitness.verifier)
      if (agents.length === 0) return
      await checkFirst(pool, agents)
      await countFirst(pool, agents)
    }),
    repeat('counting of agents and parties', COUNT_EVERY_MS, log, async () => {
      if (!(await leases.claimSweep())) return
      await pool.query('select derived.count_agents(), derived.count_parties($1)', [routers])
      await pool.query('select derived.settle_waiting($1)', [LOOKED_AT_AGAIN])
    }),
    repeat('counting by hours and days', COUNT_EVERY_MS, log, async () => {
      if (await leases.claimSweep()) await countHours()
    }),
    repeat('forgetting old events', PRUNE_EVERY_MS, log, async () => {
      if (await leases.claimSweep()) await pool.query('select derived.prune_events($1)', [KEPT_EVENTS])
    }),
  ] as const
  let timer: NodeJS.Timeout | undefined
  return {
    wake: () => {
      timer ??= setTimeout(() => {
        timer = undefined
        jobs[0].now()
      }, NEW_AT_MOST_EVERY_MS)
    },
    look: (payload) => {
      const look = parseLook(payload)
      if (look !== undefined && looked[look.kind].size < MAX_LOOKED[look.kind]) looked[look.kind].add(look.id)
    },
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      await Promise.all(jobs.map((job) => job.stop()))
    },
  }
}

function createBehind(
  pool: pg.Pool,
  leases: Leases,
  { fitness, transactions: terms }: Omit<SweepTerms, 'routers'>,
): () => Promise<void> {
  let position = SWEEP_START
  let commitments = COMMITMENTS_START
  let transactions = TRANSACTIONS_START
  return async () => {
    if (!(await leases.claimSweep())) return
    position = await sweepBehind(pool, position, fitness)
    commitments = await sweepCommitments(pool, commitments)
    transactions = await sweepTransactions(pool, transactions, terms)
  }
}
