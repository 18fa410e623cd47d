import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row } from '../testing/rows'

const alice = address('alice')
const provider = address('prov')
const PAGE = `query($first: Int = 3, $after: String, $f: SettlementFilter) {
  settlements(first: $first, after: $after, filter: $f) {
    edges { cursor node { id blockNumber n } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

interface Page {
  edges: { cursor: string; node: Row }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
}

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
  const blocks = Array.from({ length: 12 }, (_, index) => index + 1)
  await api.rows.insert('settlement', ...blocks.map((block) => settlement(alice, provider, block)))
  // One block with several items of one transaction, and another transaction in it.
  const more = [1, 2, 3].map((n) => settlement(alice, provider, 6, { n, tx_hash: hash('batch') }))
  await api.rows.insert('settlement', ...more)
})
afterAll(() => api.stop())

async function page(variables: Row): Promise<Page> {
  return ((await api.ask(PAGE, variables)) as unknown as { settlements: Page }).settlements
}

async function walk(between: (seen: number) => Promise<void>): Promise<string[]> {
  const ids: string[] = []
  let after: string | null = null
  for (let turn = 0; turn < 50; turn += 1) {
    const { edges, pageInfo }: Page = await page({ after })
    ids.push(...edges.map((edge) => String(edge.node.id)))
    if (!pageInfo.hasNextPage) return ids
    after = pageInfo.endCursor
    await between(ids.length)
  }
  throw new Error('The list does not end')
}

describe('paging', () => {
  it('reads few columns where few are asked for, and all of them where one list of two wants more', async () => {
    const few = 'id amount outcome blockTime finality sentence questions { id status } service { id }'
    const more = '... on Settlement { signature windowFromBlock } agents { strength }'
    const read: string[] = []
    const unwatch = api.api.services.database.watch((sql) => read.push(sql))
    const listed = (await api.ask(`{ settlements { nodes { ${few} } } }`)).settlements as unknown as { nodes: Row[] }
    const spread = `{ settlements { edges { node { ...More } } } few: settlements(first: 3) { nodes { ${few} } } }`
    const both = await api.ask(`${spread} fragment More on Settlement { ${few} ${more} }`)
    unwatch()
    expect(read.map((sql) => sql.includes('window_from_block'))).toEqual(expect.arrayContaining([false, true]))
    const { edges } = both.settlements as unknown as { edges: { node: Row }[] }
    expect(
      edges.map(({ node: { signature: _, windowFromBlock, agents, ...rest } }) => {
        expect([typeof windowFromBlock, Array.isArray(agents)]).toEqual(['number', true])
        return rest
      }),
    ).toEqual(listed.nodes)
    expect((both.few as unknown as { nodes: Row[] }).nodes).toEqual(listed.nodes.slice(0, 3))
  })

  it('reads what a short list shows alone, and the same of each row as a longer one', async () => {
    const short = 'id n payer provider amount blockNumber blockTime outcome doesNotProve questions { id title status }'
    const read: string[] = []
    const unwatch = api.api.services.database.watch((sql) => read.push(sql))
    const shortly = await api.ask(`{ settlements { nodes { ${short} } } }`)
    const listed = await api.ask(`{ settlements { nodes { ${short} txHash } } }`)
    const both = await api.ask(
      `{ settlements { nodes { ${short} } } few: settlements(first: 3) { nodes { ${short} finality } } }`,
    )
    unwatch()
    expect(read.map((sql) => sql.includes('tx_hash'))).toEqual([false, true, true])
    const { nodes } = shortly.settlements as unknown as { nodes: Row[] }
    expect(nodes).toHaveLength(15)
    const longer = (listed.settlements as unknown as { nodes: Row[] }).nodes
    expect(longer.map(({ txHash: _, ...rest }) => rest)).toEqual(nodes)
    expect(both.settlements).toEqual(shortly.settlements)
    expect((both.few as unknown as { nodes: Row[] }).nodes.map(({ finality }) => finality)).not.toContain(null)
  })

  it('walks every row once, in order', async () => {
    const ids = await walk(async () => undefined)
    const all = await page({ first: 100 })
    expect(ids).toEqual(all.edges.map((edge) => edge.node.id))
    expect(new Set(ids).size).toBe(15)
  })

  it('neither repeats nor skips while newer rows arrive', async () => {
    const before = (await page({ first: 100 })).edges.map((edge) => edge.node.id)
    const seen = await walk(async (count) => {
      await api.rows.insert('settlement', settlement(alice, provider, 100 + count))
    })
    expect(seen).toEqual(before)
  })

  it('goes on behind a row that was orphaned', async () => {
    const first = await page({ first: 2, f: { payer: alice } })
    const last = first.edges[1]?.node
    await api.rows.client.query('delete from settlement where id = $1', [last?.id])
    const next = await page({ first: 2, after: first.pageInfo.endCursor })
    expect(Number(next.edges[0]?.node.blockNumber)).toBeLessThan(Number(last?.blockNumber))
    expect(next.pageInfo.hasPreviousPage).toBe(true)
  })

  it.each([0, -1, 101, 2_000_000_000])('refuses a page of %i and names the limit', async (first) => {
    const answer = await api.send(PAGE, { first })
    expect(answer.errors?.[0]?.message).toBe(
      `first: expected 1 to 100 (page on with after: endCursor), got "${first}".`,
    )
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' })
  })

  it.each([
    ['nothing', ''],
    ['plain text', 'abc'],
    ['JSON without a list', Buffer.from('[5,"x"]').toString('base64url')],
    ['an object', Buffer.from('{"a":1}').toString('base64url')],
    ['SQL', Buffer.from(`["settlements",1,2,"'); drop table settlement; --\\u0000"]`).toString('base64url')],
    ['a number beyond the column', Buffer.from('["settlements",99999999999,0,"a"]').toString('base64url')],
    ['ten thousand characters', 'A'.repeat(10_000)],
  ])('refuses a cursor that is %s', async (_name, after) => {
    const answer = await api.send(PAGE, { after })
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' })
    expect(answer.errors?.[0]?.message).toContain('a cursor that this same list returned')
  })

  it('takes a cursor whose text is a quotation for the text that it is', async () => {
    const after = Buffer.from(JSON.stringify(['settlements', 6, 0, `' or '1'='1`])).toString('base64url')
    const { edges } = await page({ after, first: 100 })
    expect(edges.every((edge) => Number(edge.node.blockNumber) <= 6)).toBe(true)
  })
})

describe('SQL statements', () => {
  it('do not grow with the length of a list', async () => {
    const payers = Array.from({ length: 25 }, (_, index) => address(`many${index}`))
    await api.rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
    for (const [index, payer] of payers.entries()) {
      await api.rows.insert('agent', agent(index + 1, payer))
      await api.rows.insert('payer_link', link(index + 1, payer, 'A-', 1))
      await api.rows.insert('account', account(payer, address(`prov${index}`)))
      await api.rows.insert('provider', { id: address(`prov${index}`), first_seen_block: 1, stake: '0' })
      const row = settlement(payer, address(`prov${index}`), 1_000 + index)
      await api.rows.insert('settlement', row)
      await api.rows.judge(row, 'paid', { payment: 'pass' })
    }
    const query = `query($first: Int!) { settlements(first: $first) { nodes { id outcome
      questions { status reason { text } checks { id } } agents { strength agent { id walletHow } }
      payerPage { accounts { balance } links { entersHistory agent { id } } settlements(first: 2) { nodes { id } } shares { settlements } }
      providerPage { labelFinding revisions { id } shares { settlements } } trails { root } verdict { body } } } }`
    const count = async (first: number) => {
      let statements = 0
      const stop = api.api.services.database.watch(() => {
        statements += 1
      })
      const data = (await api.ask(query, { first })) as unknown as { settlements: { nodes: { agents: unknown[] }[] } }
      stop()
      expect(data.settlements.nodes).toHaveLength(first)
      expect(data.settlements.nodes.every((node) => node.agents.length === 1)).toBe(true)
      return statements
    }
    await count(1)
    const [one, many] = [await count(2), await count(25)]
    // The judged mark may or may not be due within a second.
    expect(many).toBeLessThanOrEqual(one + 2)
    expect(many).toBeLessThan(25)
  })

  it('are two for a list with its six statuses, and one without agents', async () => {
    const seen: string[] = []
    const stop = api.api.services.database.watch((sql) => seen.push(sql))
    await api.ask(`{ settlements(first: 25) { nodes { id outcome sentence amount questions { id title status } } } }`)
    stop()
    expect(seen).toHaveLength(1)
    expect(seen[0]).not.toContain('body')
  })

  it('serve nested histories of many agents at once', async () => {
    let statements = 0
    const stop = api.api.services.database.watch(() => {
      statements += 1
    })
    await api.ask(`{ agents(first: 25) { nodes { id settlements(first: 3) { nodes { id } } } } }`)
    stop()
    // Agents, their links with those of the payers, one list for all.
    expect(statements).toBe(3)
    expect(agentKey(1)).toContain(REGISTRY)
  })
})
