import type { SettlementSubject, SignedVerdict } from '@touchstone/verify'
import type { Queryable } from '../database.js'

/** The verdict in force as it was signed, and the proof that the log holds it. */
export interface Published {
  verdict: SignedVerdict
  outcome: string
  logProof: string | undefined
}

/** The proof that the log holds a verdict, as text; undefined where there is none. */
export type FindLogProof = (db: Queryable, verdictId: string) => Promise<string | undefined>

/** The verdict in force about a settlement; undefined where there is none, or where it is about another block. */
export async function findPublished(
  db: Queryable,
  { id, blockHash }: Pick<SettlementSubject, 'id' | 'blockHash'>,
  findLogProof: FindLogProof,
): Promise<Published | undefined> {
  const { rows } = await db.query<{
    id: string
    body: string
    body_signature: string
    key_id: string
    outcome: string
  }>(
    `select v.id, v.body, v.body_signature, v.key_id, v.outcome
     from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id
     where c.settlement_id = $1 and v.block_hash = $2`,
    [id, blockHash],
  )
  const [row] = rows
  if (!row) return undefined
  const { body, body_signature: signature, key_id: keyId, outcome } = row
  return { verdict: { body, signature, keyId }, outcome, logProof: await findLogProof(db, row.id) }
}
