import type { Database } from '../db/database'

/** Rows looked at in one step, so that the first pass over a long history stays far below the statement time-out. */
const STEP = 20_000
const MAX_AGE_MS = 1_000

interface Step {
  /** Final block up to which this step looked; null where there is nothing new. */
  lookedTo: number | null
  /** First block in it that holds an accepted settlement without a verdict. */
  firstWaiting: number | null
  isFull: boolean
  /** Hash of the block at the mark as the facts have it now. */
  markHash: string | null
}

/**
 * The height up to which every accepted settlement is final and judged. What waits lies above it, so nothing needs to
 * search a long history for the few rows that wait. Moves forward only; starts again when the facts were rebuilt.
 */
export class JudgedMark {
  private mark = -1
  private hash: string | null = null
  private refreshedAt: number | undefined
  private running: Promise<void> | undefined
  /** Whether the last step was full and nothing in it waited: there is more to look at. */
  private isBehind = false

  constructor(private readonly database: Database) {}

  /**
   * The mark; -1 while nothing is known. Right at any age, since what was judged stays judged: a stale one is given at
   * once and moved on behind the answer.
   */
  async get(): Promise<number> {
    const isFirst = this.refreshedAt === undefined
    if (isFirst || performance.now() - (this.refreshedAt ?? 0) >= MAX_AGE_MS) {
      const running = this.follow()
      if (isFirst) await running
      // A database that is away is reported to whoever asks it for rows.
      else running.catch(() => undefined)
    }
    return this.mark
  }

  /** One step, and behind it one after the other until a long history is caught up with, asked for or not. */
  private follow(): Promise<void> {
    this.running ??= this.refresh().finally(() => {
      this.running = undefined
      if (this.isBehind) this.follow().catch(() => undefined)
    })
    return this.running
  }

  private async refresh(): Promise<void> {
    this.isBehind = false
    const [step] = await this.database.query<Step & Record<string, unknown>>(STEP_SQL, [this.mark, STEP])
    this.refreshedAt = performance.now()
    if (!step) return
    if (this.hash !== null && step.markHash !== this.hash) {
      this.mark = -1
      this.hash = null
      return
    }
    const reached = step.firstWaiting === null ? (step.lookedTo ?? this.mark) : step.firstWaiting - 1
    if (reached <= this.mark) return
    this.hash = await this.findHash(reached)
    this.mark = reached
    this.isBehind = step.isFull && step.firstWaiting === null
  }

  private async findHash(height: number): Promise<string | null> {
    const rows = await this.database.query<{ block_hash: string }>(HASH_SQL, [height])
    return rows[0]?.block_hash ?? null
  }
}

const HASH_SQL = `/* background */ select block_hash from settlement where block_number <= $1 order by block_number desc, n desc limit 1`

const STEP_SQL = `/* background */
with head as (select coalesce(max(height), -1) as height from squid_processor.status),
step as (
  select s.id, s.accepted, s.block_number, s.block_hash
  from settlement s, head
  where s.block_number > $1 and s.block_number <= head.height
  order by s.block_number, s.n limit $2)
select
  -- The last block of a full step may go on in the next one.
  (select case when count(*) = $2 then max(block_number) - 1 else max(block_number) end from step) as "lookedTo",
  (select min(step.block_number) from step where step.accepted and not exists (
    select from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
    where c.settlement_id = step.id and v.block_hash = step.block_hash)) as "firstWaiting",
  (select count(*) = $2 from step) as "isFull",
  (select s.block_hash from settlement s where s.block_number <= $1
    order by s.block_number desc, s.n desc limit 1) as "markHash"`
