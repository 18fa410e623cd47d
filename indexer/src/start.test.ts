import { readFileSync, writeFileSync } from 'node:fs'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFreePort, startTestChain, type TestChain, waitUntil } from './testing/anvil'
import { encodeEmit, putEmitter } from './testing/emitter'
import { openClient, startIndexer, type TestIndexer, waitForHead, writeNetworkFile } from './testing/indexer'
import { ABI, address } from './testing/logs'

const REGISTRY = '0x00000000000000000000000000000000000f8004'
const CONTRACTS = [{ kind: 'identityRegistry', label: 'identity', address: REGISTRY, startBlock: 0 }]
let chain: TestChain
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  await migrate(postgres.url)
  await mint(chain)
  client = await openClient(postgres.url)
})

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

/** A registry with one agent, some blocks deep. */
async function mint({ provider, accounts }: TestChain) {
  await putEmitter(provider, REGISTRY)
  const sender = await provider.getSigner(0)
  const logs = [ABI.registry.encodeEventLog('Transfer', [address(0), accounts[0], 1n])]
  await (await sender.sendTransaction({ to: REGISTRY, data: encodeEmit(logs) })).wait()
  await provider.send('anvil_mine', ['0x14'])
}

async function expectRefusal(env: Record<string, string>, sentence: RegExp) {
  const indexer = await startIndexer({ DATABASE_URL: postgres.url, ...env })
  expect(await indexer.waitForExit()).toBe(78)
  const lines = indexer.output().trim().split('\n')
  expect(lines.filter((line) => !line.startsWith('{'))).toHaveLength(1)
  expect(indexer.output()).toMatch(sentence)
}

const endsIn = async (indexer: TestIndexer) => expect(await indexer.stop()).toBe(0)

describe('starting the indexer', () => {
  it('names every bad variable', async () => {
    await expectRefusal({ NETWORK: '', PORT: 'x' }, /NETWORK: .*PORT: .*Set these variables/s)
  })

  it('refuses an address without a contract', async () => {
    const contracts = [{ kind: 'identityRegistry', label: 'identity', address: address(0xdead), startBlock: 0 }]
    const NETWORK = writeNetworkFile(chain, contracts)
    await expectRefusal({ NETWORK }, /no contract at 0x0{36}dead \(identity\).*correct contracts in the file/)
  })

  it('refuses an RPC of another chain', async () => {
    const NETWORK = writeNetworkFile(chain, CONTRACTS)
    writeFileSync(NETWORK, JSON.stringify({ ...JSON.parse(readFileSync(NETWORK, 'utf8')), chainId: 5 }))
    await expectRefusal({ NETWORK }, /serves chain 31999, network test is chain 5: set RPC_URL/)
  })

  it('waits for an RPC that does not answer, says so, and still stops at once', async () => {
    const indexer = await startIndexer({
      DATABASE_URL: postgres.url,
      NETWORK: writeNetworkFile(chain, CONTRACTS),
      WS_URL: `ws://127.0.0.1:${await findFreePort()}`,
    })
    await waitUntil('it says that the RPC does not answer', async () => indexer.output().includes('next try in'))
    await endsIn(indexer)
  })

  it('refuses facts of a chain that is gone, and rebuilds them when told to', async () => {
    const env = { DATABASE_URL: postgres.url, NETWORK: writeNetworkFile(chain, CONTRACTS) }
    const first = await startIndexer(env)
    await waitForHead(chain, client, first)
    await endsIn(first)
    expect((await client.query('select count(*)::int as n from agent')).rows[0].n).toBe(1)

    const other = await startTestChain()
    try {
      await mint(other)
      await mint(other)
      const NETWORK = writeNetworkFile(other, CONTRACTS)
      await expectRefusal({ NETWORK }, /not of this chain: block \d+ is 0x.*RESET_ON_DEEP_REORG=1/)
      const reset = await startIndexer({ ...env, NETWORK, RESET_ON_DEEP_REORG: '1' })
      await waitForHead(other, client, reset)
      expect(reset.output()).toContain('dropping all facts and reading the chain again')
      await endsIn(reset)
      const { rows } = await client.query('select minted_block, (select name from network) as network from agent')
      expect(rows).toHaveLength(1)
      expect(rows[0].network).toBe('test')
    } finally {
      await other.stop()
    }
  })
})
