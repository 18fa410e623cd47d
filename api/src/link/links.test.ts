import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, ROUTER, type Row } from '../testing/rows'
import { attribute } from './attribution'
import type { LinkSpan } from './spans'

const seller = address('seller')
const owner = address('owner')
const operator = address('operator')
const delegate = address('delegate')
const custodian = address('custodian')
const provider = address('prov')

let api: TestApi

const interval = (from: number, to: number | null = null) => {
  const begin = { from_block: from, from_log_index: 3, tx_hash: hash(`interval${from}`) }
  return { ...begin, to_block: to, to_log_index: to === null ? null : 3 }
}

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(1, seller), agent(2, owner), agent(3, custodian, { resolved_owner: owner }))
  await rows.insert(
    'payer_link',
    link(1, seller, 'A-', 5, 20, { from_log_index: 4, to_log_index: 6 }),
    link(1, ROUTER, 'A', 0),
    link(3, owner, 'B', 10, null, { type: 'L6' }),
  )
  const ownership = (id: string, agentId: number, of: string, from: number, to: number | null = null) => {
    return { id, agent_id: agentKey(agentId), owner: of, ...interval(from, to) }
  }
  await rows.insert('agent_ownership', ownership('o1', 2, owner, 10, 30), ownership('o2', 3, custodian, 10))
  const grant = (id: string, from: number, to: number | null, more: Row) => {
    return { id, registry: REGISTRY, owner, operator, scope: 'all', ...interval(from, to), ...more }
  }
  await rows.insert(
    'operator_grant',
    grant('g1', 20, 40, {}),
    grant('g2', 31, 40, {}),
    grant('g3', 15, 25, { registry: address('other') }),
    grant('g4', 15, 25, { operator: '0x1e0049783f008a0085193e00003d00cd54003c71' }),
  )
  const assistant = { contract: custodian, user: delegate, kind: 'delegate', granted_by: owner }
  await rows.insert(
    'inft_authorization',
    { id: 'd1', ...assistant, ...interval(12, 14) },
    { id: 'd2', ...assistant, ...interval(12, 14), contract: address('elsewhere') },
  )
  await rows.insert('account', account(seller, provider), account(ROUTER, provider))
  await rows.insert(
    'settlement',
    settlement(seller, provider, 10, { window_from_block: 5 }),
    settlement(seller, provider, 12, { window_from_block: 6 }),
    settlement(seller, provider, 20, { window_from_block: 12, n: 5, log_index: 5 }),
    settlement(seller, provider, 20, { window_from_block: 20, n: 6, log_index: 6 }),
    settlement(ROUTER, provider, 12),
  )
  await rows.setHeights(50)
})
afterAll(() => api.stop())

async function ask(id: string, of: 'agent' | 'payer', fields: string): Promise<Row> {
  const found = await api.ask(`query($id: ID!) { found: ${of}(id: $id) { ${fields} } }`, { id })
  return found.found as unknown as Row
}

const LINKS = 'links { payer type strength fromBlock fromLogIndex toBlock toLogIndex entersHistory agent { agentId } }'

describe('a history', () => {
  it('begins after the link and ends at the very log at which the token is sold', async () => {
    const { settlements, shares } = await ask(
      agentKey(1),
      'agent',
      'settlements { nodes { blockNumber logIndex } } shares { settlements }',
    )
    // The window of block 10 begins in the block in which the link does: whether before or after it is not known.
    expect(settlements).toEqual({
      nodes: [
        { blockNumber: 20, logIndex: 5 },
        { blockNumber: 12, logIndex: 0 },
      ],
    })
    expect(shares).toEqual({ settlements: '2' })
  })
})

describe('links that are not rows of their own', () => {
  it('are where an approval of all tokens meets an ownership', async () => {
    const expected = {
      ...{ payer: operator, type: 'L7', strength: 'B-', entersHistory: false, agent: { agentId: '2' } },
      ...{ fromBlock: 20, fromLogIndex: 3, toBlock: 30, toLogIndex: 3 },
    }
    expect((await ask(agentKey(2), 'agent', LINKS)).links).toEqual([expected])
    await api.rows.insert('account', account(operator, provider))
    expect((await ask(operator, 'payer', LINKS)).links).toEqual([expected])
  })

  it('are where a delegate meets the owner behind a custodian', async () => {
    const { links } = (await ask(agentKey(3), 'agent', `resolvedOwner ${LINKS}`)) as { links: Row[] }
    expect(links.map((own) => [own.type, own.payer, own.fromBlock, own.toBlock])).toEqual([
      ['L8', delegate, 12, 14],
      ['L6', owner, 10, null],
    ])
  })
})

