import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, anchor, link, revision, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row, timeOf } from '../testing/rows'

const [alice, bob, carol, provider, stranger] = ['alice', 'bob', 'carol', 'prov', 'stranger'].map(address) as [
  string,
  string,
  string,
  string,
  string,
]
const HOSTILE = '<script>&amp;&#8238;]]>\u0001\u0007\u001b[31m\u202egnp.exe\u200b"\''
const FINAL = 50
const first = settlement(alice, provider, 10)
const shared = settlement(bob, provider, 12)
const refused = settlement(alice, provider, 14, { status: 4 })
let api: TestApi

const interval = (key: string, from: number, to: number | null, more: Row): Row => ({
  id: `${key}-${from}-0`,
  agent_id: key,
  from_block: from,
  from_log_index: 0,
  to_block: to,
  to_log_index: to === null ? null : 0,
  tx_hash: hash(`tx${from}`),
  ...more,
})
const owner = (from: number, to: number | null, who: string) => interval(agentKey(1), from, to, { owner: who })
const wallet = (from: number, to: number | null, who: string, how = 'set') =>
  interval(agentKey(1), from, to, { wallet: who, how, sent_by_wallet: true })

let reports = 0
async function report(code: string, system: string) {
  reports += 1
  const at = timeOf(100 + reports)
  const words = { provider, source: 'https://service.example/v1/quote', sha256: hash(`r${reports}`).slice(2), size: 1 }
  await api.rows.insert('verdicts.enclave_report', { ...words, code, system, observed_at: at, last_observed_at: at })
}

async function judgeAgain(row: Row, before: string | null, outcome: string, statuses: Row) {
  const id = await api.rows.judge(row, outcome, statuses)
  await api.rows.client.query('update verdicts.verdict set supersedes = $2, judged_at = $3 where id = $1', [
    id,
    before,
    timeOf(1_000 + Number(id)),
  ])
  // As the auditor writes it: the verdict is whole before it is in force.
  await api.rows.client.query('delete from derived.failure where verdict_id = $1', [id])
  await api.rows.client.query('update verdicts.current_verdict set verdict_id = verdict_id where verdict_id = $1', [id])
  return id
}

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(FINAL, [51, 52])
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await rows.insert('agent', agent(1, alice, { name: HOSTILE }), agent(2, bob), agent(3, bob))
  await rows.insert('agent_ownership', owner(1, 20, alice), owner(20, 51, bob), owner(51, null, carol))
  await rows.insert('agent_wallet', wallet(1, 21, alice, 'register'), wallet(21, 22, bob), wallet(22, 30, carol))
  await rows.insert('payer_link', link(1, alice, 'A-', 1), link(2, bob, 'A', 1), link(3, bob, 'A', 1))
  await rows.insert(
    'service_revision',
    revision(provider, 5, { tee_signer: address('key1'), to_block: 8, to_log_index: 0 }),
    revision(provider, 8, { tee_signer: address('key1'), url: 'https://moved.example', to_block: 9, to_log_index: 0 }),
    revision(provider, 9, { tee_signer: address('key2') }),
  )
  await rows.insert('settlement', first, shared, refused)
  const failed = await judgeAgain(first, null, 'failed', { content: 'fail', payment: 'pass' })
  await judgeAgain(first, failed, 'paid', { payment: 'pass' })
  await judgeAgain(shared, null, 'failed', { opening: 'fail' })
  await judgeAgain(refused, null, 'rejected', { payment: 'fail' })
  for (const [code, system] of ['aa', 'aa', 'bb'].entries()) await report(system, code === 2 ? 'ss' : 'rr')
  await rows.insert(
    'anchor',
    anchor(hash('own'), 11, { payer: alice, provider, author: provider }),
    anchor(hash('strange'), 13, { payer: alice, provider, author: stranger }),
  )
  for (const root of ['own', 'strange'])
    await rows.insert('verdicts.withdrawal', { root: hash(root), reason: 'asked', withdrawn_at: timeOf(3_000) })
})
afterAll(() => api.stop())

