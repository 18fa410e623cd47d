import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, post, startTestApi, type TestApi } from '../testing/api'
import { settlement } from '../testing/facts'
import { address } from '../testing/rows'

let api: TestApi
let statements: string[]

beforeAll(async () => {
  api = await startTestApi()
  api.api.services.database.watch((sql) => statements.push(sql))
  await api.rows.insert('settlement', settlement(address('a'), address('b'), 1))
})
afterAll(() => api.stop())

function first(answer: Answer) {
  const [error] = answer.errors ?? []
  if (!error) throw new Error(`No error in ${JSON.stringify(answer)}`)
  return error
}

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')
const nest = (levels: number) =>
  `{ settlements(first: 1) { nodes ${'{ payerPage { settlements(first: 1) { nodes '.repeat(levels)}{ id }${' } } }'.repeat(levels)} } }`

const HOSTILE: [string, string, RegExp][] = [
  ['too deep', nest(6), /Query depth limit of 14 exceeded, found \d+\. Ask for fewer levels/],
  ['aliases', `{ ${repeat(200, (i) => `a${i}: network { name }`)} }`, /Aliases limit of 30 exceeded/],
  [
    'aliases in fragments',
    `{ ...F } fragment F on Query { ${repeat(50, (i) => `a${i}: network { name }`)} }`,
    /Aliases limit of 30/,
  ],
  ['tokens', `{ ${repeat(3_000, () => 'network { name }')} }`, /more than 2000 tokens\. Ask for fewer fields/],
  [
    'directives',
    `{ network { name ${repeat(100, () => '@include(if: true)')} } }`,
    /Directives limit of 30 exceeded|can only be used once/,
  ],
  [
    'nested pages',
    `{ settlements(first: 100) { nodes { payerPage { settlements(first: 100) { nodes { id } } } } } }`,
    /could return \d+ objects, the limit is 8000\. Ask for smaller pages/,
  ],
  [
    'nested pages by variable',
    `query($n: Int) { settlements(first: $n) { nodes { payerPage { settlements(first: $n) { nodes { id } } } } } }`,
    /could return \d+ objects/,
  ],
  [
    'nested pages in fragments',
    `{ settlements(first: 100) { ...A } } fragment A on SettlementConnection { nodes { ...B } } fragment B on Settlement { payerPage { settlements(first: 100) { nodes { id } } } }`,
    /could return \d+ objects/,
  ],
  [
    'nested plain lists',
    `{ agents(first: 100) { nodes { links { agent { links { agent { links { id } } } } } } } }`,
    /could return \d+ objects/,
  ],
  [
    'a fragment cycle',
    `{ network { ...A } } fragment A on Network { ...B } fragment B on Network { ...A }`,
    /Cannot spread fragment/,
  ],
  [
    'a page cycle',
    `{ settlements { ...A } } fragment A on SettlementConnection { nodes { payerPage { settlements { ...A } } } }`,
    /Cannot spread fragment/,
  ],
  [
    'introspection amplified',
    `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
    /Maximum introspection depth exceeded/,
  ],
  [
    'aggregates many times over',
    `{ ${repeat(5, (i) => `a${i}: aggregates(of: network, by: day) { cells { status } outcomes { amount } }`)} }`,
    /could return \d+ objects/,
  ],
  ['several operations', `query A { network { name } } query B { network { name } }`, /One operation a request, got 2/],
  ['a subscription', `subscription { settlements }`, /only answers queries, not a subscription/],
  ['a mutation', `mutation { drop }`, /only answers queries, not a mutation/],
  ['an unknown field', `{ settlements { nodes { secret } } }`, /Cannot query field "secret"/],
  ['not GraphQL', `select * from settlement`, /Syntax Error/],
  ['a syntax tree as JSON', JSON.stringify({ kind: 'Document', definitions: [] }), /expected a GraphQL document/],
  ['JSON', `[1, 2]`, /expected a GraphQL document/],
  ['nothing', '', /Syntax Error|Unexpected <EOF>/],
]

describe('hostile documents', () => {
  it.each(HOSTILE)('are refused before any SQL: %s', async (_name, query, message) => {
    statements = []
    const answer = await api.send(query)
    expect(first(answer).message).toMatch(message)
    expect(first(answer).extensions.code).toMatch(/^(LIMIT_EXCEEDED|BAD_USER_INPUT)$/)
    expect(answer.status).toBe(400)
    expect(statements).toEqual([])
    // The refusal is remembered, and the same the second time.
    expect(first(await api.send(query)).message).toMatch(message)
  })

  it('cannot come as a batch', async () => {
    const answer = await post(api.url, [{ query: '{ network { name } }' }, { query: '{ network { name } }' }])
    expect(first(answer).message).toBe('One operation a request: send each in a request of its own.')
  })

  it('cannot be larger than the body limit', async () => {
    const answer = await post(api.url, { query: '{ network { name } }', variables: { a: 'x'.repeat(300_000) } })
    expect(answer.status).toBe(413)
    expect(first(answer).message).toContain('larger than 262144 bytes')
    expect(first(answer).extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'bodyBytes', max: 262144 })
  })

  it.each([[{ query: 1 }], [{}], [null], [{ query: '{ network { name } }', variables: [1] }], ['text']])(
    'of another shape are refused: %j',
    async (body) => {
      const answer = await post(api.url, body)
      expect(answer.status).toBe(400)
      expect(first(answer).extensions.code).toBe('BAD_USER_INPUT')
    },
  )
})

describe('hostile values', () => {
  it.each<[string, Record<string, unknown>]>([
    ['payer', { payer: "0x' or 1=1 --" }],
    ['provider', { provider: '0x123' }],
    ['requestsHash', { requestsHash: `0x${'g'.repeat(64)}` }],
    ['txHash', { txHash: '' }],
    ['agent', { agent: 'eip155:1:0x:1); drop table settlement' }],
  ])('of filter.%s are refused by name', async (name, filter) => {
    const answer = await api.send(`query($f: SettlementFilter) { settlements(filter: $f) { nodes { id } } }`, {
      f: filter,
    })
    expect(first(answer).extensions).toEqual({ code: 'BAD_USER_INPUT', argument: `filter.${name}` })
    expect(first(answer).message).toMatch(/expected/)
  })

  it('of an enum or a number are refused', async () => {
    const query = `query($f: SettlementFilter, $n: Int) { settlements(filter: $f, first: $n) { nodes { id } } }`
    expect(first(await api.send(query, { f: { outcome: ["paid'"] } })).extensions.code).toBe('BAD_USER_INPUT')
    expect(first(await api.send(query, { n: 1e9 })).message).toContain('first: expected 1 to 100')
    expect(first(await api.send(query, { n: 1e19 })).extensions.code).toBe('BAD_USER_INPUT')
  })

  it('leave the tables where they were', async () => {
    const { rows } = await api.rows.client.query('select count(*)::int as n from settlement')
    expect(rows[0].n).toBe(1)
  })
})

describe('errors', () => {
  it('of ours are masked behind an id', async () => {
    await api.rows.client.query('alter table provider rename to provider_gone')
    await api.rows.client.query('create table provider (id boolean, first_seen_block int, current_service_id text)')
    const query = `{ provider(address: "${address('b')}") { id } }`
    for (const answer of [await api.send(query), await api.send(query), await api.send(query)]) {
      expect(first(answer).message).toMatch(/^Internal error [0-9a-f-]{36}\. The fault is ours/)
      expect(first(answer).extensions).toEqual({ code: 'INTERNAL', errorId: expect.any(String) })
      expect(JSON.stringify(answer)).not.toMatch(/boolean|operator|provider_gone|stack/)
    }
    await api.rows.client.query('drop table provider')
    await api.rows.client.query('alter table provider_gone rename to provider')
  })

  it('of a missing table say that it will come', async () => {
    await api.rows.client.query('alter table agent rename to agent_gone')
    const answer = await api.send('{ agents { nodes { id } } }')
    await api.rows.client.query('alter table agent_gone rename to agent')
    expect(first(answer).extensions.code).toBe('UNAVAILABLE')
  })

  it('of the compiled and the plain execution are the same', async () => {
    const query = `{ agent(id: "x") { id } network { name } }`
    const answers = [await api.send(query), await api.send(query), await api.send(query)]
    const [plain] = answers
    for (const answer of answers) expect(answer).toEqual(plain)
    expect(plain?.data).toMatchObject({ agent: null, network: { name: 'test' } })
  })
})

describe('sessions', () => {
  it('cannot write', async () => {
    const write = api.api.services.database.query(`insert into registry values ('x', 1, 'y', 'z')`)
    await expect(write).rejects.toThrow(/read-only transaction/)
  })

  it('end a statement that takes too long', async () => {
    await expect(api.api.services.database.query('select pg_sleep(20)')).rejects.toThrow(/longer than 5000 ms/)
  })
})

describe('connections', () => {
  it('that were cut are replaced', async () => {
    const QUERY = `{ settlements { nodes { id } } }`
    await api.ask(QUERY)
    const cut = await api.rows.client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'touchstone-api' and datname = current_database()`,
    )
    expect(cut.rowCount).toBeGreaterThan(0)
    // The first may still be given a connection that is about to be found dead.
    const answers = [await api.send(QUERY), await api.send(QUERY)]
    expect(answers[1]?.data).toEqual((await api.ask(QUERY)) as never)
    expect(
      answers.flatMap((answer) => answer.errors ?? []).every((error) => error.extensions.code === 'UNAVAILABLE'),
    ).toBe(true)
  })
})

describe('routes', () => {
  it('answer a query by GET, from any site', async () => {
    const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent('{ network { name } }')}`, {
      headers: { origin: 'https://agent.example' },
    })
    expect(await response.json()).toMatchObject({ data: { network: { name: 'test' } } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('show GraphiQL to a browser, with everything from here', async () => {
    for (const path of ['/graphql', '/graphiql']) {
      const response = await fetch(api.url + path, { headers: { accept: 'text/html,*/*' } })
      const page = await response.text()
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(page).toContain('/graphiql/app.js')
      expect(page).not.toMatch(/https?:\/\//)
    }
    const script = await fetch(`${api.url}/graphiql/app.js`)
    expect(script.status).toBe(200)
    expect((await fetch(`${api.url}/graphiql/../server.js`)).status).toBe(404)
  })

  it('say whether the process runs and the tables are there', async () => {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200)
    await api.rows.client.query('alter table settlement rename to settlement_gone')
    const response = await fetch(`${api.url}/readyz`)
    await api.rows.client.query('alter table settlement_gone rename to settlement')
    expect(response.status).toBe(503)
  })
})
