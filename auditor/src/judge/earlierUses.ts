import type { Hex, SettlementSubject, SignatureUse } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { NAMINGS } from '../facts/namings.js'

/** Repeated signatures that one judgement lists; one is enough to decide. */
const MAX_USES = 100

/**
 * Response signatures of a settlement whose signature, or whose text and signer, the provider itself also shows under an
 * earlier accepted settlement of its own, the earliest use of each; a bill paid in part comes last, since its requests may
 * be billed again. Only files that the provider anchored, or named in a validation request, count, on both sides: in anybody else's a repetition says nothing
 * about the provider.
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
    `select * from (
       select distinct on (mine.signature) mine.signature, s.id as settlement, s.block_time, other.root, other.line,
         s.status = 1 as partial
       from verdicts.trail_settlement t
       join verdicts.inference_record mine on mine.root = t.root and mine.nonce = t.nonce
       cross join lateral (
         select root, line, nonce from verdicts.inference_record where signature = mine.signature
         union
         select root, line, nonce from verdicts.inference_record where statement = mine.statement) other
       join verdicts.trail_settlement u on u.root = other.root and u.nonce = other.nonce and u.provider = t.provider
       join settlement s on s.payer = u.payer and s.provider = u.provider and s.nonce = u.nonce and s.accepted
       where t.payer = $1 and t.provider = $2 and t.nonce = $3
         and s.contract = $5
         and (s.block_number, s.log_index) < (select block_number, log_index from settlement where id = $4)
         and exists (select from ${NAMINGS} a where a.root = t.root and a.author = t.provider)
         and exists (select from ${NAMINGS} a where a.root = other.root and a.author = t.provider)
       order by mine.signature, s.status = 1, s.block_number, s.log_index, other.root, other.line) uses
     order by signature limit ${MAX_USES}`,
    [payer, caller, `${item.nonce}`, subject.id, subject.contract],
  )
  return rows.map(({ signature, settlement, block_time: blockTime, root, line, partial }) => ({
    ...{ signature, settlement, root, line, author: caller },
    ...(partial ? { isPartial: true } : {}),
    blockTime: blockTime.getTime(),
  }))
}
