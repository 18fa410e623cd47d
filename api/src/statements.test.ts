import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, print, separateOperations } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from './testing/api'
import { insertEverything } from './testing/everything'
import { agentKey } from './testing/facts'
import { FILTERED, LISTS, ROWS, time } from './testing/lists'
import { readPages } from './testing/readPages'
import { address, hash } from './testing/rows'

let api: TestApi
let ids: string[]

beforeAll(async () => {
  api = await startTestApi()
  ids = await insertEverything(api.rows, ROWS)
  await api.rows.setHeights(ROWS)
  await api.rows.rollUp()
  await api.rows.client.query('select derived.count_parties()')
})
afterAll(() => api.stop())

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
  ['agent(id: $id) { id links { payerPage { shares { settlements amount } } } }', 3, () => ({ id: agentKey(2) })],
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

/** An operation of the site with its fragments, as the browser sends it. */
function operationOf(file: string, name: string): string {
  const read = (file: string) => readFileSync(join(__dirname, `../../web/lib/operations/${file}.graphql`), 'utf8')
  const document = separateOperations(parse(`${read(file)}\n${read('fragments')}`))[name]
  if (!document) throw new Error(`${file}.graphql has no ${name}`)
  return print(document)
}

it('of the page of an agent are', async () => {
  const variables = { id: agentKey(2), first: 25, points: 24, every: 'day' }
  const { seen } = await count(operationOf('agent', 'Agent'), variables)
  // Three of them are those of its strategy; its shares, their chart, its days and what is opened are taken from the rows of its
  // list.
  expect(seen).toHaveLength(17)
})

/** Lists with the statements that their length takes beside the page, and the length; null where none is to be had. */
const TOTALS: [string, number, string | null][] = [
  ['settlements(first: 1)', 1, '25'],
  ['settlements(first: 1, filter: { accepted: true })', 1, '25'],
  ['settlements(first: 1, filter: { accepted: false })', 1, '0'],
  ['settlements(first: 1, filter: { outcome: [paid, pending] })', 1, '25'],
  ['settlements(first: 1, filter: { outcome: [failed] })', 1, '0'],
  [`settlements(first: 1, filter: { provider: "${address('prov3')}" })`, 1, '1'],
  ['settlements(first: 1, filter: { model: "model 3" })', 1, '1'],
  [`settlements(first: 1, filter: { payer: "${address('payer3')}" })`, 0, null],
  [`settlements(first: 1, filter: { provider: "${address('prov3')}", model: "model 3" })`, 0, null],
  ['settlements(first: 1, filter: { blocks: { from: 3 } })', 0, null],
  ['agents(first: 1)', 1, '25'],
  ['agents(first: 1, filter: { linked: true })', 0, null],
  ['payers(first: 1)', 1, '25'],
  [`payers(first: 1, filter: { provider: "${address('prov3')}" })`, 0, null],
  ['providers(first: 1)', 1, '25'],
  ['verdicts(first: 1)', 1, '25'],
  ['verdicts(first: 1, filter: { inForce: true })', 0, null],
  ['anchors(first: 1)', 1, '25'],
  ['payloads(first: 1)', 1, '25'],
  ['trailFiles(first: 1)', 1, '25'],
  ['feedback(first: 1)', 1, '25'],
  ['logEntries(first: 1)', 1, '25'],
  ['models(first: 1)', 1, '25'],
  ['enclaveReports(first: 1)', 1, '25'],
  ['reportAttempts(first: 1)', 1, '25'],
  ['providerDrift(first: 1)', 1, '25'],
  ['collateral(first: 1)', 1, '25'],
  ['infts(first: 1)', 1, '25'],
  ['registries(first: 1)', 1, '1'],
  [`links(first: 1, filter: { payer: "${address('payer2')}" })`, 0, '1'],
  [`records(root: "${hash('root1')}")`, 1, '1'],
  [`records(root: "${hash('root1')}", nonce: "999")`, 1, '0'],
]

