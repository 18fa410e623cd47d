import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'

/** What decides which transactions are asked for, and when again. */
export interface DueTerms {
  /** Only transactions of this chain are. */
  chainId: number
  retryBaseSeconds: number
}

/** Rounds after which a transaction that no block holds is not asked for again: about three days. */
const MAX_ROUNDS = 12

/**
 * SQL for when a named transaction `n`, looked at as `t`, is to be asked for; null where never again. $1 is the chain, $2 the base
 * pause.
 */
const DUE_AT = `case
  when n.chain_id <> $1::bigint or t.final or (t.status = 'not-found' and t.rounds >= ${MAX_ROUNDS}) then null
  when t.tx_hash is null then '-infinity'
  else t.looked_at + make_interval(secs => least($2::float8 * power(2, least(t.rounds, 20) - 1), 86400)) end`

const NAMED = `verdicts.named_transaction n left join verdicts.transaction_look t on t.tx_hash = n.tx_hash`

/** SQL that says whether a file `f` names something that is to be asked for now. */
export const HAS_DUE = `exists (select from ${NAMED} where n.root = f.root and ${DUE_AT} <= now())`

/** Transactions of a file that are to be asked for now, the last named first. */
export async function listDue(db: Queryable, { chainId, retryBaseSeconds }: DueTerms, root: Hex): Promise<Hex[]> {
  const { rows } = await db.query<{ tx_hash: Hex }>(
    `select n.tx_hash from ${NAMED} where n.root = $3 and ${DUE_AT} <= now()
     group by n.tx_hash order by max(n.line) desc, n.tx_hash`,
    [chainId, retryBaseSeconds, root],
  )
  return rows.map((row) => row.tx_hash)
}

/** When the next of a file's transactions is to be asked for: not before the base pause, also where a node contradicted itself. */
export async function findNextDue(
  db: Queryable,
  { chainId, retryBaseSeconds }: DueTerms,
  root: Hex,
): Promise<Date | undefined> {
  const { rows } = await db.query<{ at: Date | null }>(
    `select min(greatest(${DUE_AT}, now() + make_interval(secs => $2::float8))) as at from ${NAMED} where n.root = $3 and ${DUE_AT} is not null`,
    [chainId, retryBaseSeconds, root],
  )
  return rows[0]?.at ?? undefined
}
