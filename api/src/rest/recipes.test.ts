import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, GENESIS, REGISTRY } from '../testing/rows'

const DOCS = readFileSync(path.join(__dirname, '../../../docs/api.md'), 'utf8')
const RECIPES = (/### Ten recipes[\s\S]*?```sh\n([\s\S]*?)```/.exec(DOCS)?.[1] ?? '').trim().split('\n')
const alice = address('alice')
const provider = address('prov')
const paid = settlement(alice, provider, 5)
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(100)
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await rows.insert('agent', agent(1, alice))
  await rows.insert('payer_link', link(1, alice, 'A-', 1))
  await rows.insert('account', account(alice, provider))
  await rows.insert('settlement', paid, settlement(alice, provider, 90, { block_time: new Date(GENESIS + 90_000_000) }))
})
afterAll(() => api.stop())

/** Runs what the documentation shows, as far as recipes use curl: -s, -L, -o, -H and -d. */
function run(command: string): Promise<Response> {
  const values = { AGENT: agentKey(1), SETTLEMENT: paid.id, PROVIDER: provider, ADDRESS: alice, DAY: '2026-01-01' }
  const known: Record<string, unknown> = { API: api.url, ...values }
  const filled = command.replaceAll(/\$(\w+)/g, (_match, name: string) => String(known[name]))
  const url = /"(http[^"]+)"/.exec(filled)?.[1] ?? ''
  const [, header, value] = /-H '([^:]+): ([^']+)'/.exec(filled) ?? []
  const body = /-d '([^']+)'/.exec(filled)?.[1]
  const headers: Record<string, string> = header && value ? { [header]: value } : {}
  return fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body })
}

it('has ten of them', () => expect(RECIPES.filter((line) => line.startsWith('curl '))).toHaveLength(10))

it.each(RECIPES.filter((line) => line.startsWith('curl ')))('%s works as documented', async (command) => {
  const response = await run(command)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(text.length).toBeGreaterThan(60)
  if (response.headers.get('content-type')?.startsWith('application/json'))
    expect(Object.keys(JSON.parse(text))).not.toEqual(expect.arrayContaining(['error', 'errors']))
})
