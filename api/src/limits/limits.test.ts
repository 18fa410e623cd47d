import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../env'
import { type Answer, startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey } from '../testing/facts'
import { address, CHAIN_ID, REGISTRY } from '../testing/rows'
import { createWallet, type TestWallet } from '../testing/wallet'
import { signedText } from './agentSignature'
import { clientOf } from './client'
import { DEFAULT_LIMITS } from './limits'
import { readOperations } from './persisted'
import { TokenBuckets } from './tokenBuckets'

const QUERY = '{ network { name } }'
const SHA256 = createHash('sha256').update(QUERY).digest('hex')
const LIMITS = { ...DEFAULT_LIMITS, rate: 1, burst: 3, agentRate: 1, agentBurst: 5, responseBytes: 2_000 }

const unlimited = new Set<string>()
/** Seconds: buckets fill where a test lets time pass, however slow the machine is. */
let clock = 0
let api: TestApi
let folder: string
let wallet: TestWallet

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-operations-'))
  const file = path.join(folder, 'operations.json')
  await writeFile(file, JSON.stringify({ [SHA256]: QUERY }))
  wallet = createWallet()
  api = await startTestApi({
    ...{ limits: LIMITS, unlimited, trustProxy: '127.0.0.1', operations: { file, only: false }, now: () => clock },
  })
  await api.rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await api.rows.insert('agent', agent(1, address('owner'), { wallet: wallet.address }), agent(2, address('owner')))
  await api.rows.insert('agent', agent(3, address('owner'), { wallet: wallet.address }))
})
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true })
})

let clients = 0
function newClient() {
  clients += 1
  return { 'x-forwarded-for': `203.0.113.${clients}` }
}

async function send(body: unknown, headers: Record<string, string>): Promise<Answer & { headers: Headers }> {
  const text = JSON.stringify(body)
  const all = { 'content-type': 'application/json', ...headers }
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers: all, body: text })
  return { status: response.status, headers: response.headers, ...((await response.json()) as Omit<Answer, 'status'>) }
}

let nonces = 0
function sign(body: unknown, more: Partial<Parameters<typeof signedText>[0]> = {}): Record<string, string> {
  nonces += 1
  const bodySha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const time = String(Math.floor(Date.now() / 1_000))
  const parts = { agentId: agentKey(1), method: 'POST', url: '/graphql', bodySha256, time }
  const all = { ...parts, nonce: `nonce-of-16-letters-${nonces}`, ...more }
  const signature = wallet.sign(signedText(all))
  return { 'touchstone-agent': all.agentId, 'touchstone-signature': `t=${all.time},n=${all.nonce},s=${signature}` }
}

describe('the bucket of a client', () => {
  it('is its own, and says when to come again', async () => {
    const client = newClient()
    for (let n = 0; n < LIMITS.burst; n++) expect((await send({ query: QUERY }, client)).status).toBe(200)
    const refused = await send({ query: QUERY }, client)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/More than 1 requests a second\. Wait 1 s/),
      extensions: { code: 'RATE_LIMITED', limit: 'rate', max: 1 },
    })
    expect((await send({ query: QUERY }, newClient())).status).toBe(200)
    expect((await fetch(`${api.url}/healthz`, { headers: client })).status).toBe(200)
    clock += 1
    expect((await send({ query: QUERY }, client)).status).toBe(200)
    expect((await send({ query: QUERY }, client)).status).toBe(429)
  })

  it('never gives more than burst and rate allow, and always gives again', () => {
    const waits = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 60 })
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (steps, rate, burst) => {
        let now = 0
        const buckets = new TokenBuckets(rate, burst, () => now)
        let allowed = 0
        for (const wait of steps) {
          now += wait
          const charge = buckets.charge('a')
          if (charge.allowed) allowed += 1
          else {
            now += charge.retryAfter + 1e-9
            expect(buckets.charge('a').allowed).toBe(true)
            allowed += 1
          }
          expect(allowed).toBeLessThanOrEqual(burst + now * rate + 1e-6)
        }
      }),
    )
  })

  it('is one for all addresses that a client of IPv6 has', () => {
    expect(clientOf({ ip: '2001:db8:1:2:3:4:5:6' })).toBe(clientOf({ ip: '2001:db8:1:2::9' }))
    expect(clientOf({ ip: '2001:db8:1:2::9' })).not.toBe(clientOf({ ip: '2001:db8:1:3::9' }))
    expect(clientOf({ ip: '::ffff:192.0.2.1' })).toBe('192.0.2.1')
    expect(clientOf({ ip: '::1' })).toBe('0:0:0:0::/64')
  })

  it('is forgotten for the one that was quiet longest, where there are too many', () => {
    const buckets = new TokenBuckets(1, 1, () => 0, 2)
    for (const client of ['a', 'b', 'c']) buckets.charge(client)
    expect(buckets.charge('c').allowed).toBe(false)
    expect(buckets.charge('a').allowed).toBe(true)
  })
})

