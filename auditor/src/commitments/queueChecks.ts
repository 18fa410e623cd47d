import type { Queryable } from '../database.js'
import { COMMITMENT_KINDS, type CommitmentKind, listUnchecked } from './commitment.js'

/** Task identifier in graphile_worker. */
export const CHECK_COMMITMENT = 'check_commitment'

const MAX_ATTEMPTS = 25
/** Behind trails, judgements and reports: lower numbers come first. */
const PRIORITY = 10
const PAGE = 200

export interface CheckCommitmentPayload {
  kind: CommitmentKind
  subject: string
}

export type CommitmentPosition = Record<CommitmentKind, string>

export const COMMITMENTS_START: CommitmentPosition = { card: '', feedback: '', 'inft-data': '', model: '' }

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

/** Queues a look; one that waits keeps its time by `preserve_run_at` and is moved by `replace`. */
export async function queueCheck(
  db: Queryable,
  { kind, subject }: CheckCommitmentPayload,
  at: Date,
  mode: 'preserve_run_at' | 'replace',
): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('${CHECK_COMMITMENT}', json_build_object('kind', $1::text, 'subject', $2::text),
       run_at := $3, max_attempts := ${MAX_ATTEMPTS}, priority := ${PRIORITY},
       job_key := '${CHECK_COMMITMENT}:' || $1 || ':' || $2, job_key_mode := $4)`,
    [kind, subject, at, mode],
  )
}
