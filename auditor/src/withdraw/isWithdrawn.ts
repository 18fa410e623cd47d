import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'

/** Whether a root, or any of several names of the same bytes, was withdrawn. */
export async function isWithdrawn(db: Queryable, ...roots: Hex[]): Promise<boolean> {
  const { rowCount } = await db.query('select from verdicts.withdrawal where root = any($1) limit 1', [roots])
  return rowCount === 1
}

/** Withdraws an anchored root whose blob on 0G DA was withdrawn. @returns whether it was. */
export async function withdrawWithBlob(db: Queryable, root: Hex, dataRoot: Hex): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into verdicts.withdrawal (root, reason, removed_at)
     select $1, reason, now() from verdicts.withdrawal where root = $2
     on conflict (root) do update set reason = withdrawal.reason`,
    [root, dataRoot],
  )
  return rowCount === 1
}