describe('a request signed by the wallet of an agent', () => {
  it('has a bucket of its own, whoever sends it', async () => {
    const body = { query: QUERY }
    const client = newClient()
    for (let n = 0; n < LIMITS.agentBurst; n++)
      expect((await send(body, { ...client, ...sign(body) })).status).toBe(200)
    expect((await send(body, { ...newClient(), ...sign(body) })).status).toBe(429)
    expect((await send(body, client)).status).toBe(200)
  })

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['of an agent with another wallet', () => sign({ query: QUERY }, { agentId: agentKey(2) }), /not by the wallet/],
    ['of an agent that is not there', () => sign({ query: QUERY }, { agentId: agentKey(9) }), /not by the wallet/],
    ['over another body', () => sign({ query: '{ agents { nodes { id } } }' }), /not by the wallet/],
    ['over another path', () => sign({ query: QUERY }, { url: '/graphql?x' }), /not by the wallet/],
    ['of long ago', () => sign({ query: QUERY }, { time: '1700000000' }), /more than 60 s/],
    ['without a nonce', () => sign({ query: QUERY }, { nonce: '' }), /expected t=/],
    ['without an agent', () => ({ 'touchstone-signature': 'x' }), /touchstone-agent: expected/],
  ])('is refused %s', async (_name, headers, message) => {
    const answer = await send({ query: QUERY }, { ...newClient(), ...headers() })
    expect(answer.status).toBe(401)
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_SIGNATURE' },
    })
  })

  it('is refused the second time', async () => {
    const body = { query: QUERY }
    const headers = { ...newClient(), ...sign(body, { agentId: agentKey(3) }) }
    expect((await send(body, headers)).status).toBe(200)
    const again = await send(body, { ...headers, ...newClient() })
    expect(again.errors?.[0]?.message).toMatch(/nonce was used already/)
  })

  it('pays from the bucket of its address where it does not hold', async () => {
    const client = newClient()
    for (let n = 0; n < LIMITS.burst; n++)
      expect((await send({ query: QUERY }, { ...client, ...sign({ query: 'x' }) })).status).toBe(401)
    expect((await send({ query: QUERY }, { ...client, ...sign({ query: 'x' }) })).status).toBe(429)
  })
})

describe('answers', () => {
  it('that are too long are replaced by what to do', async () => {
    const fields = Array.from(
      { length: 25 },
      (_, n) => `a${n}: network { displayName contracts { address } name chainId }`,
    )
    const answer = await send({ query: `{ ${fields.join(' ')} }` }, newClient())
    expect(answer.status).toBe(400)
    expect(answer.errors?.[0]).toMatchObject({
      message: 'The answer is longer than 2000 bytes. Ask for smaller pages or fewer fields.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'responseBytes', max: 2_000 },
    })
  })
})

describe('listed operations', () => {
  it('are answered by their digest, others are not', async () => {
    expect((await send({ sha256: SHA256 }, newClient())).data).toEqual({ network: { name: 'test' } })
    const unknown = await send({ sha256: '0'.repeat(64), query: QUERY }, newClient())
    expect(unknown.errors?.[0]?.message).toMatch(/sha256: not the SHA-256 of a listed operation/)
  })

  it('are what the site may ask without limit, and nothing else is', async () => {
    unlimited.add('127.0.0.1')
    const listed = async () => (await send({ sha256: SHA256 }, {})).status
    for (let n = 0; n < 3 * LIMITS.burst; n++) expect(await listed()).toBe(200)
    const others = []
    for (let n = 0; n < LIMITS.burst + 2; n++) others.push((await send({ query: QUERY }, {})).status)
    expect(others).toEqual([...Array(LIMITS.burst).fill(200), 429, 429])
    const byGet = await fetch(`${api.url}/graphql?sha256=${SHA256}`)
    expect([byGet.status, await listed()]).toEqual([200, 200])
    unlimited.delete('127.0.0.1')
  })

  it('must have the digest that they are listed under', async () => {
    const file = path.join(folder, 'wrong.json')
    await writeFile(file, JSON.stringify({ [SHA256]: `${QUERY} ` }))
    expect(() => readOperations(file, true)).toThrow(/is not the SHA-256 of its document/)
  })
})

describe('the environment', () => {
  it('sets every limit, and wrong values are named', async () => {
    const network = path.join(folder, 'network.json')
    await writeFile(network, '{}')
    const env = { DATABASE_URL: 'postgres://x', NETWORK: network }
    const wrong = { ...env, API_RATE: '0', API_MAX_TOKENS: 'many', API_ONLY_OPERATIONS: 'perhaps' }
    expect(() => readConfig(wrong)).toThrow(
      /API_MAX_TOKENS: expected a whole number(.|\n)*API_RATE: expected(.|\n)*API_ONLY_OPERATIONS: expected true or false/,
    )
  })
})