describe('totalCount', () => {
  const total = '{ totalCount { value isEstimate } }'

  it.each(TOTALS)('of %s takes %i more statements where it is asked for: %s', async (list, more, expected) => {
    const without = await count(`{ list: ${list} { nodes { id: __typename } } }`, {})
    const { seen, data } = await count(
      `{ list: ${list} { nodes { id: __typename } totalCount { value isEstimate } } }`,
      {},
    )
    const { totalCount } = data.list as unknown as { totalCount: unknown }
    expect(totalCount).toEqual(expected === null ? null : { value: expected, isEstimate: false })
    expect(seen.length - without.seen.length).toBe(more)
  })

  it('of what 25 parties paid for is read at once', async () => {
    for (const [party, statements] of [
      ['providers', 3],
      ['models', 3],
      ['payers', 4],
      ['agents', 5],
    ] as const) {
      const list = `settlements(first: 3) { nodes { id } totalCount { value } }`
      const { seen, data } = await count(`{ list: ${party} { nodes { ${list} } } }`, {})
      const { nodes } = data.list as unknown as { nodes: { settlements: { nodes: []; totalCount: object } }[] }
      expect(nodes).toHaveLength(ROWS)
      for (const { settlements } of nodes)
        expect(settlements.totalCount).toEqual({ value: String(settlements.nodes.length) })
      expect([party, seen.length]).toEqual([party, statements])
    }
  })

  it('counts from kept days, kept hours and rows alike, and says nothing while much is out of date', async () => {
    const { client } = api.rows
    const ask = async () => (await api.ask(`{ settlements(first: 1) ${total} }`)).settlements
    const exact = { totalCount: { value: '25', isEstimate: false } }
    await client.query('select derived.refresh_aggregates(1000)')
    expect(await ask()).toEqual(exact)
    await client.query(
      `insert into derived.stale_hour (hour) select min(start) from derived.aggregate where width = 'hour'`,
    )
    expect(await ask()).toEqual(exact)
    await client.query(
      `insert into derived.stale_hour (hour) select '2020-01-01Z'::timestamptz + n * interval '1 hour' from generate_series(1, 21) n`,
    )
    expect(await ask()).toEqual({ totalCount: null })
    await client.query('delete from derived.stale_hour')
  })

  it('is an estimate where the statistics say that there are many', async () => {
    await api.rows.client.query(
      `update pg_class set reltuples = 4000000 where oid in ('agent'::regclass, 'account'::regclass)`,
    )
    await api.rows.client.query('analyze feedback')
    const data = await api.ask(`{ agents(first: 1) ${total} payers(first: 1) ${total} feedback(first: 1) ${total} }`)
    await api.rows.client.query('analyze agent, account')
    expect(data).toEqual({
      agents: { totalCount: { value: '4000000', isEstimate: true } },
      payers: { totalCount: null },
      feedback: { totalCount: { value: '25', isEstimate: false } },
    })
  })
})

describe('statements of one turn', () => {
  const asked = (sql: string, planned: boolean) => ({ sql, values: [5], planned })
  const values = (results: PromiseSettledResult<unknown>[]) =>
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))

  it.each([true, false])('do not fail with one of them, planned: %s', async (planned) => {
    const turn = [
      'select $1::int as a',
      'select 1 / ($1::int - 5) as b',
      'select $1::text as c',
      'select 1 where $1 = 0',
    ]
    for (let time = 0; time < 3; time += 1) {
      const results = await api.api.services.database.runAll(turn.map((sql) => asked(sql, planned)))
      expect(values(results)).toEqual([[{ a: 5 }], 'division by zero', [{ c: '5' }], []])
    }
  })

  it('may be the same twice', async () => {
    const turn = [asked('select $1::bigint as same', true), asked('select $1::bigint as same', true)]
    for (let time = 0; time < 2; time += 1)
      expect(values(await api.api.services.database.runAll(turn))).toEqual([[{ same: '5' }], [{ same: '5' }]])
  })

  it('are told that the database is away where their connection is cut', async () => {
    const cut = 'select pg_terminate_backend(pg_backend_pid()), $1::int'
    const { database } = api.api.services
    const [first, second] = await database.runAll([asked(cut, true), asked('select $1::int as a', true)])
    expect(first).toMatchObject({ status: 'rejected', reason: { extensions: { code: 'UNAVAILABLE' } } })
    expect(second).toEqual({ status: 'fulfilled', value: [{ a: 5 }] })
  })
})

describe('a condition of a list', () => {
  beforeAll(async () => {
    const current = 'select id from service_revision r where r.provider_id = provider.id'
    await api.rows.client.query(`update provider set current_service_id = (${current})`)
    await api.rows.client.query(`update verdicts.verdict set judged_at = $1::timestamptz + id * interval '1 s'`, [
      time(0),
    ])
  })

  it.each(FILTERED)('of %s keeps %i, by a fixed number of statements', async (list, expected, statements = 1) => {
    const { seen, data } = await count(`{ list: ${list} { nodes { __typename } } }`, {})
    expect((data.list as unknown as { nodes: unknown[] }).nodes).toHaveLength(expected)
    expect(seen).toHaveLength(statements)
  })

  it('of time lists verdicts by it, page by page', async () => {
    const query = `query ($after: String) { verdicts(first: 2, after: $after, order: oldest, filter: { judgedAt: { from: "${time(20)}" } }) {
      nodes { id judgedAt } pageInfo { endCursor hasNextPage } } }`
    await api.rows.client.query(
      `update verdicts.verdict set judged_at = '${time(22)}'::timestamptz + interval '3 us' where id in (2, 21, 23)`,
    )
    const seen = await readPages(api, query, 'verdicts')
    expect(seen.map(({ id }) => id)).toEqual(['20', '22', '2', '21', '23', '24', '25'])
    const cursor = Buffer.from(JSON.stringify(['verdicts', '3'])).toString('base64url')
    const { errors } = await api.send(query, { after: cursor })
    expect(errors?.[0]?.message).toMatch(/a cursor of the list verdicts of a time/)
  })
})
