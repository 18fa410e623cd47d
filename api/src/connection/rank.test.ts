import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { insertEverything } from '../testing/everything'
import { agentKey, settlement } from '../testing/facts'
import { ROWS } from '../testing/lists'
import { readPages } from '../testing/readPages'
import { address, CHAIN_ID, hash } from '../testing/rows'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  await insertEverything(api.rows, ROWS)
  await api.rows.setHeights(ROWS)
  await api.rows.client.query('select derived.count_parties()')
})
afterAll(() => api.stop())

describe('the largest parties', () => {
  const ranked = (
    list: string,
    rank: string,
  ) => `query ($after: String) { ${list}(first: 7, after: $after, rank: ${rank}) {
    nodes { id } pageInfo { endCursor hasNextPage } } }`
  const shown = async (list: string, rank: string) =>
    (await readPages(api, ranked(list, rank), list)).map(({ id }) => id)
  const payerId = (n: number) => `eip155:${CHAIN_ID}:${address(`payer${n}`)}`
  /** Counts as the auditor does, as if ten seconds had gone by each time. */
  const countUp = async (rows?: number) => {
    const { client } = api.rows
    await client.query("update derived.party_mark set counted_at = '-infinity'")
    await client.query(
      rows === undefined ? 'select derived.refresh_aggregates(1000)' : `select derived.count_parties('{}', ${rows})`,
    )
  }
  const DRIFT = `select count(*)::int as n from derived.party p full join (
      select 'payer' as role, payer as address, count(*) as n, sum(settled_amount) as moved
        from settlement, derived.party_mark m where accepted and block_number <= m.height group by 2
      union all select 'provider', provider, count(*), sum(settled_amount)
        from settlement, derived.party_mark m where accepted and block_number <= m.height group by 2) s
    using (role, address) where role <> 'agent' and (coalesce(p.settlements, 0) <> coalesce(n, 0) or coalesce(p.amount, 0) <> coalesce(moved, 0))`
  const drift = async () => (await api.rows.client.query(DRIFT)).rows[0].n

  it('are counted as blocks become final, each once on all pages', async () => {
    const { rows } = api
    await countUp()
    expect([await shown('payers', 'settlements'), await drift()]).toEqual([
      expect.objectContaining({ length: ROWS }),
      0,
    ])
    const more = [
      settlement(address('payer7'), address('prov9'), 101, { settled_amount: '5' }),
      settlement(address('payer7'), address('prov9'), 102, { settled_amount: '5' }),
      settlement(address('payer8'), address('prov8'), 103, { settled_amount: '90000000000000000000' }),
      settlement(address('payer9'), address('prov8'), 104, { accepted: false, status: 2 }),
    ]
    await rows.insert('settlement', ...more)
    const before = await shown('payers', 'amount')
    await countUp()
    expect(await shown('payers', 'amount')).toEqual(before)
    await rows.setHeights(104)
    const marks: number[] = []
    for (let n = 0; n < 4; n += 1) {
      await countUp(1)
      marks.push((await rows.client.query('select height from derived.party_mark')).rows[0].height)
      expect(await drift()).toBe(0)
    }
    expect(marks).toEqual([101, 102, 103, 104])
    const payers = await shown('payers', 'settlements')
    expect(payers.slice(0, 2)).toEqual([payerId(7), payerId(8)])
    expect(new Set(payers).size).toBe(ROWS)
    expect((await shown('payers', 'amount')).slice(0, 2)).toEqual([payerId(8), payerId(7)])
    expect((await shown('providers', 'settlements')).slice(0, 2)).toEqual([address('prov9'), address('prov8')])
    expect((await shown('providers', 'amount'))[0]).toBe(address('prov8'))
    expect((await shown('agents', 'settlements')).slice(0, 2)).toEqual([agentKey(7), agentKey(8)])
    const agents = await shown('agents', 'amount')
    expect(agents.slice(0, 2)).toEqual([agentKey(8), agentKey(7)])
    // The first one settled what was billed before it was minted.
    expect(new Set(agents).size).toBe(ROWS - 1)
    // Counted anew where the facts begin anew, and not twice within ten seconds.
    await rows.client.query('delete from settlement where id = any($1)', [more.map(({ id }) => id)])
    await rows.setHeights(ROWS)
    await rows.client.query('select derived.refresh_aggregates(1000)')
    expect(await shown('payers', 'settlements')).toEqual(payers)
    await countUp()
    expect([await shown('payers', 'amount'), await drift()]).toEqual([before, 0])
  })

  it('agents are counted as blocks become final: minted, with a file, with payments', async () => {
    const { rows } = api
    const { client } = rows
    const recount = async (limit: number) => {
      await client.query("update derived.agent_mark set counted_at = '-infinity'")
      await client.query('select derived.count_agents($1)', [limit])
    }
    const card = (agent: number, block: number, uri: string) => {
      return { id: `card${agent}-${block}`, agent_id: agentKey(agent), uri, from_block: block, tx_hash: hash('c') }
    }
    await client.query('delete from agent_card where agent_id = any($1)', [[4, 5, 6].map(agentKey)])
    await rows.insert('agent_card', card(3, 9, 'data:,2'), card(4, 8, ''), card(4, 12, 'u'), card(5, 6, ''))
    await client.query('delete from derived.agent_count; update derived.agent_mark set height = -1')
    const minted: number[] = []
    for (let step = 0; step < ROWS; step += 1) {
      await recount(1)
      const { height } = (await client.query('select height from derived.agent_mark')).rows[0]
      const truth = `select (select count(*) from agent where minted_block <= $1) as minted,
        (select count(distinct agent_id) from agent_card where uri <> '' and from_block <= $1) as with_file`
      const counted = 'select minted, with_file from derived.agent_count'
      expect((await client.query(counted)).rows[0]).toEqual((await client.query(truth, [height])).rows[0])
      minted.push(height)
    }
    expect(minted).toEqual(Array.from({ length: ROWS }, (_, n) => n + 1))
    await client.query("delete from derived.party; update derived.party_mark set height = -1, counted_at = '-infinity'")
    await client.query('select derived.count_parties()')
    const agents = { minted: String(ROWS), withFile: String(ROWS - 2), withPayments: String(ROWS - 1) }
    const query =
      '{ network { agents { minted withFile withPayments } } registries { nodes { agents { minted withFile withPayments } } } }'
    expect(await api.ask(query)).toEqual({ network: { agents }, registries: { nodes: [{ agents }] } })
    // Read again from their beginning, nothing is counted twice.
    await rows.setHeights(ROWS - 5)
    await recount(1000)
    expect((await client.query('select minted from derived.agent_count')).rows).toEqual([{ minted: String(ROWS - 5) }])
    await rows.setHeights(ROWS)
    await recount(1000)
    expect(await api.ask('{ network { agents { minted } } }')).toEqual({
      network: { agents: { minted: agents.minted } },
    })
  })

  it.each([
    [`payers(rank: amount, filter: { provider: "${address('prov3')}" })`, 'filter.provider: expected no provider'],
    ['providers(rank: amount, order: oldest)', 'order: expected newest'],
  ])('are not listed by %s', async (list, words) => {
    const { errors } = await api.send(`{ ${list} { nodes { id } } }`)
    expect(errors?.[0]?.message).toContain(words)
  })
})