it('looks at the verdicts alone that change, however many there are', async () => {
  const { client } = api.rows
  await client.query('begin')
  try {
    await client.query('delete from derived.failure')
    await client.query(
      `insert into verdicts.current_verdict select * from verdicts.current_verdict where settlement_id = $1
       on conflict (settlement_id) do update set verdict_id = excluded.verdict_id`,
      [shared.id],
    )
    const { rows } = await client.query('select settlement_id from derived.failure')
    expect(rows).toEqual([{ settlement_id: shared.id }])
    await client.query('update verdicts.current_verdict set verdict_id = verdict_id where false')
    expect((await client.query('select from derived.failure')).rowCount).toBe(1)
  } finally {
    await client.query('rollback')
  }
})

const FIELDS = `nodes { id kind at blockNumber from to settlementId verdictId failedBefore failedNow fault root }
  pageInfo { hasNextPage endCursor }`
interface Page {
  nodes: (Record<string, string | null> & { kind: string; id: string })[]
  pageInfo: { hasNextPage: boolean; endCursor: string }
}

async function changes(subject: string, args = ''): Promise<Page> {
  const data = await api.ask(`{ subject: ${subject} { changes${args} { ${FIELDS} } } }`)
  return (data.subject as unknown as { changes: Page }).changes
}
const AGENT = `agent(id: "${agentKey(1)}")`
const PROVIDER = `provider(address: "${provider}")`
const kinds = ({ nodes }: Page) => nodes.map((node) => node.kind)

describe('changes of an agent', () => {
  it('are what is final, newest first, and only what its payers alone had', async () => {
    const { nodes } = await changes(AGENT)
    expect(nodes.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['withdrawn', null, null],
      ['cleared', null, null],
      ['failed', null, null],
      ['wallet', carol, null],
      ['wallet', bob, carol],
      ['wallet', alice, bob],
      ['owner', alice, bob],
    ])
    expect(nodes[0]).toMatchObject({ root: hash('own'), blockNumber: null })
    expect(nodes[1]).toMatchObject({ failedBefore: ['content'], failedNow: [], settlementId: first.id })
    expect(nodes[2]).toMatchObject({ failedBefore: [], failedNow: ['content'], fault: 'provider' })
    expect(nodes.at(-1)).toMatchObject({ id: `owner:${agentKey(1)}-20-0`, blockNumber: 20 })
    // Two agents share the payer: its failure is neither's.
    expect(kinds(await changes(`agent(id: "${agentKey(2)}")`))).toEqual([])
  })

  it('come when their block is final, and leave no trace where it is orphaned', async () => {
    const before = await changes(AGENT)
    await api.rows.setHeights(51)
    expect((await changes(AGENT)).nodes).toHaveLength(before.nodes.length + 1)
    await api.rows.setHeights(FINAL, [51])
    await api.rows.client.query('delete from agent_ownership where from_block = 51')
    expect(await changes(AGENT)).toEqual(before)
  })
})