describe('the Router', () => {
  it('is a labelled payer and linked to nobody', async () => {
    const found = await ask(
      ROUTER,
      'payer',
      `label { kind label source } links { id } settlements { nodes { agents { type } } }`,
    )
    expect(found).toEqual({
      label: { kind: 'router', label: 'Test router', source: 'the test' },
      links: [],
      settlements: { nodes: [{ agents: [] }] },
    })
    const { links } = (await ask(agentKey(1), 'agent', LINKS)) as { links: Row[] }
    expect(links.map((own) => own.payer)).toEqual([seller])
    expect((await ask(seller, 'payer', 'label { kind }')).label).toBeNull()
  })
})

describe('the history that a settlement enters', () => {
  const buyer = address('buyer')
  const place = fc.record({ block: fc.integer({ min: 100, max: 106 }), log: fc.integer({ min: 0, max: 2 }) })
  const anyLink = fc
    .record({
      agent: fc.constantFrom(1, 2, 3),
      strength: fc.constantFrom('S', 'A', 'A-', 'B+'),
      // From the first block on, and without an end, as often as not: only a link over a whole window enters a history.
      from: fc.oneof(fc.constant({ block: 99, log: 0 }), place),
      to: fc.option(place, { freq: 1 }),
    })
    .map(({ agent, strength, from, to }): LinkSpan => {
      const end = { toBlock: to?.block ?? null, toLogIndex: to?.log ?? null }
      return { agentId: agentKey(agent), strength, type: 'L4', fromBlock: from.block, fromLogIndex: from.log, ...end }
    })
  const anySettlement = fc.record({
    ...{ block: fc.integer({ min: 100, max: 107 }), log: fc.integer({ min: 0, max: 2 }) },
    back: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 8 }),
  })

  it('is counted in the database as it is told of each settlement', async () => {
    const { client } = api.rows
    let entered = 0
    const property = fc.asyncProperty(
      fc.array(anyLink, { maxLength: 5 }),
      fc.array(anySettlement, { minLength: 1, maxLength: 6 }),
      async (links, drawn) => {
        await client.query('delete from payer_link where payer = $1', [buyer])
        await client.query('delete from settlement where payer = $1', [buyer])
        for (const [n, row] of links.entries()) {
          const { agentId, strength, fromBlock, toBlock, fromLogIndex, toLogIndex } = row
          const logs = { from_log_index: fromLogIndex, to_log_index: toLogIndex, id: `drawn${n}` }
          await api.rows.insert('payer_link', {
            ...link(1, buyer, strength, fromBlock, toBlock, logs),
            agent_id: agentId,
          })
        }
        const told: (string | null)[] = []
        for (const [n, { block, log, back }] of drawn.entries()) {
          const windowFromBlock = back === null ? null : block - back
          const at = { window_from_block: windowFromBlock, log_index: log, settled_amount: String(n), n }
          await api.rows.insert('settlement', settlement(buyer, provider, block, at))
          const found = attribute(links, { windowFromBlock, blockNumber: block, logIndex: log })
          told.push(found.find(({ entersHistory }) => entersHistory)?.agentId ?? null)
        }
        const counted = 'select agent from derived.settled_by_parties(100, 107, $1) where payer = $2 order by amount'
        const { rows } = await client.query<{ agent: string | null }>(counted, [[], buyer])
        expect(rows.map(({ agent }) => agent)).toEqual(told)
        expect((await client.query(counted, [[buyer], buyer])).rows.filter(({ agent }) => agent !== null)).toEqual([])
        entered += told.filter((agent) => agent !== null).length
      },
    )
    await fc.assert(property, { numRuns: 100 })
    expect(entered).toBeGreaterThan(20)
  })
})
