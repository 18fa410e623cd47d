import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { address, hash, type Row, timeOf } from '../testing/rows'

const [alice, bob, provider] = [address('alice'), address('bob'), address('prov')]
const FINAL = 20
let api: TestApi

const placed = (block: number, logIndex: number): Row => {
  return { block_number: block, block_time: timeOf(block), tx_hash: hash(`tx${block}`), log_index: logIndex }
}

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(FINAL)
  const blob = (n: number) => ({
    entrance: address('da'),
    author: alice,
    data_root: hash(n % 2),
    epoch: '1',
    quorum: '0',
  })
  for (let n = 0; n < 7; n += 1)
    await rows.insert('da_upload', { id: `u${n}`, ...blob(n), sender: bob, price: '5', ...placed(18 + (n >> 1), n) })
  await rows.insert(
    'da_commitment',
    { id: 'c1', ...blob(1), calldata: 'unavailable', ...placed(3, 0) },
    {
      ...{ id: 'c2', ...blob(0), calldata: 'trace', commitment: '1,2', quorum_bitmap: '0x00', aggregate_key: '0x01' },
      ...{ signature: '3,4', ...placed(FINAL + 1, 0) },
    },
  )
  const named = { contract: address('ft'), provider, deliverable: '<b>1</b>' }
  await rows.insert(
    'fine_tuning_settlement',
    { id: 's1', ...named, payer: alice, fee: '7', acknowledged: true, nonce: '1', ...placed(4, 0) },
    { id: 's2', ...named, payer: bob, fee: '8', acknowledged: false, nonce: '2', ...placed(FINAL + 1, 0) },
  )
  await rows.insert('fine_tuning_deliverable', {
    ...{ id: 'd1', ...named, payer: alice, model_root_hash: '0xab', status: 'acknowledged', added_block: 4 },
    ...{ added_log_index: 0, updated_block: FINAL + 1, tx_hash: hash('d1') },
  })
})
afterAll(() => api.stop())

interface Page {
  nodes: Row[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

async function list(query: string, variables: Row = {}): Promise<Page> {
  const [page] = Object.values(await api.ask(query, variables)) as unknown as [Page]
  return page
}

describe('lists by the log that made a row', () => {
  it('page through every row once, newest first', async () => {
    const seen: Row[] = []
    let after: string | null = null
    do {
      const query = `query ($after: String) { daUploads(first: 3, after: $after) {
        nodes { id blockNumber finality } pageInfo { hasNextPage endCursor } } }`
      const page: Page = await list(query, { after })
      seen.push(...page.nodes)
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(seen.map((row) => row.id)).toEqual(['u6', 'u5', 'u4', 'u3', 'u2', 'u1', 'u0'])
    expect(seen.map((row) => row.finality)).toEqual(['hot', ...Array(6).fill('final')])
  })

  it('keep to a root, also behind a cursor', async () => {
    const query = `query ($root: String!, $after: String) { daUploads(first: 2, after: $after, dataRoot: $root) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`
    const first = await list(query, { root: hash(0) })
    const second = await list(query, { root: hash(0), after: first.pageInfo.endCursor })
    expect([...first.nodes, ...second.nodes].map((row) => row.id)).toEqual(['u6', 'u4', 'u2', 'u0'])
  })

  it('show what of a commitment could be read', async () => {
    const { nodes } = await list('{ daCommitments { nodes { calldata commitment signature finality } } }')
    expect(nodes).toEqual([
      { calldata: 'trace', commitment: '1,2', signature: '3,4', finality: 'hot' },
      { calldata: 'unavailable', commitment: null, signature: null, finality: 'final' },
    ])
  })

  it('show fine-tuning by its parties, its texts marked as somebody else’s', async () => {
    const settlements = `query ($payer: String) { fineTuningSettlements(payer: $payer) {
      nodes { deliverable { text } fee acknowledged finality } } }`
    expect((await list(settlements)).nodes.map((row) => row.fee)).toEqual(['8', '7'])
    expect((await list(settlements, { payer: alice })).nodes).toEqual([
      { deliverable: { text: '<b>1</b>' }, fee: '7', acknowledged: true, finality: 'final' },
    ])
    const deliverables = `query ($provider: String) { fineTuningDeliverables(provider: $provider) {
      nodes { modelRootHash status blockNumber finality } } }`
    expect((await list(deliverables, { provider })).nodes).toEqual([
      { modelRootHash: '0xab', status: 'acknowledged', blockNumber: 4, finality: 'hot' },
    ])
    expect((await list(deliverables, { provider: alice })).nodes).toEqual([])
  })

  it.each([
    ['daUploads(blocks: { from: 19, until: 21 })', ['u5', 'u4', 'u3', 'u2']],
    [`daUploads(times: { from: "${timeOf(20).toISOString()}" })`, ['u6', 'u5', 'u4']],
    [`daUploads(dataRoot: "${hash(1)}", blocks: { until: 20 })`, ['u3', 'u1']],
    [`daCommitments(times: { until: "${timeOf(4).toISOString()}" })`, ['c1']],
    [`fineTuningSettlements(times: { until: "${timeOf(5).toISOString()}" })`, ['s1']],
    [`fineTuningSettlements(payer: "${alice}", blocks: { from: 5 })`, []],
    ['fineTuningDeliverables(blocks: { until: 5 })', ['d1']],
    ['fineTuningDeliverables(blocks: { from: 5 })', []],
  ])('keep to blocks and times: %s', async (query, ids) => {
    expect((await list(`{ ${query} { nodes { id } } }`)).nodes.map((row) => row.id)).toEqual(ids)
  })

  it('refuse a cursor and a root that are none', async () => {
    const refusal = async (query: string) => (await api.send(query)).errors?.[0]?.extensions.code
    expect(await refusal('{ daUploads(after: "x") { nodes { id } } }')).toBe('BAD_USER_INPUT')
    expect(await refusal('{ daUploads(dataRoot: "0x12") { nodes { id } } }')).toBe('BAD_USER_INPUT')
    expect(await refusal('{ fineTuningSettlements(payer: "0x12") { nodes { id } } }')).toBe('BAD_USER_INPUT')
  })
})
