import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, anchor, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY } from '../testing/rows'
import { warnOf } from './nameWarnings'

interface Hit {
  kind: string
  id: string
  name: { text: string } | null
  warnings: string[] | null
}

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  const names = ['Trader One', 'The Trader', 'Tr\u0430der One', '100% safe_agent', null, 'x'.repeat(5_000)]
  for (const [index, name] of names.entries()) await rows.insert('agent', agent(index + 1, address('o'), { name }))
  await rows.insert('provider', { id: address('p'), first_seen_block: 1, stake: '0' })
  await rows.insert('service_revision', {
    ...{ id: 'r', provider_id: address('p'), contract: address('serving'), service_type: 'chatbot', url: 'u' },
    ...{ model: 'Qwen/Qwen3-Trader', verifiability: '', input_price: '1', output_price: '1', calldata: 'transaction' },
    ...{
      derived_mode: 'none',
      pricing: 'plain',
      from_block: 0,
      from_log_index: 0,
      from_time: new Date(),
      tx_hash: hash('t'),
    },
  })
  await rows.insert('settlement', settlement(address('payer'), address('p'), 77))
})
afterAll(() => api.stop())

const QUERY = 'query ($t: String!) { search(text: $t) { kind id name { text } warnings } }'
const search = async (t: string) => (await api.ask(QUERY, { t })).search as unknown as Hit[]

describe('a search by name', () => {
  it('finds beginnings first, then what is inside, then models', async () => {
    const hits = await search('trader')
    expect(hits.map(({ kind, id }) => [kind, id])).toEqual([
      ['agent', agentKey(1)],
      ['agent', agentKey(2)],
      ['provider', address('p')],
    ])
    expect(hits[2]?.name?.text).toBe('Qwen/Qwen3-Trader')
  })

  it('takes the signs of patterns for themselves', async () => {
    expect((await search('100%')).map(({ id }) => id)).toEqual([agentKey(4)])
    expect((await search('safe_')).map(({ id }) => id)).toEqual([agentKey(4)])
    expect(await search('%%%%')).toEqual([])
    expect(await search("' or 1=1 --")).toEqual([])
  })

  it('walks indexes', async () => {
    const { client } = api.rows
    await client.query('set enable_seqscan = off')
    const plan = async (where: string) =>
      JSON.stringify((await client.query(`explain select id from agent where name is not null and ${where}`)).rows)
    expect(await plan(`lower(left(name, 100)) like 'trader%'`)).toContain('agent_name_beginning')
    await client.query('begin')
    await client.query('drop index agent_name_beginning')
    expect(await plan(`lower(left(name, 100)) like '%rader%'`)).toContain('agent_name_trigrams')
    await client.query('rollback')
    await client.query('reset enable_seqscan')
  })

  it('still looks through the newest agents where the server has no trigrams', async () => {
    await api.rows.client.query('alter index agent_name_trigrams rename to gone')
    expect((await search('rader')).map(({ id }) => id)).toContain(agentKey(2))
    await api.rows.client.query('alter index gone rename to agent_name_trigrams')
  })

  it('finds a root that opens no settlement, by its bytes and by who submitted it', async () => {
    const root = hash('lonely')
    await api.rows.insert('anchor', anchor(root, 5))
    expect(await search(root.toUpperCase().replace('0X', '0x'))).toMatchObject([
      { kind: 'anchor', id: 'storage-flow-5' },
    ])
    const payload = { root, size: 1, sha256: 'aa', source: 'https://node.example', fetched_at: new Date() }
    await api.rows.insert('verdicts.payload', payload)
    expect((await search(root)).map(({ kind, id }) => [kind, id])).toEqual([
      ['payload', root],
      ['anchor', 'storage-flow-5'],
    ])
    expect(await search(hash('nowhere'))).toEqual([])
    const { search: hits } = (await (await fetch(`${api.url}/v1/find/${root}`)).json()) as { search: { path: null }[] }
    expect(hits.map(({ path }) => path)).toEqual([null, null])
  })

  it('finds the settlements of a block', async () => {
    expect((await search('77')).map(({ kind }) => kind)).toEqual(['settlement'])
  })
})

describe('names that deceive', () => {
  it.each<[string, string, string[]]>([
    ['Qw\u0435n', 'Qwen', ['mixed-scripts', 'look-alike']],
    ['Open\u200bAI', 'OpenAI', ['hidden-characters', 'look-alike']],
    ['\u202egnp.exe', 'x', ['hidden-characters']],
    ['Tr4der', 'Trader', []],
    ['P\u0430y\u0440\u0430l', 'Paypal', ['mixed-scripts', 'look-alike']],
    ['\u0430\u0440\u0440\u04cf\u0435', 'apple', ['look-alike']],
  ])('%j searched as %j', (name, known, expected) => {
    expect(warnOf(name, known)).toEqual(expected)
  })

  it.each([
    'Qwen/Qwen2.5-7B-Instruct',
    'deepseek-r1',
    '\u041f\u0440\u0438\u0432\u0435\u0442',
    '\u{1f916}\ufe0f Bot',
    '\u{1f468}\u200d\u{1f4bb} Dev',
    'Caf\u00e9',
    '\u6771\u4eac AI',
  ])('%j is none', (name) => {
    expect(warnOf(name, null)).toEqual([])
    expect(warnOf(name, name.toLowerCase())).toEqual([])
  })
})
