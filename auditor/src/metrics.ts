import type { Outcome } from '@touchstone/verify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AnswerKind } from './capture/askAnswers.js'
import type { DriftKind } from './capture/drift.js'
import { renderDrift } from './capture/driftMetrics.js'
import type { Queryable } from './database.js'
import type { FetchOutcome } from './fetch/attempt.js'
import type { Reopened } from './judge/reopened.js'
import { renderLog } from './log/lag.js'
import type { LimitKind } from './threads/limits.js'

/** Figures of this process since its start; those of the queue and the log are read from the database when asked. */
export interface Metrics {
  countAttempt(outcome: FetchOutcome, bytes: number): void
  /** @param reasons why it supersedes another; none for the first one of a settlement. */
  countVerdict(outcome: Outcome, reasons: readonly Reopened[]): void
  /** `new` or `unchanged` where a report was observed, otherwise why not. */
  countCapture(outcome: string): void
  /** The same for card, encryption key and models of a service. */
  countAnswer(answer: AnswerKind, outcome: string): void
  /** The same for Intel's collateral. */
  countCollateral(outcome: string): void
  countDrift(kind: DriftKind): void
  /** A file or a judgement went beyond our limits. */
  countLimit(work: 'read' | 'judge', limit: LimitKind): void
  /** Milliseconds from loaded evidence to the judgement, the wait for a thread included. */
  observeJudgement(milliseconds: number): void
  /** The Prometheus text format, version 0.0.4. */
  render(db: Queryable): Promise<string>
}

const PREFIX = 'touchstone_auditor_'
const BUCKETS_MS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000]

export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers })
  const attempts = counter('fetch_attempts_total', 'Attempts to fetch a payload.', 'outcome')
  const bytes = counter('fetched_bytes_total', 'Payload bytes received.')
  const verdicts = counter('verdicts_total', 'Verdicts appended.', 'outcome')
  const reopened = counter('verdict_reasons_total', 'Verdicts that supersede another, by each reason.', 'reason')
  const captures = counter('report_captures_total', 'Enclave reports asked for.', 'outcome')
  const answers = counter('answer_captures_total', 'Cards, keys and models asked for.', 'answer', 'outcome')
  const collateral = counter('collateral_total', 'Sets of collateral asked for.', 'outcome')
  const drifts = counter('drifts_total', 'Differences of services found.', 'kind')
  const limits = counter('limits_exceeded_total', 'Files and judgements that went beyond our limits.', 'work', 'limit')
  const judgements = new Histogram({
    name: `${PREFIX}verify_ms`,
    help: 'Milliseconds of a judgement, the wait for a thread included.',
    buckets: BUCKETS_MS,
    registers,
  })
  const queue = createQueueGauges(registers)
  return {
    countAttempt: (outcome, received) => {
      attempts.inc({ outcome })
      bytes.inc(received)
    },
    countVerdict: (outcome, reasons) => {
      verdicts.inc({ outcome })
      for (const reason of reasons) reopened.inc({ reason })
    },
    countCapture: (outcome) => captures.inc({ outcome }),
    countAnswer: (answer, outcome) => answers.inc({ answer, outcome }),
    countCollateral: (outcome) => collateral.inc({ outcome }),
    countDrift: (kind) => drifts.inc({ kind }),
    countLimit: (work, limit) => limits.inc({ work, limit }),
    observeJudgement: (milliseconds) => judgements.observe(milliseconds),
    render: async (db) => {
      await queue.read(db)
      const ours = await registry.metrics()
      return [ours.trimEnd(), ...(await renderDrift(db)), ...(await renderLog(db)), ''].join('\n')
    },
  }
}

function createQueueGauges(registers: Registry[]): { read(db: Queryable): Promise<void> } {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames: ['task'], registers })
  const waiting = gauge('jobs_waiting', 'Jobs that are due and not started.')
  const running = gauge('jobs_running', 'Jobs in work, in all processes.')
  // The oldest judge job is the oldest settlement that waits for its verdict.
  const oldest = gauge('oldest_job_seconds', 'Age of the oldest job that is due.')
  return {
    read: async (db) => {
      const { rows } = await db.query<{ task: string; waiting: number; running: number; age: number }>(
        `select task_identifier as task,
           count(*) filter (where locked_at is null and run_at <= now())::int as waiting,
           count(*) filter (where locked_at is not null)::int as running,
           coalesce(extract(epoch from now() - min(run_at) filter (where run_at <= now())), 0)::float8 as age
         from graphile_worker.jobs where attempts < max_attempts or locked_at is not null group by 1 order by 1`,
      )
      // A task without jobs has no row: what it had before must not stay.
      for (const each of [waiting, running, oldest]) each.reset()
      for (const { task, ...row } of rows) {
        waiting.set({ task }, row.waiting)
        running.set({ task }, row.running)
        oldest.set({ task }, row.age)
      }
    },
  }
}
