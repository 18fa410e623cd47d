import { startTestPostgres } from '@touchstone/stack/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from './migrate'

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  client = new Client({ connectionString: postgres.url })
  await client.connect()
}, 60_000)

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
})

/** Agents from one number to another, each linked to a payer of its own. */
async function register(from: number, to: number) {
  await client.query(
    `insert into agent (id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered)
     select 'a' || n, n, 'p' || n, n, now(), 't', true from generate_series($1::int, $2::int) n`,
    [from, to],
  )
  await client.query(
    `insert into payer_link (id, payer, type, strength, evidence, from_block, from_log_index, tx_hash, agent_id)
     select 'l' || n, 'p' || n, 'L4', 'A-', 'e', n, 0, 't', 'a' || n from generate_series($1::int, $2::int) n`,
    [from, to],
  )
}

const openAccount = (n: number) =>
  client.query(
    `insert into account (id, contract, payer, provider, balance, pending_refund, opened_block, updated_block)
     values ('c' || $1, 'c', 'p' || $1, 'q', 0, 0, 1, 1)`,
    [`${n}`],
  )

/** Rows that whole reads of the two tables have read in this transaction. */
async function countRead(): Promise<number> {
  const { rows } = await client.query(
    `select sum(seq_tup_read)::int as read from pg_stat_xact_user_tables where relname in ('agent', 'payer_link')`,
  )
  return rows[0].read
}

it('finds agents that may have a history without reading all agents, though it began with few', async () => {
  await openAccount(3)
  // Plans are made here, and kept by the connection.
  await register(1, 3)
  await openAccount(1)
  await register(4, 5000)
  await client.query('begin')
  const before = await countRead()
  await openAccount(4321)
  await register(5001, 5002)
  await openAccount(5002)
  expect((await countRead()) - before).toBeLessThan(100)
  await client.query('commit')
  const { rows } = await client.query('select agent_id from derived.paying_agent order by minted_block')
  expect(rows.map(({ agent_id }) => agent_id)).toEqual(['a1', 'a3', 'a4321', 'a5002'])
})
