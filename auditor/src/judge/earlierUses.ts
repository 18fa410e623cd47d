import type { Hex, SettlementSubject, SignatureUse } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { NAMINGS } from '../facts/namings.js'

/** Repeated signatures that one judgement lists; one is enough to decide. */
const MAX_USES = 100

/** SQL for a settlement `s` that lies before the one of id $4. */
const IS_EARLIER =
  '(s.block_number, s.log_index) < (select m.block_number, m.log_index from settlement m where m.id = $4)'

/**
 * Response signatures of a settlement whose signature, or whose text and signer, the provider itself also shows under an
 * earlier accepted settlement of its own, the earliest use of each; a bill paid in part comes last, since its requests may
 * be billed again. Only files that the provider anchored, or named in a validation request, count, on both sides: in anybody else's a repetition says nothing
 * about the provider.
 *
 * The steps are fenced: nearly every signature is found under this bill alone, and from settlements that come first the planner
 * would look all of them up for each earlier settlement of the provider.
 */
export async function listEarlierUses(db: Queryable, subject: SettlementSubject): Promise<SignatureUse[]> {
  const { item, caller, payer } = subject
  if (!item) return []
  const { rows } = await db.query<{
    signature: Hex
    settlement: string
    block_time: Date
    root: Hex
    line: number
    partial: boolean
  }>(
    prepared(
      `with mine as materialized (
       select t.root, t.nonce, r.signature, r.statement
       from verdicts.trail_settlement t
       join verdicts.inference_record r on r.root = t.root and r.nonce = t.nonce
       where t.payer = $1 and t.provider = $2 and t.nonce = $3 and r.signature is not null
         and exists (select from ${NAMINGS} a where a.root = t.root and a.author = $2)),
     repeated as materialized (
       select mine.signature, other.root, other.line, other.nonce from mine
       cross join lateral (
         select root, line, nonce from verdicts.inference_record where signature = mine.signature
         union
         select root, line, nonce from verdicts.inference_record where statement = mine.statement) other
       where other.root <> mine.root or other.nonce <> mine.nonce or exists (
         select from settlement s
         where s.payer = $1 and s.provider = $2 and s.nonce = $3 and s.accepted and s.contract = $5 and ${IS_EARLIER}))
     select * from (
       select distinct on (o.signature) o.signature, s.id as settlement, s.block_time, o.root, o.line, s.partial
       from repeated o
       cross join lateral (
         select payer from verdicts.trail_settlement where root = o.root and nonce = o.nonce and provider = $2 offset 0) u
       cross join lateral (
         select id, block_number, log_index, block_time, status = 1 as partial from settlement s
         where s.payer = u.payer and s.provider = $2 and s.nonce = o.nonce and s.accepted and s.contract = $5
           and ${IS_EARLIER} offset 0) s
       where exists (select from ${NAMINGS} a where a.root = o.root and a.author = $2)
       order by o.signature, s.partial, s.block_number, s.log_index, o.root, o.line) uses
     order by signature limit ${MAX_USES}`,
      [payer, caller, `${item.nonce}`, subject.id, subject.contract],
    ),
  )
  return rows.map(({ signature, settlement, block_time: blockTime, root, line, partial }) => ({
    ...{ signature, settlement, root, line, author: caller },
    ...(partial ? { isPartial: true } : {}),
    blockTime: blockTime.getTime(),
  }))
}
