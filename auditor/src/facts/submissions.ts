import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { Submission } from '../fetch/storageNode.js'
import { FINAL_HEIGHT } from './height.js'

/** Submissions of one root that a fetch asks for; more of them add nothing but requests. */
const MAX_SUBMISSIONS = 3

/**
 * Finalised submissions of a root with the tags of a trail: first those by the provider whose trail it claims to be,
 * then by the payer, then by anybody; within these the earliest. A size that no file can have is left out.
 */
export async function listSubmissions(db: Queryable, root: Hex): Promise<Submission[]> {
  const { rows } = await db.query<{ tx_seq: string; size: string }>(
    `select submission_index as tx_seq, size from anchor
     where root = $1 and payer is not null and block_number <= ${FINAL_HEIGHT}
       and size between 1 and $3 and submission_index <= $3
     order by (author = provider) desc, (author = payer) desc, block_number, log_index
     limit $2`,
    [root, MAX_SUBMISSIONS, Number.MAX_SAFE_INTEGER],
  )
  return rows.map((row) => ({ txSeq: Number(row.tx_seq), size: Number(row.size) }))
}
