/**
 * What the agent page reads, read once beforehand: a server that has been asked for a while has it in memory, while each page that is
 * drawn at random would be the first to read its rows from the disk.
 */
import { withClient } from './cluster.mjs'

/** Tables of the page, with the first columns of the indexes that it looks them up by. */
const PAGE = {
  ...{ settlement: ['id', 'payer', 'block_time'], account_change: ['account_id'], service_revision: ['id'] },
  ...{ agent: ['id'], agent_ownership: ['agent_id'], agent_wallet: ['agent_id'], payer_link: ['payer', 'agent_id'] },
  ...{
    agent_card: ['agent_id'],
    agent_metadata: ['agent_id'],
    feedback: ['agent_id'],
    validation_request: ['agent_id'],
  },
  ...{ 'derived.party': ['role'], 'verdicts.verdict': ['id'], 'verdicts.current_verdict': ['settlement_id', 'payer'] },
  ...{ 'verdicts.payer_day': ['payer'], 'verdicts.share_rollup': ['payer'], 'verdicts.trail': ['root'] },
}

const SQL = `
  select coalesce(sum(pg_prewarm(r.id, 'read')), 0) * current_setting('block_size')::int as bytes from (
    select $1::regclass as id union all
    select x.indexrelid from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
    where x.indrelid = $1::regclass and a.attname = any($2)) r`

/** @returns how many bytes the kernel has read for PostgreSQL. */
export function readPageTables({ url }) {
  return withClient(url, async (client) => {
    await client.query('create extension if not exists pg_prewarm')
    let bytes = 0
    for (const [table, columns] of Object.entries(PAGE)) {
      const { rows } = await client.query(SQL, [table, columns])
      bytes += Number(rows[0].bytes)
    }
    return bytes
  })
}
