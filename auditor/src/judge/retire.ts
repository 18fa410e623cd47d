import type pg from 'pg'
import { withinTransaction } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import { withSettlementLock } from './settlementLock.js'
import { takeOutOfForce } from './verdictRows.js'

const VANISHED = `c.block_number <= ${FINAL_HEIGHT} and not exists (select from settlement s where s.id = c.settlement_id)`

/**
 * Takes verdicts out of force whose settlement a reorganisation removed for good, so that they stay in no share. The
 * verdicts themselves stay; should the settlement come back, it is judged again.
 * @param after settlement id behind which the page begins; empty for the first.
 * @returns where the next page begins, empty where this was the last.
 */
export async function retireVanished(pool: pg.Pool, after: string, page: number): Promise<string> {
  const { rows } = await pool.query<{ id: string; vanished: boolean }>(
    `select c.settlement_id as id, ${VANISHED} as vanished from verdicts.current_verdict c
     where c.settlement_id > $1 order by c.settlement_id limit $2`,
    [after, page],
  )
  for (const { id, vanished } of rows) if (vanished) await retire(pool, id)
  return rows.length < page ? '' : (rows.at(-1)?.id ?? '')
}

function retire(pool: pg.Pool, id: string): Promise<void> {
  return withSettlementLock(pool, id, (client) =>
    withinTransaction(client, 'begin', async () => {
      const { rowCount } = await client.query(
        `select from verdicts.current_verdict c where c.settlement_id = $1 and ${VANISHED}`,
        [id],
      )
      if (rowCount === 1) await takeOutOfForce(client, id)
    }),
  )
}
