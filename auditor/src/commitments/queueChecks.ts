import type { Queryable } from '../database.js'
import { PRIORITY, type Priority } from '../queue/jobs.js'
import { AGENT_KINDS, COMMITMENT_KINDS, type CommitmentKind, listUnchecked, listUncheckedOf } from './commitment.js'

/** Task identifier in graphile_worker. */
export const CHECK_COMMITMENT = 'check_commitment'

const MAX_ATTEMPTS = 25
const PAGE = 200
/** Checks of each kind that one look at an agent queues. */
const MAX_LOOKED = 20
/** Where so many checks are due already, looks queue no more: anyone can cause any number. */
const MAX_DUE = 1_000

export interface CheckCommitmentPayload {
  kind: CommitmentKind
  subject: string
}

export type CommitmentPosition = Record<CommitmentKind, string>

export const COMMITMENTS_START: CommitmentPosition = {
  card: '',
  feedback: '',
  validation: '',
  'inft-data': '',
  model: '',
}

/** Queues one page of each kind of commitment that was never looked at. @returns the position for the next step. */
export async function sweepCommitments(db: Queryable, position: CommitmentPosition): Promise<CommitmentPosition> {
  const next = { ...position }
  for (const kind of COMMITMENT_KINDS) {
    const found = await listUnchecked(db, kind, position[kind], PAGE)
    for (const subject of found.subjects) await queueCheck(db, { kind, subject }, new Date(), 'preserve_run_at')
    next[kind] = found.next
  }
  return next
}

/** Queues what nobody looked up yet about agents that visitors have open, before other checks. Unknown ids name nothing. */
export async function checkFirst(db: Queryable, agents: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ due: number }>(
    `select count(*)::int as due from graphile_worker.jobs
     where task_identifier = '${CHECK_COMMITMENT}' and run_at <= now() and key is not null`,
  )
  if ((rows[0]?.due ?? 0) >= MAX_DUE) return
  for (const kind of AGENT_KINDS)
    for (const subject of await listUncheckedOf(db, kind, agents, MAX_LOOKED))
      await queueCheck(db, { kind, subject }, new Date(), 'preserve_run_at', PRIORITY.looked)
}

/** Queues a look; one that waits keeps its time by `preserve_run_at` and is moved by `replace`. */
export async function queueCheck(
  db: Queryable,
  { kind, subject }: CheckCommitmentPayload,
  at: Date,
  mode: 'preserve_run_at' | 'replace',
  priority: Priority = PRIORITY.again,
): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${CHECK_COMMITMENT}', json_build_object('kind', $1::text, 'subject', $2::text),
       run_at := $3, max_attempts := ${MAX_ATTEMPTS}, priority := $5,
       job_key := '${CHECK_COMMITMENT}:' || $1 || ':' || $2, job_key_mode := $4)`,
    [kind, subject, at, mode, priority],
  )
}
