import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestChain, type TestChain, waitUntil } from '../testing/anvil'
import { encodeEmit, putEmitter } from '../testing/emitter'
import { openClient, startIndexer, type TestIndexer, waitForHead, writeNetworkFile } from '../testing/indexer'
import { ABI, address } from '../testing/logs'

const REGISTRY = '0x00000000000000000000000000000000000f8004'
const CONTRACTS = [{ kind: 'identityRegistry', label: 'identity', address: REGISTRY, startBlock: 0 }]
const FINALITY = 5

let chain: TestChain
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: TestIndexer

beforeEach(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  await putEmitter(chain.provider, REGISTRY)
  await chain.provider.send('anvil_mine', ['0xa'])
})

afterEach(async () => {
  await indexer?.stop('SIGKILL')
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

let minted = 0n

async function mint() {
  minted += 1n
  const sender = await chain.provider.getSigner(0)
  const logs = [ABI.registry.encodeEventLog('Transfer', [address(0), chain.accounts[0], minted])]
  await (await sender.sendTransaction({ to: REGISTRY, data: encodeEmit(logs) })).wait()
}

async function start(transport: 'ws' | 'http') {
  const url: Record<string, string> =
    transport === 'ws' ? { WS_URL: chain.url.replace('http', 'ws') } : { RPC_URL: chain.url }
  const NETWORK = writeNetworkFile(chain, CONTRACTS, FINALITY)
  const env: Record<string, string> = { DATABASE_URL: postgres.url, NETWORK, ...url }
  indexer = await startIndexer(env)
  await waitForHead(chain, client, indexer)
  return env
}

const mine = (blocks: number) => chain.provider.send('anvil_mine', [`0x${blocks.toString(16)}`])
const countAgents = async () => (await client.query('select count(*)::int as n from agent')).rows[0].n as number
const head = async () => (await chain.provider.send('eth_getBlockByNumber', ['latest', false])) as { hash: string }
const isIndexed = async (hash: string) =>
  (await client.query('select 1 from squid_processor.hot_block where hash = $1', [hash])).rows.length > 0
const ask = async (path: string) => fetch(`http://127.0.0.1:${indexer.port}${path}`)

describe('the head', () => {
  it('heals reorgs of every depth up to finality, and counts them', async () => {
    await start('ws')
    for (let depth = 1; depth <= FINALITY; depth++) {
      const before = await countAgents()
      const snapshot = await chain.provider.send('evm_snapshot', [])
      for (let block = 0; block < depth; block++) await mint()
      await waitUntil(`${depth} agents more`, async () => (await countAgents()) === before + depth)
      await chain.provider.send('evm_revert', [snapshot])
      await mine(depth + 1)
      await waitForHead(chain, client, indexer)
      expect(await countAgents()).toBe(before)
    }
    const metrics = await (await ask('/metrics')).text()
    expect(metrics).toMatch(/touchstone_indexer_reorgs_total [5-9]\n/)
    expect(metrics).toMatch(new RegExp(`reorg_depth_blocks_bucket{le="${8}"} [5-9]\n`))
    expect(metrics).toMatch(/touchstone_halted 0\n/)
    expect(metrics).toMatch(/touchstone_indexer_lag_blocks 0\n/)
  }, 60_000)

  it('heals a reorg that does not raise the height at once over WebSocket', async () => {
    await start('ws')
    const before = await countAgents()
    await mint()
    await waitUntil('the agent is there', async () => (await countAgents()) === before + 1)
    await chain.provider.send('anvil_reorg', [1, []])
    const { hash } = await head()
    await waitUntil('the new block of the same height is there', () => isIndexed(hash))
    expect(await countAgents()).toBe(before)
  }, 60_000)

  it('sees a reorg that does not raise the height with the next block over HTTP', async () => {
    await start('http')
    const before = await countAgents()
    await mint()
    await waitUntil('the agent is there', async () => (await countAgents()) === before + 1)
    await chain.provider.send('anvil_reorg', [1, []])
    await mine(1)
    const { hash } = await head()
    await waitUntil('the next block is there', () => isIndexed(hash))
    expect(await countAgents()).toBe(before)
  }, 60_000)

  it('outlives an RPC that is silent for minutes, and goes on once it answers', async () => {
    await start('ws')
    const before = await countAgents()
    chain.hold()
    // The second time the wait before it is still open.
    const resets = () => indexer.output().split("haven't seen a new head").length - 1
    await waitUntil('the WebSocket was opened anew twice', async () => resets() >= 2, 100_000)
    chain.release()
    await mint()
    // A head that came before the WebSocket asked for them again is not told of: the chain goes on.
    const isThere = async () => {
      await mine(1)
      return (await countAgents()) === before + 1
    }
    await waitUntil('the agent is there', isThere, 60_000)
    expect(await indexer.stop('SIGTERM')).toBe(0)
  }, 180_000)

  it('halts for good on a reorg below finality, says so, and does not start again', async () => {
    const snapshot = await chain.provider.send('evm_snapshot', [])
    for (let block = 0; block < FINALITY + 3; block++) await mint()
    const env = await start('ws')
    const agents = await countAgents()
    await chain.provider.send('evm_revert', [snapshot])
    await mine(FINALITY + 12)
    await waitUntil('it is halted', async () => indexer.output().includes('not of this chain'))
    const health = await ask('/healthz')
    expect(health.status).toBe(503)
    const report = (await health.json()) as { halted: string }
    expect(report.halted).toMatch(/block \d+ is 0x.*indexed as final was 0x.*known to both.*RESET_ON_DEEP_REORG=1/)
    expect(await (await ask('/metrics')).text()).toMatch(/touchstone_halted 1\n/)
    await mine(3)
    expect(await countAgents()).toBe(agents)
    expect(await indexer.stop()).toBe(78)
    indexer = await startIndexer(env)
    expect(await indexer.waitForExit()).toBe(78)
    expect(indexer.output()).toContain('not of this chain')
    indexer = await startIndexer({ ...env, RESET_ON_DEEP_REORG: '1' })
    await waitForHead(chain, client, indexer)
    expect(await countAgents()).toBe(0)
  }, 60_000)
})
