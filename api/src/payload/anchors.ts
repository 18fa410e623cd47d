import { groupByKey, type Relation } from '../context'
import type { Anchor } from '../trail/types'
import { finalityOf } from '../words/finality'

/** Columns of an anchor. */
export const ANCHOR_COLUMNS = `id, root, size, author, claimed_sender as "claimedSender", payer, provider, flow,
  submission_index as "submissionIndex", block_number as "blockNumber", block_time as "blockTime", tx_hash as "txHash",
  log_index as "logIndex", ${finalityOf('block_number')}`

/** Anchors shown of one root, the first ones: anyone can submit a root again. */
const MAX_ANCHORS = 50

/** Who submitted a root, the first ones first. */
export const anchorsByRoot: Relation<string, Anchor[]> = {
  load: async (roots, { services }) => {
    const sql = `select a.* from unnest($1::text[]) k(root) cross join lateral (
      select ${ANCHOR_COLUMNS} from anchor where root = k.root order by block_number, log_index limit $2) a`
    const rows = await services.database.query<Anchor & Record<string, unknown>>(sql, [roots, MAX_ANCHORS])
    return groupByKey(roots, rows, (row) => row.root)
  },
}
