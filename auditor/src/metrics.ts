import type { Outcome } from '@touchstone/verify'
import type { Queryable } from './database.js'
import type { FetchOutcome } from './fetch/attempt.js'
import { renderLog } from './log/lag.js'

/** Counters of this process since its start; gauges are read from the database when asked. */
export interface Metrics {
  countAttempt(outcome: FetchOutcome, bytes: number): void
  countVerdict(outcome: Outcome): void
  /** `new` or `unchanged` where a report was observed, otherwise why not. */
  countCapture(outcome: string): void
  /** The Prometheus text format, version 0.0.4. */
  render(db: Queryable): Promise<string>
}

export function createMetrics(): Metrics {
  const attempts = new Map<string, number>()
  const verdicts = new Map<string, number>()
  const captures = new Map<string, number>()
  let fetchedBytes = 0
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  return {
    countAttempt: (outcome, bytes) => {
      add(attempts, outcome)
      fetchedBytes += bytes
    },
    countVerdict: (outcome) => add(verdicts, outcome),
    countCapture: (outcome) => add(captures, outcome),
    render: async (db) =>
      [
        ...counter('touchstone_auditor_fetch_attempts_total', 'Attempts to fetch a payload.', 'outcome', attempts),
        ...counter('touchstone_auditor_verdicts_total', 'Verdicts appended.', 'outcome', verdicts),
        ...counter('touchstone_auditor_report_captures_total', 'Enclave reports asked for.', 'outcome', captures),
        '# HELP touchstone_auditor_fetched_bytes_total Payload bytes received.',
        '# TYPE touchstone_auditor_fetched_bytes_total counter',
        `touchstone_auditor_fetched_bytes_total ${fetchedBytes}`,
        ...(await renderQueue(db)),
        ...(await renderLog(db)),
        '',
      ].join('\n'),
  }
}

function counter(name: string, help: string, label: string, counts: ReadonlyMap<string, number>): string[] {
  const lines = [...counts].map(([value, count]) => `${name}{${label}="${value}"} ${count}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...lines]
}

async function renderQueue(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ task: string; waiting: number; running: number; age: number }>(
    `select task_identifier as task,
       count(*) filter (where locked_at is null and run_at <= now())::int as waiting,
       count(*) filter (where locked_at is not null)::int as running,
       coalesce(extract(epoch from now() - min(run_at) filter (where run_at <= now())), 0)::float8 as age
     from graphile_worker.jobs group by 1 order by 1`,
  )
  const gauge = (name: string, help: string, pick: (row: (typeof rows)[number]) => number) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...rows.map((row) => `${name}{task="${row.task}"} ${pick(row)}`),
  ]
  return [
    ...gauge('touchstone_auditor_jobs_waiting', 'Jobs that are due and not started.', (row) => row.waiting),
    ...gauge('touchstone_auditor_jobs_running', 'Jobs in work, in all processes.', (row) => row.running),
    // The oldest judge job is the oldest settlement that waits for its verdict.
    ...gauge('touchstone_auditor_oldest_job_seconds', 'Age of the oldest job that is due.', (row) => row.age),
  ]
}
