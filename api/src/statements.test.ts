import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from './testing/api'
import { insertEverything } from './testing/everything'
import { agentKey } from './testing/facts'
import { address, hash } from './testing/rows'

const ROWS = 25
let api: TestApi
let ids: string[]

beforeAll(async () => {
  api = await startTestApi()
  ids = await insertEverything(api.rows, ROWS)
  await api.rows.setHeights(ROWS)
  await api.rows.rollUp()
})
afterAll(() => api.stop())

const page = (fields: string) => `(first: $first) { nodes { ${fields} } }`
/** What a condition keeps, by a query whose first field is a list of 25 rows without it. */
const FILTERED: [string, number][] = [
  ['agents(order: oldest, filter: { blocks: { from: 3, until: 5 } })', 2],
  [`agents(filter: { registry: "${address('elsewhere')}" })`, 0],
  ['providers(order: oldest, filter: { model: "model 3" })', 1],
  ['providers(filter: { derivedMode: "none", model: "model 3" })', 0],
  [`payers(filter: { provider: "${address('prov3')}" })`, 1],
]

const VERDICT = `id reasons blockHash inForce settlement { id } before { id } reports { secondsFromSettlement } observations { id } sentence`

/** Fields of the root and the statements that they take, for one row and for 25. */
const LISTS: [string, number][] = [
  [`settlements${page('id outcome sentence amount finality questions { id title status }')}`, 1],
  [`settlements${page('id questions { checks { id } } verdict { body }')}`, 2],
  [`settlements${page('agents { strength agent { id walletHow ownerships { address } } }')}`, 5],
  [`settlements${page(`verdicts { ${VERDICT} }`)}`, 4],
  [
    `settlements${page('payerPage { accounts { balance } links { entersHistory agent { id } } } providerPage { labelFinding } service { id providerPage { id } }')}`,
    6,
  ],
  [`settlements${page('trails { root attempts { id } } anchors { id } ')}`, 5],
  [`agents${page('id settlements(first: 3) { nodes { id } }')}`, 4],
  [`agents${page('id name { text } links { id } ownerships { address } wallets { address }')}`, 4],
  [
    `agents${page('strategy { openings(first: 1) { root records { system { standing } } } commitments { value } }')}`,
    9,
  ],
  [`payers${page('id accounts { balance } settlements(first: 2) { nodes { id } }')}`, 3],
  [`providers${page('id revisions { id } acknowledgements { signer } settlements(first: 2) { nodes { id } }')}`, 4],
  [`providers${page('id clients { largest { payer } }')}`, 2],
  [
    `models${page('name { text } services revisions { id providerPage { id } } settlements(first: 2) { nodes { id } }')}`,
    4,
  ],
  [`serviceRevisions${page('id inputPrice model { text } providerPage { id service { id } }')}`, 2],
  [`anchors${page('id attempts { outcome }')}`, 2],
  [`payloads${page('root type kept attempts { outcome } anchors { author }')}`, 3],
  [`trailFiles${page('root status header { text } settlements { nonce } attempts { id } anchors { id }')}`, 4],
  [`verdicts${page(VERDICT)}`, 3],
  [`enclaveReports${page('id source { text } observedAt')}`, 1],
  [`reportAttempts${page('id outcome')}`, 1],
  [`providerDrift${page('id kind from { text } to { text }')}`, 1],
  [`collateral${page('id fmspc validFrom')}`, 1],
  [`commitments${page('id kind uri { text } outcome')}`, 1],
  [`feedback${page('id value tag1 { text } agent { id } responses { responder } checked { outcome }')}`, 4],
  [`validations${page('id agent { id } responses { response tag { text } } checked { found }')}`, 4],
  [`infts${page('id owner data { dataHash }')}`, 2],
  [`registries${page('id kind')}`, 1],
  [`logEntries${page('index leafHash')}`, 1],
  [`logCheckpoints${page('size note')}`, 1],
  [`daUploads${page('id')}`, 1],
  [`daCommitments${page('id')}`, 1],
  [`fineTuningSettlements${page('id')}`, 1],
  [`fineTuningDeliverables${page('id')}`, 1],
]

/** Single subjects: what a page of the site asks. */
const SINGLES: [string, number, () => Record<string, string>][] = [
  [
    'settlement(id: $id) { id verdict { reasons } agents { agent { id } } records { nodes { model { text } } } }',
    7,
    () => ({ id: ids[3] ?? '' }),
  ],
  [
    'agent(id: $id) { id links { id agent { id } } settlements(first: 5) { nodes { id } } }',
    4,
    () => ({ id: agentKey(2) }),
  ],
  ['agent(id: $id) { id links { payerPage { shares { settlements amount } } } }', 4, () => ({ id: agentKey(2) })],
  ['payer(id: $id) { id links { id } accounts { balance } }', 3, () => ({ id: address('payer2') })],
  ['model(name: $id) { revisions { id } }', 2, () => ({ id: 'model 3' })],
  ['verdict(id: $id) { body settlement { id } }', 2, () => ({ id: '1' })],
  ['checks(settlement: $id) { id }', 2, () => ({ id: ids[0] ?? '' })],
  ['records(root: $id) { nodes { line } }', 1, () => ({ id: hash('root1') })],
  ['links(filter: { payer: $id }) { nodes { id agent { id } } }', 2, () => ({ id: address('payer2') })],
  ['record(id: $id) { id settlements { id } }', 3, () => ({ id: `${hash('root1')}-2` })],
  ['anchor(id: $id) { id attempts { id } }', 2, () => ({ id: 'storage-flow-2' })],
  ['agentCards(agent: $id) { nodes { uri { text } checked { source { text } } } }', 2, () => ({ id: agentKey(2) })],
  ['agentMetadata(agent: $id) { nodes { value { text } } }', 1, () => ({ id: agentKey(2) })],
]

async function count(query: string, variables: Record<string, unknown>) {
  const seen: string[] = []
  const stop = api.api.services.database.watch((sql) => seen.push(sql))
  const data = await api.ask(query, variables)
  stop()
  return { seen, data }
}

describe('SQL statements', () => {
  it.each(LISTS)('of %s are %i, however many rows', async (fields, expected) => {
    const query = `query($first: Int!) { ${fields} }`
    const one = await count(query, { first: 1 })
    const many = await count(query, { first: ROWS })
    const [list] = Object.values(many.data) as unknown as [{ nodes: unknown[] }]
    const isMade = !/^(da|fineTuning|registries)/.test(fields)
    if (isMade) expect(list.nodes).toHaveLength(ROWS)
    expect([one.seen.length, many.seen.length]).toEqual([expected, expected])
  })

  it.each(SINGLES)('of %s are %i', async (fields, expected, variables) => {
    const type = fields.includes('String!') || /^(records|model)/.test(fields) ? 'String!' : 'ID!'
    const { seen, data } = await count(`query($id: ${type}) { ${fields} }`, variables())
    expect(Object.values(data)[0]).not.toBeNull()
    expect(seen).toHaveLength(expected)
  })
})

describe('a condition of a list', () => {
  beforeAll(async () => {
    const current = 'select id from service_revision r where r.provider_id = provider.id'
    await api.rows.client.query(`update provider set current_service_id = (${current})`)
  })

  it.each(FILTERED)('of %s keeps %i, by one statement', async (list, expected) => {
    const { seen, data } = await count(`{ list: ${list} { nodes { id } } }`, {})
    expect((data.list as unknown as { nodes: unknown[] }).nodes).toHaveLength(expected)
    expect(seen).toHaveLength(1)
  })
})
