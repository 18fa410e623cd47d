import type { Queryable } from '../database.js'
import type { Spool } from '../files/spool.js'
import { nextRoundAt } from '../queue/backoff.js'
import { keepValidationTrail, type TrailStore } from '../trails/validationTrail.js'
import { cleanText } from '../untrusted/text.js'
import { type Commitment, findCommitment } from './commitment.js'
import { type EndContext, findEndOfAsking } from './endOfAsking.js'
import { type Finding, type LookUpContext, lookUp } from './lookUp.js'
import { type CheckCommitmentPayload, queueCheck } from './queueChecks.js'

export interface CommitmentContext extends LookUpContext, EndContext, TrailStore {
  retryBaseSeconds: number
  spool: Spool
}

/** What later rounds cannot change. */
const FINAL: ReadonlySet<Finding['outcome']> = new Set(['match', 'no-hash', 'unread', 'expired'])

/** Looks once at what a hash on the chain commits to, keeps what was found, and queues the next round where it is not final. */
export async function checkCommitment(
  context: CommitmentContext,
  { kind, subject }: CheckCommitmentPayload,
  stop: AbortSignal,
): Promise<void> {
  const commitment = await findCommitment(context.pool, kind, subject)
  if (commitment === undefined) return
  const { finding: found, isDenied } = await context.spool.during(async (scratch) => {
    const looked = await lookUp(context, commitment, { stop, scratch })
    if (kind === 'validation' && looked.file !== undefined) await keepValidationTrail(context, subject, looked.file)
    return looked
  })
  const before = await getRounds(context.pool, commitment)
  const rounds = before.rounds + 1
  const asked = { rounds, firstAt: before.firstAt ?? new Date() }
  const over = isDenied === undefined ? undefined : await findEndOfAsking(context, commitment, { ...asked, isDenied })
  const finding: Finding = over === undefined ? found : { ...found, outcome: 'expired', source: 'chain', detail: over }
  await insertFinding(context.pool, commitment, finding)
  if (FINAL.has(finding.outcome)) return
  const at = nextRoundAt(new Date(), rounds, context.retryBaseSeconds, Math.random())
  await queueCheck(context.pool, { kind, subject }, at, 'replace')
}

async function insertFinding(db: Queryable, { kind, subject, uri }: Commitment, finding: Finding): Promise<void> {
  const { expected, found, bytes, outcome, source, detail, attempts } = finding
  await db.query(
    `insert into verdicts.commitment_check (kind, subject, uri, expected, found, bytes, outcome, source, detail, attempts)
     values ($1, $2, left($3, 300), $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[kind, subject, uri, expected, found, bytes, outcome],
      ...[source && cleanText(source, 300), detail && cleanText(detail, 300), attempts],
    ],
  )
}

/** Rounds about this address so far, and when the first was. */
async function getRounds(
  db: Queryable,
  { kind, subject, uri }: Commitment,
): Promise<{ rounds: number; firstAt: Date | null }> {
  const { rows } = await db.query<{ rounds: number; first_at: Date | null }>(
    `select count(*)::int as rounds, min(checked_at) as first_at from verdicts.commitment_check
     where kind = $1 and subject = $2 and uri = left($3, 300)`,
    [kind, subject, uri],
  )
  const [row] = rows
  return { rounds: row?.rounds ?? 0, firstAt: row?.first_at ?? null }
}
