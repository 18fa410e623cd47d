import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { EnvironmentError, parseEnv } from './env'
import * as generated from './generated/graphql'
import operations from './generated/operations.json'
import { ask, askKept } from './graphql'

let answer: string | 'hang-up' | 'silent' | 'flood' = ''
const server = createServer((request, response) => {
  if (answer === 'hang-up') return request.socket.destroy()
  if (answer === 'silent') return
  if (answer === 'flood') {
    const chunk = Buffer.alloc(1 << 20, 'x')
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    return more()
  }
  response.setHeader('content-type', 'application/json')
  response.end(answer)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function askFor(next: typeof answer, deadline = 5_000) {
  answer = next
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return ask(generated.NetworkStateDocument, {}, deadline)
}

describe('every way in which the API can answer is a value', () => {
  it('found', async () => {
    expect(await askFor('{"data":{"network":{"name":"devnet"}}}')).toEqual({
      kind: 'found',
      value: { network: { name: 'devnet' } },
    })
  })

  it('a refused argument, in the words of the API', async () => {
    const body =
      '{"data":null,"errors":[{"message":"after: expected a cursor","extensions":{"code":"BAD_USER_INPUT"}}]}'
    expect(await askFor(body)).toEqual({ kind: 'refused', message: 'after: expected a cursor' })
  })

  it.each([
    ['an error', '{"data":null,"errors":[{"message":"boom"}]}', 'bad-answer'],
    ['an error beside data', '{"data":{"network":{}},"errors":[{"message":"boom"}]}', 'bad-answer'],
    ['no JSON', '<html>', 'bad-answer'],
    ['nothing', '{}', 'bad-answer'],
    ['more than any page needs', 'flood', 'bad-answer'],
    ['a closed connection', 'hang-up', 'unreachable'],
    ['its own deadline', '{"errors":[{"message":"slow","extensions":{"code":"TIMEOUT"}}]}', 'timeout'],
  ] as const)('upstream down: %s', async (_, body, reason) => {
    const result = await askFor(body)
    expect(result).toMatchObject({ kind: 'upstream-down', reason })
    expect(result.kind === 'upstream-down' && result.errorId).toMatch(/^[0-9a-f]{8}$/)
  })

  it('upstream down: silence ends at the deadline', async () => {
    const start = Date.now()
    expect(await askFor('silent', 300)).toMatchObject({ kind: 'upstream-down', reason: 'timeout' })
    expect(Date.now() - start).toBeLessThan(3_000)
  })
})

describe('an answer that is kept', () => {
  const query = (after: string | null) => askKept(generated.AgentsDocument, { filter: null, first: 25, after })
  const answered = (next: typeof answer, after: string | null = null) => {
    answer = next
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    return query(after)
  }

  it('comes back beside the trouble, and only for the same question', async () => {
    const start = Date.now()
    await answered('{"data":{"agents":{"nodes":[]}}}')
    const late = await answered('hang-up')
    expect(late).toMatchObject({ kind: 'upstream-down', last: { value: { agents: { nodes: [] } } } })
    expect(late.kind === 'upstream-down' && late.last?.at).toBeGreaterThanOrEqual(start)
    expect(await answered('hang-up', 'x')).not.toHaveProperty('last')
  })

  it('is never an error, a refusal, or an answer with errors beside its data', async () => {
    for (const body of ['{"errors":[{"message":"boom"}]}', '{"data":{"agents":1},"errors":[{"message":"boom"}]}'])
      await answered(body, 'y')
    expect(await answered('hang-up', 'y')).not.toHaveProperty('last')
  })

  it('is never used while the API answers, be it with a refusal', async () => {
    await answered('{"data":{"agents":{"nodes":[]}}}', 'z')
    const body = '{"data":null,"errors":[{"message":"after","extensions":{"code":"BAD_USER_INPUT"}}]}'
    expect(await answered(body, 'z')).toEqual({ kind: 'refused', message: 'after' })
  })
})

describe('the list of documents', () => {
  it('has each one under the digest that is sent', () => {
    const sent = Object.entries(generated).filter(([name]) => name.endsWith('Document'))
    expect(sent.length).toBeGreaterThan(10)
    const digests = sent.map(([, document]) => createHash('sha256').update(String(document)).digest('hex'))
    expect(new Set(digests)).toEqual(new Set(Object.keys(operations)))
  })
})

describe('the environment', () => {
  it('has a default, and takes no slash at the end', () => {
    const own = 'http://127.0.0.1:4000'
    expect(parseEnv({})).toEqual({ apiUrl: own, publicApiUrl: own, isListed: false, liveReaders: 1000 })
    const given = { API_URL: 'http://api:4000/', API_LISTED: 'true' }
    expect(parseEnv({ ...given, LIVE_READERS: '0' })).toEqual({
      apiUrl: 'http://api:4000',
      publicApiUrl: undefined,
      isListed: true,
      liveReaders: 0,
    })
    expect(parseEnv({ ...given, API_PUBLIC_URL: 'https://a.test/' }).publicApiUrl).toBe('https://a.test')
  })

  it('names the variable that is wrong', () => {
    expect(() => parseEnv({ API_URL: 'ftp://x' })).toThrow(EnvironmentError)
    expect(() => parseEnv({ API_URL: 'x' })).toThrow(
      'API_URL: expected an http(s) address such as http://127.0.0.1:4000',
    )
    expect(() => parseEnv({ LIVE_READERS: 'many' })).toThrow('LIVE_READERS: expected a number of pages, 0 to 999999')
  })
})