describe('changes of a provider', () => {
  it('are keys, measurements and failures, none of what was refused or what strangers published', async () => {
    const page = await changes(PROVIDER)
    expect(page.nodes.map(({ kind, from, to, root }) => [kind, from, to, kind === 'withdrawn' ? root : null])).toEqual([
      ['withdrawn', null, null, hash('own')],
      ['failed', null, null, null],
      ['cleared', null, null, null],
      ['failed', null, null, null],
      ['image', 'rr', 'ss', null],
      ['code', 'aa', 'bb', null],
      ['signer', address('key1'), address('key2'), null],
    ])
  })

  it('page by keyset without doubles, whatever the page size', async () => {
    const all = (await changes(PROVIDER)).nodes
    for (const size of [1, 2, 5]) {
      const seen: unknown[] = []
      for (let after = ''; ; ) {
        const page = await changes(PROVIDER, `(first: ${size}${after})`)
        seen.push(...page.nodes)
        if (!page.pageInfo.hasNextPage) break
        after = `, after: "${page.pageInfo.endCursor}"`
      }
      expect(seen).toEqual(all)
    }
  })

  it('keep their ids when the schema is made anew', async () => {
    const before = [await changes(PROVIDER), await changes(AGENT)]
    const { migrate } = createRequire(__filename)(
      '@touchstone/store/migrate',
    ) as typeof import('@touchstone/store/migrate')
    await api.rows.client.query(`update derived.version set digest = 'old'`)
    await migrate(api.databaseUrl)
    expect([await changes(PROVIDER), await changes(AGENT)]).toEqual(before)
  })

  it('take one statement for many subjects', async () => {
    const seen: string[] = []
    const stop = api.api.services.database.watch((sql) => seen.push(sql))
    await api.ask(`{ agents(first: 3) { nodes { changes(first: 2) { nodes { id } } } } }`)
    stop()
    expect(seen.filter((sql) => sql.includes('list_changes'))).toHaveLength(1)
  })

  it('say nothing about a verdict of a block in which the settlement is not any more', async () => {
    await api.rows.client.query('update settlement set block_hash = $2 where id = $1', [shared.id, hash('other')])
    expect(kinds(await changes(PROVIDER)).filter((kind) => kind === 'failed')).toHaveLength(1)
    await api.rows.client.query('update settlement set block_hash = $2 where id = $1', [shared.id, shared.block_hash])
  })
})

describe('feeds', () => {
  const path = `/v1/agents/${agentKey(1)}/feed.atom`
  const get = (where: string, headers: Record<string, string> = {}) => fetch(`${api.url}${where}`, { headers })
  const WORDS: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  /** Contents of all elements of a name, references read once. */
  const textsOf = (xml: string, name: string) =>
    [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
      text.replaceAll(/&(\w+);/g, (_reference, word: string) => WORDS[word] ?? '?'),
    )

  it('are Atom with the same ids each time, and hostile names shown', async () => {
    const response = await get(path)
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    // Nothing that XML 1.0 forbids, and nothing that turns text around.
    expect(text).toMatch(/^[\t\n\x20-\x7e\u00a0-\u1fff\u2010-\u2027\u203f-\ud7ff\ue000-\ufffd]*$/u)
    expect(text).not.toContain('<script')
    expect(text).not.toMatch(/&(?!lt;|gt;|amp;|quot;)/)
    expect(textsOf(text, 'title')[0]).toContain(
      '<script>&amp;&#8238;]]>⟨U+0001⟩⟨U+0007⟩⟨U+001B⟩[31m⟨U+202E⟩gnp.exe⟨U+200B⟩',
    )
    const ids = textsOf(text, 'id')
    expect(new Set(ids).size).toBe(8)
    for (const id of ids)
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(await (await get(path)).text()).toBe(text)
  })

  it('are answered with 304 while nothing changed, also where the head went on', async () => {
    const etag = (await get(path)).headers.get('etag') ?? ''
    await api.rows.setHeights(FINAL, [53])
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304)
    await api.rows.client.query(`delete from agent_wallet where from_block = 22`)
    expect((await get(path, { 'if-none-match': etag })).status).toBe(200)
  })

  it('are named by the documents, and found for a provider', async () => {
    for (const [document, feed] of [
      [`/v1/agents/${agentKey(1)}.json`, `/v1/agents/${encodeURIComponent(agentKey(1))}/feed.atom`],
      [`/v1/providers/${provider}.json`, `/v1/providers/${provider}/feed.atom`],
    ] as const) {
      const { headers } = await get(document)
      expect(headers.get('link')).toBe(`<${feed}>; rel="alternate"; type="application/atom+xml"`)
      expect((await get(feed)).status).toBe(200)
    }
    expect((await get(`/v1/agents/${agentKey(99)}/feed.atom`)).status).toBe(404)
    expect((await get(`${path}?after=nonsense`)).status).toBe(400)
  })
})
