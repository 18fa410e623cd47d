import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { type RunningGateway, startGateway } from './gateway.js'
import { startAnvil, TEST_CHAIN_ID, type TestChain } from './testing/anvil.js'
import { type RpcProxy, startProxy } from './testing/proxy.js'
import { waitUntil } from './testing/waitUntil.js'

const HOUR_MS = 3_600_000

describe('a machine whose clock is set back or ahead by an hour', () => {
  let chain: TestChain
  let proxy: RpcProxy
  let gateway: RunningGateway
  let dataDir: string

  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'touchstone-gateway-'))
    chain = await startAnvil()
    proxy = await startProxy(chain.url)
    gateway = await startGateway({ rpcUrls: [proxy.url], chainId: TEST_CHAIN_ID, finality: 0, dataDir, audit: false })
  })

  afterEach(async () => {
    vi.useRealTimers()
    await gateway?.stop()
    await proxy?.stop()
    await chain?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const height = async () => Number(await (await fetch(`${gateway.url}/height`)).text())

  /** Only what the clock says changes; timers go on. */
  const setClock = (offsetMs: number) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + offsetMs)
  }

  it.each([-HOUR_MS, HOUR_MS])('sees new blocks within seconds: %i ms', async (offsetMs) => {
    const before = await height()
    setClock(offsetMs)
    await chain.ask('anvil_mine', '0x5')
    await waitUntil('the gateway sees the new head', async () => (await height()) >= before + 5)
  })

  it.each([-HOUR_MS, HOUR_MS])('asks an RPC again that failed shortly before: %i ms', async (offsetMs) => {
    const before = await height()
    let refusals = 0
    proxy.fault = () => {
      refusals += 1
      return { status: 503, body: 'busy' }
    }
    await waitUntil('the RPC was asked and failed', async () => {
      await height()
      return refusals > 0
    })
    setClock(offsetMs)
    proxy.fault = undefined
    await chain.ask('anvil_mine', '0x5')
    await waitUntil('the gateway sees the new head', async () => (await height()) >= before + 5)
  })
})
