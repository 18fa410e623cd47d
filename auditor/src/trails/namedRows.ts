import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { NamedTransaction } from './trailRows.js'

/** Appends the transactions that a trail names, one statement for all of them. */
export async function insertNamed(db: Queryable, root: Hex, named: readonly NamedTransaction[]): Promise<void> {
  if (named.length === 0) return
  const column = <K extends keyof NamedTransaction>(key: K) => named.map((one) => one[key])
  await db.query(
    `insert into verdicts.named_transaction (root, line, position, nonce, created_at, chain_id, tx_hash)
     select $1, * from unnest($2::int[], $3::int[], $4::numeric[], $5::timestamptz[], $6::bigint[], $7::text[])`,
    [
      root,
      ...[column('line'), column('position'), column('nonce')],
      ...[column('createdAt'), column('chainId'), column('txHash')],
    ],
  )
}
