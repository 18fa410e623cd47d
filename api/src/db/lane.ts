import type { Pool } from 'pg'
import { Batch, type Row, type Statement } from './batch'

/** What came of a statement. */
export type Outcome = PromiseSettledResult<Row[]>

interface LaneOptions {
  /** Connections of the pool. */
  size: number
  /** Jobs that go over one connection together at most. */
  together: number
  /** What whoever asked is told of an error. */
  toReason: (error: unknown) => unknown
}

/** Statements of one request that can be asked at once. */
interface Job {
  statements: readonly Statement[]
  outcomes: Outcome[]
  resolve(outcomes: Outcome[]): void
}

/**
 * Jobs on their way to the database. One that finds a connection free has it for itself. Those that have to wait go over the
 * next free one in equal shares, in one write: to send each by itself, and to wake the server for it, costs about as much as
 * a short statement. None waits for the end of those behind it, and one that fails fails alone.
 */
export class Lane {
  private waiting: Job[] = []
  private running = 0

  constructor(
    private readonly pool: Pool,
    private readonly options: LaneOptions,
  ) {}

  /** What came of each statement, in their order. */
  run(statements: readonly Statement[]): Promise<Outcome[]> {
    return new Promise((resolve) => {
      this.waiting.push({ statements, outcomes: [], resolve })
      if (this.running < this.options.size) this.begin()
    })
  }

  private begin() {
    const { size, together } = this.options
    const share = Math.min(together, Math.ceil(this.waiting.length / size))
    this.running += 1
    this.finish(this.waiting.splice(0, share)).finally(() => {
      this.running -= 1
      if (this.waiting.length > 0) this.begin()
    })
  }

  private async finish(jobs: readonly Job[]) {
    let left = jobs.flatMap((job) => {
      const last = job.statements.length - 1
      return job.statements.map((statement, at) => ({ statement: { ...statement, flush: at === last }, job }))
    })
    // Those behind one that failed have not run.
    while (left.length > 0) {
      const sent = left
      const { done, error, unsent } = await send(
        this.pool,
        sent.map(({ statement }) => statement),
        (index, value) => settle(sent[index]?.job, { status: 'fulfilled', value }),
      )
      if (error === undefined) return
      const failed = unsent ? sent.length : done + 1
      const reason = this.options.toReason(error)
      for (const { job } of sent.slice(done, failed)) settle(job, { status: 'rejected', reason })
      left = sent.slice(failed)
    }
  }
}

/** Statements of a job end in their order. */
function settle(job: Job | undefined, outcome: Outcome) {
  if (job?.outcomes.push(outcome) === job?.statements.length) job?.resolve(job.outcomes)
}

interface BatchEnd {
  /** Statements that ran to their end: up to the first that failed. */
  done: number
  error?: unknown
  /** None of them was sent. */
  unsent?: boolean
}

async function send(
  pool: Pool,
  statements: Statement[],
  onRows: (index: number, rows: Row[]) => void,
): Promise<BatchEnd> {
  try {
    const batch = new Batch(statements, onRows)
    const client = await pool.connect()
    client.query(batch)
    const error = await batch.ended
    client.release(error)
    return { done: batch.done, ...(error && { error }) }
  } catch (error) {
    return { done: 0, error, unsent: true }
  }
}
