import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from '../gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from '../testing/anvil.js'
import { ask } from '../testing/client.js'
import { A, populate } from '../testing/populate.js'
import { type RpcProxy, startProxy } from '../testing/proxy.js'

let chain: TestChain
let proxy: RpcProxy
let gateway: RunningGateway
let dataDir: string

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 3)
  proxy = await startProxy(chain.url)
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
  const rpcUrls = [`${proxy.url}/v3/averysecretkey`]
  gateway = await startGateway({ rpcUrls, chainId: TEST_CHAIN_ID, finality: 2, dataDir })
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const get = (place: string) => fetch(`${gateway.url}${place}`)

describe('the server', () => {
  it.each([
    [{ fromBlock: -1 }, /fromBlock/],
    [{ fromBlock: 0.5 }, /fromBlock/],
    [{ fromBlock: 5, toBlock: 4 }, /toBlock 4 is below its fromBlock 5/],
    [{ fromBlock: 0, logs: [{ address: ['0x12'] }] }, /logs\.0\.address\.0: expected an address/],
    [{ fromBlock: 0, logs: [{ colour: 1 }] }, /colour/],
    [{ fromBlock: 0, logs: Array.from({ length: 501 }, () => ({})) }, /logs/],
    [{ fromBlock: 0, traces: [{}] }, /^traces: this gateway does not search by trace/],
    [{ fromBlock: 0, stateDiffs: [{}] }, /^stateDiffs: this gateway serves no state diffs/],
    [{ fromBlock: 0, logs: [{ transactionStateDiffs: true }] }, /^logs\.transactionStateDiffs/],
    [{ fromBlock: 0, transactions: [{ sighash: ['0x12345678'] }] }, /needs `to` or `from`/],
    [
      { fromBlock: 0, fields: { transaction: { colour: true } } },
      /^fields\.transaction\.colour: this gateway does not serve/,
    ],
    [[], /not understood/],
  ])('refuses %j with a sentence', async (query, sentence) => {
    const { status, text } = await ask(gateway.url, query as { fromBlock: number }).catch((error: Error) => ({
      status: 0,
      text: error.message,
    }))
    if (status !== 0) {
      expect(status).toBe(400)
      expect((JSON.parse(text) as { error: string }).error).toMatch(sentence)
      return
    }
    // No address of a worker for what is no block number: the query itself is refused all the same.
    const answer = await fetch(`${gateway.url}/worker`, {
      method: 'POST',
      body: JSON.stringify(query),
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { error: string }).error).toMatch(sentence)
  })

  it('asks to wait for a block that is not final yet', async () => {
    const { status, text } = await ask(gateway.url, { fromBlock: 1_000_000 })
    expect(status).toBe(503)
    expect(text).toContain('is not final yet')
  })

  it('names the worker as the client named the gateway', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'gateway.example:81', 'x-forwarded-proto': 'https' }
      request(`${gateway.url}/5/worker`, { headers }, (response) => {
        response.once('data', (part) => resolve(String(part)))
      })
        .once('error', reject)
        .end()
    })
    expect(answer).toBe('https://gateway.example:81/worker')
  })

  it('tells of the height without asking the RPC each time', async () => {
    const head = Number(await chain.ask('eth_blockNumber'))
    expect(await get('/height').then((answer) => answer.text())).toBe(`${head - 2}`)
    const before = proxy.requests
    await Promise.all(Array.from({ length: 20 }, () => get('/height')))
    // Once a second at most, however often it is asked.
    expect(proxy.requests - before).toBeLessThanOrEqual(1)
  })

  it('shows of an RPC no more than its host', async () => {
    proxy.fault = () => ({ status: 500, body: `${proxy.url}/v3/averysecretkey is broken` })
    const { text } = await ask(gateway.url, { fromBlock: 0, toBlock: 1, logs: [{ address: [A] }] } as {
      fromBlock: number
    })
    proxy.fault = undefined
    const status = await get('/status').then((answer) => answer.text())
    const metrics = await get('/metrics').then((answer) => answer.text())
    const host = new URL(proxy.url).host
    expect(text).toContain(host)
    for (const shown of [text, status, metrics]) expect(shown).not.toContain('averysecretkey')
    expect(JSON.parse(status)).toMatchObject({
      chainId: TEST_CHAIN_ID,
      auditedTo: null,
      capability: 'trace',
      rpcs: [{ host, isAdmitted: true }],
    })
    expect(metrics).toContain(`touchstone_gateway_rpc_requests{host="${host}"}`)
  })

  it('is alive and ready, and knows nothing else', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    expect((await get('/nowhere')).status).toBe(404)
    expect((await get('/abc/worker')).status).toBe(400)
    const large = await fetch(`${gateway.url}/worker`, {
      method: 'POST',
      body: JSON.stringify({ fromBlock: 0, logs: 'x'.repeat(5_000_000) }),
      headers: { 'content-type': 'application/json' },
    })
    expect(large.status).toBe(413)
  })
})
