import type pg from 'pg'
import { getFinalHeight } from './facts/height.js'
import { within } from './within.js'

/** Whether this process can be relied on now: what /readyz answers. */
export interface Readiness {
  /** One sentence for each thing that is not as it should be; none where the process is ready. */
  listProblems(): Promise<string[]>
  /** The process takes no more work. */
  drain(): void
}

/** How long final blocks may lie before the sweep without its cursor moving. */
const STANDSTILL_MS = 60_000
/** The database answers within this, or counts as away. */
const DATABASE_MS = 5_000

/**
 * @param findProblem why the log is not published; undefined where it is.
 * @param now milliseconds, of any clock that only goes forward.
 */
export function createReadiness(
  pool: pg.Pool,
  findProblem: () => string | undefined,
  now: () => number = () => performance.now(),
): Readiness {
  let draining = false
  let seen: { block: number; at: number } | undefined
  const findStandstill = async () => {
    const height = await getFinalHeight(pool)
    const { rows } = await pool.query<{ block: number }>(
      'select coalesce(min(block_number), -1) as block from verdicts.sweep_cursor',
    )
    const block = rows[0]?.block ?? -1
    if (block === height || seen?.block !== block) seen = { block, at: now() }
    const seconds = Math.floor((now() - seen.at) / 1_000)
    if (seconds * 1_000 <= STANDSTILL_MS) return []
    return [`sweep: stands at block ${block} for ${seconds} s while block ${height} is final`]
  }
  return {
    listProblems: async () => [
      ...(draining ? ['draining: the process is stopping'] : []),
      ...(await within(findStandstill(), DATABASE_MS).catch((error: Error) => [`database: ${error.message}`])),
      ...[findProblem()].flatMap((problem) => (problem === undefined ? [] : [`log: not published: ${problem}`])),
    ],
    drain: () => {
      draining = true
    },
  }
}
