import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, REGISTRY } from '../testing/rows'

// fastify brings it; the form of JSON schema is that of OpenAPI 3.1.
const fastifyRequire = createRequire(createRequire(__filename).resolve('fastify'))
const { default: Ajv } = createRequire(fastifyRequire.resolve('@fastify/ajv-compiler'))('ajv/dist/2020') as {
  default: new (options: object) => { compile(schema: unknown): ((data: unknown) => boolean) & { errors?: unknown } }
}

interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: { type?: string }; description?: string }[]
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

const alice = address('alice')
const provider = address('prov')
const paid = settlement(alice, provider, 5)
let api: TestApi
let document: { openapi: string; paths: Record<string, Partial<Record<'get' | 'post', Operation>>> }

const toUrl = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/:tail$/, '*')
/** Served, and not described here. */
const UNDESCRIBED: Record<string, string> = {
  'POST /mcp': 'Model Context Protocol describes itself: initialize and tools/list',
  'GET /mcp': 'always 405: there are no sessions',
  'DELETE /mcp': 'always 405: there are no sessions',
  'GET /graphiql': 'a page for a browser',
  'GET /graphiql/*': 'files of that page',
  'GET /graphql/ws': 'graphql-transport-ws, for which OpenAPI has no words; 426 otherwise',
  'POST /graphql/ws': 'always 426',
  'OPTIONS *': 'preflight of CORS, which browsers send by themselves',
}

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.setHeights(10)
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('provider', { id: provider, first_seen_block: 1, stake: '0' })
  await rows.insert('agent', agent(1, alice))
  await rows.insert('payer_link', link(1, alice, 'A-', 1))
  await rows.insert('account', account(alice, provider))
  await rows.insert('settlement', paid)
  await rows.judge(paid, 'paid', { payment: 'pass' })
  await rows.rollUp()
  document = (await (await fetch(`${api.url}/v1/openapi.json`)).json()) as typeof document
})
afterAll(() => api.stop())

/** `GET /v1/…`, as routes are registered. */
function listDescribed(): string[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${toUrl(path)}`),
  )
}

it('names every parameter of every address once, with what it means', () => {
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => [path, operation] as const),
  )
  expect(operations.length).toBeGreaterThan(15)
  expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length)
  for (const [path, get] of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(get.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(named)
    for (const parameter of get.parameters) {
      expect(parameter.description, `${path} ${parameter.name}`).toBeTruthy()
      expect(parameter.schema.type, `${path} ${parameter.name}`).toBeTruthy()
    }
    expect(get.summary).toMatch(/\.$/)
    if (!['/healthz', '/metrics'].includes(path)) expect(get.responses['503'], path).toBeDefined()
  }
})

it('describes the answers as they are', async () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const values: Record<string, string> = {
    '/v1/settlements/{id}.json': paid.id as string,
    '/v1/agents/{id}.json': agentKey(1),
    '/v1/payers/{id}.json': alice,
    '/v1/providers/{address}.json': provider,
    '/v1/accounts/{address}/agents': alice,
  }
  for (const [path, value] of Object.entries(values)) {
    const schema = document.paths[path]?.get?.responses['200']?.content?.['application/json']?.schema
    const check = ajv.compile(schema)
    const answer = (await (await fetch(`${api.url}${path.replace(/\{\w+\}/, value)}`)).json()) as object
    check(answer)
    expect(check.errors, path).toBeNull()
    expect(check({ ...answer, more: 1 })).toBe(false)
  }
})

it('lists addresses that are registered and answer with a status that it names', async () => {
  const registered = new Set(api.api.routes)
  expect(listDescribed().filter((route) => !registered.has(route))).toEqual([])
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, ref = '']) => ref)
  expect(refs.length).toBeGreaterThan(0)
  for (const ref of new Set(refs)) {
    const target = ref.split('/').reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document)
    expect(target, ref).toBeTypeOf('object')
  }
  const values: Record<string, string> = {
    address: provider,
    day: '2026-03-01',
    agent: agentKey(1),
    tail: 'checkpoint',
  }
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!get) continue
    const given = new AbortController()
    const url = `${api.url}${path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? agentKey(1))}`
    const answer = await fetch(url, { signal: given.signal })
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
    if (isStream) expect(Object.keys(get.responses['200']?.content ?? {})).toEqual(['text/event-stream'])
    const text = isStream ? '' : await answer.text()
    given.abort()
    expect(text, path).not.toContain('No such address')
    expect(Object.keys({ ...get.responses, 302: {} }), `${path}: ${text.slice(0, 200)}`).toContain(
      String(answer.status),
    )
  }
})

it('leaves out nothing that is served but what is named with a reason', () => {
  // fastify answers HEAD wherever it answers GET.
  const served = api.api.routes.filter((route) => !route.startsWith('HEAD '))
  const known = new Set([...listDescribed(), ...Object.keys(UNDESCRIBED)])
  expect(served.filter((route) => !known.has(route))).toEqual([])
  expect(Object.keys(UNDESCRIBED).filter((route) => !served.includes(route))).toEqual([])
})
