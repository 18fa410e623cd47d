import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, listEvidence, TouchstoneError } from '../../../docs/client/client'
import { TypedDocumentString } from '../../../docs/client/generated/evidence'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, GENESIS, REGISTRY } from '../testing/rows'

const DOCS = readFileSync(path.join(__dirname, '../../../docs/api.md'), 'utf8')
const RECIPES = (/### Ten recipes[\s\S]*?```sh\n([\s\S]*?)```/.exec(DOCS)?.[1] ?? '').trim().split('\n')
const README = readFileSync(path.join(__dirname, '../../../README.md'), 'utf8')
const SHOWN = [...`${README}${DOCS}`.matchAll(/\/graphql\S* -H [^\n]* -d '([^']+)'/g)].map(([, body]) => body ?? '')
const EXAMPLES = path.join(__dirname, '../../graphiql/examples')
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

it('every query that the documentation sends is answered without an error, by the checks of a settlement too', async () => {
  expect(SHOWN.length).toBeGreaterThan(2)
  for (const body of SHOWN) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })
    expect([body, ((await response.json()) as { errors?: unknown }).errors]).toEqual([body, undefined])
  }
  expect(SHOWN.some((body) => body.includes('checks {'))).toBe(true)
})

describe('the typed client of the documentation', () => {
  it('has the types of the schema', () => {
    const codegen = path.join(__dirname, '../../../docs/client/codegen.mjs')
    expect(() => execFileSync(process.execPath, [codegen, '--check'], { stdio: 'pipe' })).not.toThrow()
  })

  it('reads a history to its end, a page at a time', async () => {
    const ids: string[] = []
    for await (const { id, questions } of listEvidence(api.url, agentKey(1), 1)) {
      expect(questions).toHaveLength(6)
      ids.push(id)
    }
    expect(ids).toHaveLength(2)
    expect(ids).toContain(paid.id)
    for await (const _none of listEvidence(api.url, agentKey(2))) expect.unreachable()
  })

  it('throws what the API refuses, with its code and argument', async () => {
    const refused = listEvidence(api.url, 'x').next()
    await expect(refused).rejects.toMatchObject({ name: 'TouchstoneError', code: 'BAD_USER_INPUT', argument: 'id' })
    const unknown = new TypedDocumentString<object, object>('{ nothing }')
    await expect(ask(api.url, unknown, {})).rejects.toBeInstanceOf(TouchstoneError)
  })
})

describe('the saved examples of GraphiQL', () => {
  const page = readFileSync(path.join(EXAMPLES, '../app.jsx'), 'utf8')
  const names = readdirSync(EXAMPLES).sort()

  it('are each on the page', () => {
    const imported = [...page.matchAll(/from '\.\/examples\/([\w.-]+)'/g)].map(([, name]) => name)
    expect(imported).toEqual(names)
  })

  it.each(names)('%s is answered, within the limits', async (name) => {
    const { status, errors } = await api.send(readFileSync(path.join(EXAMPLES, name), 'utf8'))
    expect([status, errors]).toEqual([200, undefined])
  })
})
