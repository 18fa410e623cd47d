import { startTestPostgres } from '@touchstone/stack/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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

beforeEach(async () => {
  await client.query('delete from feedback_response; delete from feedback; delete from agent; delete from registry')
  await client.query(`insert into registry values ('r', 1, 'erc8004', '2.0.0')`)
})

const agents = (...rows: [id: string, registry: string | null][]) =>
  client.query(
    `insert into agent (id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered, registry_id)
     select id, 1, 'o', 1, now(), 't', true, registry from unnest($1::text[], $2::text[]) x(id, registry)
     on conflict (id) do update set registry_id = excluded.registry_id`,
    [rows.map(([id]) => id), rows.map(([, registry]) => registry)],
  )

const agentIds = async () => (await client.query('select id, registry_id from agent order by id')).rows

describe('a reference from one fact to another', () => {
  it('is refused to what is not there, whichever of many rows it is', async () => {
    const dangling = agents(['a', 'r'], ['b', 'elsewhere'], ['c', 'r'])
    await expect(dangling).rejects.toMatchObject({
      code: '23503',
      table: 'agent',
      message: 'A row of agent refers by registry_id to elsewhere, which is not in registry.',
    })
    expect(await agentIds()).toEqual([])
  })

  it('may be to nothing, and to what the same statement wrote', async () => {
    await agents(['a', null], ['b', 'r'])
    expect(await agentIds()).toEqual([
      { id: 'a', registry_id: null },
      { id: 'b', registry_id: 'r' },
    ])
    await client.query(
      `with a as (insert into registry values ('s', 1, 'erc8004', '2.0.0'))
       update agent set registry_id = 's' where id = 'b'`,
    )
    expect((await agentIds())[1]).toEqual({ id: 'b', registry_id: 's' })
  })

  it('is refused to an update and to an upsert as well', async () => {
    await agents(['a', 'r'])
    const updated = client.query(`update agent set registry_id = 'elsewhere'`)
    await expect(updated).rejects.toMatchObject({ code: '23503' })
    await expect(agents(['a', 'elsewhere'])).rejects.toMatchObject({ code: '23503' })
    expect(await agentIds()).toEqual([{ id: 'a', registry_id: 'r' }])
  })

  it('keeps what it refers to from being deleted, unless it goes first', async () => {
    await agents(['a', 'r'])
    const gone = client.query(`delete from registry where id in ('r', 'none')`)
    await expect(gone).rejects.toMatchObject({
      code: '23503',
      table: 'registry',
      message: 'r of registry is deleted and a row of agent still refers to it by registry_id.',
    })
    await client.query('begin; delete from agent; delete from registry; commit')
    expect((await client.query('select 1 from registry')).rows).toEqual([])
  })
})
