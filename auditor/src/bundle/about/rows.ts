import type { Queryable } from '../../database.js'

/** Rows of one kind in a file; the newest are kept. */
export const MAX_ROWS = 1_000

/** A row of the index as it goes into a file. */
export type Entry = { kind: string } & Record<string, unknown>

/** Rows with what was left out of them, in words. */
export interface Found {
  entries: Entry[]
  missing: string[]
}

/**
 * The newest rows of one kind, oldest first.
 * @param sql selects one column `entry` as jsonb, newest first; `$2` is the block up to which facts count.
 */
export async function findEntries(
  db: Queryable,
  kind: string,
  sql: string,
  { id, block }: { id: string; block: number },
): Promise<Found> {
  const { rows } = await db.query<{ entry: Record<string, unknown> }>(`${sql} limit ${MAX_ROWS + 1}`, [id, block])
  const entries = rows.slice(0, MAX_ROWS).map(({ entry }) => ({ kind, ...entry }))
  const missing = rows.length > MAX_ROWS ? [`${kind}: only the newest ${MAX_ROWS} are here.`] : []
  return { entries: entries.reverse(), missing }
}

/** Several kinds in one file. */
export function join(...found: readonly Found[]): Found {
  return { entries: found.flatMap(({ entries }) => entries), missing: found.flatMap(({ missing }) => missing) }
}

/** SQL for an end that counts only once it is final. */
export const endOf = (row: string) => `case when ${row}.to_block <= $2 then ${row}.to_block end`

/** SQL for text of any length, cut. */
export const cut = (column: string) => `left(${column}, 4096)`

/** SQL for a time, milliseconds. */
export const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`

/** SQL for what became of the latest look at the bytes behind an address; null where nobody looked. */
export const lookOf = (kind: 'card' | 'feedback', row: string) => `(
  select jsonb_build_object('outcome', k.outcome, 'expected', k.expected, 'found', k.found, 'source', k.source,
    'checkedAt', ${millis('k.checked_at')})
  from verdicts.commitment_check k where k.kind = '${kind}' and k.subject = ${row}.id order by k.id desc limit 1)`
