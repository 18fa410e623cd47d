import type { Hex } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import type { Submission } from '../fetch/storage/storageNode.js'
import { FINAL_HEIGHT } from './height.js'

/** Submissions of one root that are looked at; anyone can make more. */
const MAX_SUBMISSIONS = 200

/** Submissions of a root with the time of the newest one's block, since which it is asked for anew. */
export interface Submissions {
  /** Those at the Flow whose storage network is asked; none where the root is anchored elsewhere alone. */
  list: Submission[]
  newestAt: Date
}

/**
 * Finalised submissions of a root with the tags of a trail, or of any where a validation request names the trail: first those by the provider whose trail it claims to be,
 * then by the payer, then by anybody; within these the earliest. A size that no file can have is left out. An index means
 * nothing at another Flow than its own: turbo and standard are networks of their own. Undefined where nobody anchored it.
 */
export async function findSubmissions(db: Queryable, root: Hex, flow: Hex): Promise<Submissions | undefined> {
  const { rows } = await db.query<{ tx_seq: string; size: string; served: boolean; newest_at: Date }>(
    prepared(
      `select submission_index as tx_seq, size, flow = $4 as served, max(block_time) over () as newest_at from anchor
     where root = $1 and (payer is not null or exists (select from verdicts.validation_trail v where v.root = $1))
       and block_number <= ${FINAL_HEIGHT}
       and size between 1 and $3 and submission_index <= $3
     order by served desc, (author = provider) desc, (author = payer) desc, block_number, log_index
     limit $2`,
      [root, MAX_SUBMISSIONS, Number.MAX_SAFE_INTEGER, flow],
    ),
  )
  const first = rows[0]
  if (!first) return findRequest(db, root)
  return {
    list: rows.filter((row) => row.served).map((row) => ({ txSeq: Number(row.tx_seq), size: Number(row.size) })),
    newestAt: first.newest_at,
  }
}

/** A trail that only a validation request names, as a blob on 0G DA: no Flow ever saw it. */
async function findRequest(db: Queryable, root: Hex): Promise<Submissions | undefined> {
  const { rows } = await db.query<{ newest_at: Date | null }>(
    `select max(r.block_time) as newest_at from verdicts.validation_trail v
     join validation_request r on r.id = v.request_id and r.block_number <= ${FINAL_HEIGHT} where v.root = $1`,
    [root],
  )
  const newestAt = rows[0]?.newest_at
  return newestAt ? { list: [], newestAt } : undefined
}
