import { type Outcome, QUESTIONS, type QuestionId, type Status } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { listReasons, type Reopened } from './reopened.js'
import { moveShare, type Share } from './shares.js'

/** A verdict as it is appended. */
export interface NewVerdict {
  settlementId: string
  inputs: string
  outcome: Outcome
  fault: string | undefined
  statuses: Record<QuestionId, Status>
  body: string
  signature: string
  keyId: string
  verifier: string
}

/** What the newest verdict of a settlement says, as far as the next one needs it. */
export interface LatestVerdict {
  id: string
  inputs: string
  outcome: Outcome
  statuses: Record<QuestionId, Status>
}

/** The newest verdict and how it stands. */
export interface NewestVerdict extends LatestVerdict {
  inForce: boolean
  blockHash: string
  verifier: string
  judgedAt: Date
}

/** Facts of a settlement that shares are counted by, copied beside the verdict in force. */
export interface Placement {
  payer: string
  provider: string
  amount: bigint
  /** Milliseconds. */
  blockTime: number
  blockNumber: number
}

const HOUR_MS = 3_600_000

type StatusRow = Record<QuestionId, Status>

/** The newest verdict and whether it is in force; undefined where nobody looked yet. */
export async function findLatestVerdict(db: Queryable, settlementId: string): Promise<NewestVerdict | undefined> {
  const { rows } = await db.query<
    StatusRow &
      Pick<NewestVerdict, 'id' | 'inputs' | 'outcome' | 'verifier'> & {
        in_force: boolean
        block_hash: string
        judged_at: Date
      }
  >(
    prepared(
      `select id, inputs, outcome, verifier, block_hash, judged_at, ${QUESTIONS.join(', ')},
       exists (select from verdicts.current_verdict c where c.verdict_id = v.id and c.settlement_id = $1) as in_force
     from verdicts.verdict v where settlement_id = $1 order by id desc limit 1`,
      [settlementId],
    ),
  )
  const row = rows[0]
  if (!row) return undefined
  const { id, inputs, outcome, verifier, in_force: inForce, block_hash: blockHash, judged_at: judgedAt } = row
  return { id, inputs, outcome, verifier, inForce, blockHash, judgedAt, statuses: toStatuses(row) }
}

/** Appends a verdict that supersedes the given one, with the reasons for it. */
export async function insertVerdict(
  db: Queryable,
  verdict: NewVerdict,
  supersedes: string | null,
): Promise<{ id: string; reasons: Reopened[] }> {
  const reasons = supersedes === null ? [] : listReasons(await getBody(db, supersedes), verdict.body)
  const { rows } = await db.query<{ id: string }>(
    prepared(
      `insert into verdicts.verdict (settlement_id, inputs, supersedes, outcome, fault, payment, signature, opening, content,
       enclave, workload, body, body_signature, key_id, verifier, reasons, judged_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, now()) returning id`,
      [
        verdict.settlementId,
        verdict.inputs,
        supersedes,
        verdict.outcome,
        verdict.fault ?? null,
        ...QUESTIONS.map((question) => verdict.statuses[question]),
        verdict.body,
        verdict.signature,
        verdict.keyId,
        verdict.verifier,
        reasons,
      ],
    ),
  )
  return { id: (rows[0] as { id: string }).id, reasons }
}

async function getBody(db: Queryable, id: string): Promise<string> {
  const { rows } = await db.query<{ body: string }>(prepared('select body from verdicts.verdict where id = $1', [id]))
  return (rows[0] as { body: string }).body
}

/** Puts a verdict in force: the projection's row and the settlement's place in the shares. */
export async function putInForce(
  db: Queryable,
  settlementId: string,
  verdict: LatestVerdict,
  placement: Placement,
): Promise<void> {
  const { payer, provider, amount, blockNumber } = placement
  const hour = new Date(Math.floor(placement.blockTime / HOUR_MS) * HOUR_MS)
  const from = await findShare(db, settlementId)
  await db.query(
    prepared(
      `insert into verdicts.current_verdict (settlement_id, verdict_id, inputs, outcome, payment, signature, opening, content,
       enclave, workload, payer, provider, amount, hour, block_number, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
       (select body::jsonb ->> 'openedBy' from verdicts.verdict where id = $2))
     on conflict (settlement_id) do update set verdict_id = excluded.verdict_id, inputs = excluded.inputs,
       outcome = excluded.outcome, payment = excluded.payment, signature = excluded.signature, opening = excluded.opening,
       content = excluded.content, enclave = excluded.enclave, workload = excluded.workload, payer = excluded.payer,
       provider = excluded.provider, amount = excluded.amount, hour = excluded.hour, block_number = excluded.block_number,
       opened_by = excluded.opened_by`,
      [
        settlementId,
        verdict.id,
        verdict.inputs,
        verdict.outcome,
        ...QUESTIONS.map((question) => verdict.statuses[question]),
        payer,
        provider,
        amount.toString(),
        hour,
        blockNumber,
      ],
    ),
  )
  const { outcome, statuses } = verdict
  await moveShare(db, from, { payer, provider, amount, hour, outcome, statuses })
}

/** Takes the verdict in force away; the verdicts themselves stay. */
export async function takeOutOfForce(db: Queryable, settlementId: string): Promise<void> {
  const from = await findShare(db, settlementId)
  // The projection first, as where a verdict is put in force: its trigger counts days, and both wait in one order.
  await db.query('delete from verdicts.current_verdict where settlement_id = $1', [settlementId])
  await moveShare(db, from, undefined)
}

async function findShare(db: Queryable, settlementId: string): Promise<Share | undefined> {
  const { rows } = await db.query<
    StatusRow & { payer: string; provider: string; hour: Date; amount: string; outcome: Outcome }
  >(
    prepared(
      `select payer, provider, hour, amount, outcome, ${QUESTIONS.join(', ')} from verdicts.current_verdict
     where settlement_id = $1`,
      [settlementId],
    ),
  )
  const row = rows[0]
  if (!row) return undefined
  const { payer, provider, hour, outcome } = row
  return { payer, provider, hour, outcome, amount: BigInt(row.amount), statuses: toStatuses(row) }
}

function toStatuses(row: StatusRow): Record<QuestionId, Status> {
  const { payment, signature, opening, content, enclave, workload } = row
  return { payment, signature, opening, content, enclave, workload }
}
