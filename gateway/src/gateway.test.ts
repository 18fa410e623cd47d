import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningGateway, startGateway } from './gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { topic } from './testing/contracts.js'
import { A, B, populate } from './testing/populate.js'
import { type RpcProxy, startProxy } from './testing/proxy.js'
import { runSquid } from './testing/squid.js'

const FINALITY = 5
let chain: TestChain
let proxy: RpcProxy
let gateway: RunningGateway
let dataDir: string
let range: { from: number; to: number }

const start = () => startGateway({ rpcUrls: [proxy.url], chainId: TEST_CHAIN_ID, finality: FINALITY, dataDir })

beforeAll(async () => {
  chain = await startAnvil()
  await populate(chain, 30)
  const head = Number(await chain.ask('eth_blockNumber'))
  range = { from: 0, to: head - FINALITY }
  proxy = await startProxy(chain.url)
  dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
  gateway = await start()
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
  await chain?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The same squid through the gateway and in the SDK's own RPC mode. */
async function compare(query: object) {
  const [ours, own] = await Promise.all([
    runSquid({ gateway: gateway.url, range, ...query }),
    runSquid({ rpc: chain.url, finality: FINALITY, range, ...query }),
  ])
  expect(own.length).toBeGreaterThan(0)
  expect(ours).toEqual(own)
}

describe('an unmodified EvmBatchProcessor gets through the gateway what it gets from the RPC itself', () => {
  it('logs by address and topic', () => compare({ logs: [{ address: [A], topic0: [topic(1), topic(2)] }] }))
  it('logs with their transactions', () =>
    compare({
      logs: [{ address: [A, B], topic0: [topic(1)], transaction: true }],
      fields: { transaction: { input: true, value: true, nonce: true, gas: true, sighash: true, chainId: true } },
    }))
})
