import type { Queryable } from '../database.js'

/** Text of `c2sp.org/tlog-proof@v1` for a verdict; undefined while no checkpoint covers it. */
export async function findLogProof(_db: Queryable, _verdictId: string): Promise<string | undefined> {
  return undefined
}
