import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY } from '../testing/rows'

const alice = address('alice')
const bob = address('bob')
const provider = address('prov')
const paid = settlement(alice, provider, 5)
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(10, [11])
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await rows.insert('agent', agent(1, alice, { name: '<b>Atlas</b>' }), agent(2, bob))
  await rows.insert('payer_link', link(1, alice, 'A-', 1), link(2, alice, 'B', 2, 4))
  await rows.insert('account', account(alice, provider))
  await rows.insert('settlement', paid, settlement(alice, provider, 11))
  await rows.judge(paid, 'paid', { payment: 'pass', signature: 'unavailable' })
  await rows.rollUp()
})
afterAll(() => api.stop())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}`, { headers, redirect: 'manual' })
const read = async (path: string) => {
  const response = await get(path)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const problem = async (path: string) => {
  const { status, body } = await read(path)
  const { code, message, argument } = (body as { error: Record<string, string> }).error
  return { status, code, message, argument }
}

describe('documents', () => {
  it('are the answers of GraphQL, to the byte', async () => {
    const { settlementQuery, verdictQuery, agentQuery, payerQuery, providerQuery } = createRequire(__filename)(
      '../../dist/rest/generated/operations.js',
    ) as typeof import('./generated/operations')
    const twins = [
      [`/v1/settlements/${paid.id}.json`, settlementQuery, { id: paid.id }],
      ['/v1/verdicts/1.json', verdictQuery, { id: '1' }],
      [`/v1/agents/${agentKey(1)}.json`, agentQuery, { id: agentKey(1) }],
      [`/v1/payers/${alice}.json`, payerQuery, { id: alice }],
      [`/v1/providers/${provider}.json`, providerQuery, { address: provider }],
    ] as const
    for (const [path, { source }, variables] of twins) {
      const { status, body } = await read(path)
      const { meta, ...facts } = body
      const { meta: own, ...same } = await api.ask(source, variables)
      expect([status, facts]).toEqual([200, same])
      expect({ ...(meta as object), readAt: null }).toEqual({ ...(own as unknown as object), readAt: null })
    }
  })

  it('take ids in any casing, encoded or not, and page on', async () => {
    const bare = await read(`/v1/agents/${agentKey(1)}.json?first=1`)
    const history = bare.body.agent as { settlements: { nodes: unknown[]; pageInfo: { endCursor: string } } }
    expect(history.settlements.nodes).toHaveLength(1)
    const shouted = agentKey(1).toUpperCase()
    expect(await read(`/v1/agents/${encodeURIComponent(shouted)}.json?first=1`)).toEqual(bare)
    const next = await read(`/v1/agents/${agentKey(1)}.json?first=1&after=${history.settlements.pageInfo.endCursor}`)
    expect(next.status).toBe(200)
    expect(next.body.agent).not.toEqual(bare.body.agent)
  })

  it('say what an account pays for, at a block and by strength', async () => {
    const idsOf = async (query: string) => {
      const { body } = await read(`/v1/accounts/${alice}/agents${query}`)
      const { payer } = body as unknown as { payer: { links: { agent: { id: string } }[] } }
      return payer.links.map((row) => row.agent.id).sort()
    }
    expect(await idsOf('')).toEqual([agentKey(1), agentKey(2)])
    expect(await idsOf('?at=4')).toEqual([agentKey(1)])
    expect(await idsOf('?at=1')).toEqual([agentKey(1)])
    expect(await idsOf('?minStrength=A-')).toEqual([agentKey(1)])
    const { body } = await read(`/v1/accounts/${bob}/agents`)
    expect(body).toMatchObject({ payer: null, owned: { nodes: [{ id: agentKey(2) }] } })
  })

  it('are found by any id', async () => {
    const found = await get(`/v1/find/${agentKey(1)}`)
    expect([found.status, found.headers.get('location')]).toEqual([
      302,
      `/v1/agents/${encodeURIComponent(agentKey(1))}.json`,
    ])
    expect((await get(`/v1/find/${paid.requests_hash}`)).headers.get('location')).toBe(
      `/v1/settlements/${paid.id}.json`,
    )
    const { body: hits } = await read(`/v1/find/${paid.tx_hash}`)
    expect(hits.search).toMatchObject([
      { kind: 'transaction', path: null },
      { kind: 'settlement', id: paid.id },
    ])
    const { body } = await read(`/v1/find/${alice}`)
    expect((body.search as { kind: string }[]).map((hit) => hit.kind)).toEqual(['agent', 'payer'])
  })
})

describe('caching', () => {
  it('answers 304 until the indexed head or a fact changes', async () => {
    const path = `/v1/settlements/${paid.id}.json`
    const first = await get(path)
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/)
    expect(first.headers.get('cache-control')).toBe('public, max-age=2')
    expect(first.headers.get('x-indexed-height')).toBe('11')
    const same = await get(path, { 'if-none-match': `"other", ${tag}` })
    expect([same.status, await same.text()]).toEqual([304, ''])
    await api.rows.judge(paid, 'failed', { payment: 'pass', signature: 'fail' })
    expect((await get(path, { 'if-none-match': tag })).status).toBe(200)
    const judged = (await get(path)).headers.get('etag') ?? ''
    const statusOf = async () => (await get(path, { 'if-none-match': judged })).status
    await api.rows.setHeights(11, [12])
    await expect.poll(statusOf, { timeout: 5_000 }).toBe(200)
    await api.rows.setHeights(10, [11])
    await expect.poll(statusOf, { timeout: 5_000 }).toBe(304)
  })

  it('lets every page read, tag included', async () => {
    const { headers } = await get(`/v1/payers/${alice}.json`, { origin: 'https://elsewhere.example' })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toContain('etag')
  })
})

describe('bad input', () => {
  it.each([
    ['/v1/settlements/7.json', 'id', 'expected <chainId>-<transaction hash>-<n>'],
    [`/v1/agents/${alice}.json`, 'id', `looks like an address: try /v1/find/${alice}`],
    [`/v1/providers/${agentKey(1)}.json`, 'address', 'looks like an agent id: try /v1/agents/'],
    [`/v1/payers/${agentKey(1)}.json`, 'id', 'expected an address'],
    [`/v1/payers/${alice}.json?first=0`, 'first', 'expected 1 to 100'],
    [`/v1/payers/${alice}.json?first=1e9`, 'first', 'expected 1 to 100'],
    [`/v1/payers/${alice}.json?after=x`, 'after', 'a cursor that this same list returned'],
    [`/v1/payers/${alice}.json?first=1&first=2`, 'first', 'expected 1 to 100'],
    [`/v1/accounts/${alice}/agents?at=-1`, 'at', 'expected a block number'],
    [`/v1/accounts/${alice}/agents?minStrength=Z`, 'minStrength', 'expected one of S'],
    [`/v1/find/${'x'.repeat(201)}`, 'id', 'at most 200'],
  ])('%s names the argument', async (path, argument, part) => {
    const found = await problem(path)
    expect(found).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', argument })
    expect(found.message).toContain(part)
  })

  it.each([
    [`/v1/settlements/${CHAIN_ID}-${hash('none')}-0.json`, 'looks like a settlement id; blocks up to 11 are indexed'],
    [`/v1/agents/eip155:1:${REGISTRY}:1.json`, `names chain 1; here is Test network, chain ${CHAIN_ID}`],
    [`/v1/providers/${address('nobody')}.json`, 'looks like an address; blocks up to 11 are indexed'],
    ['/v1/verdicts/999.json', 'looks like the id of a verdict; blocks up to 11 are indexed'],
    ['/v1/nothing', '/v1/openapi.json lists them all'],
    ['/v1/settlements/%00.json', undefined],
    ['/v1/settlements/%.json', undefined],
  ])('%s is not found, with what it looks like', async (path, part) => {
    const found = await problem(path)
    expect([400, 404]).toContain(found.status)
    if (part) expect(found).toMatchObject({ status: 404, code: 'NOT_FOUND', message: expect.stringContaining(part) })
  })

  it('says that the tables are not there yet, with 503', async () => {
    await api.rows.client.query('alter table payer_link rename column strength to strength_')
    const found = await problem(`/v1/payers/${alice}.json`)
    await api.rows.client.query('alter table payer_link rename column strength_ to strength')
    expect(found).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
  })
})
