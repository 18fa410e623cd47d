import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestChain, type TestChain, waitUntil } from '../testing/anvil'
import { encodeEmit, putEmitter } from '../testing/emitter'
import { openClient, startIndexer, waitForHead, writeNetworkFile } from '../testing/indexer'
import { ABI, address } from '../testing/logs'

const REGISTRY = '0x00000000000000000000000000000000000f8004'
const CONTRACTS = [{ kind: 'identityRegistry', label: 'identity', address: REGISTRY, startBlock: 1 }]
const CLI = path.resolve(__dirname, '../../../cli/bin/touchstone.mjs')

let chain: TestChain
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let network: string

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  await putEmitter(chain.provider, REGISTRY)
  const sender = await chain.provider.getSigner(0)
  for (let agent = 1n; agent <= 12n; agent++) {
    const logs = [ABI.registry.encodeEventLog('Transfer', [address(0), chain.accounts[0], agent])]
    await (await sender.sendTransaction({ to: REGISTRY, data: encodeEmit(logs) })).wait()
  }
  await chain.provider.send('anvil_mine', ['0x8'])
  network = writeNetworkFile(chain, CONTRACTS)
  writeFileSync(network, JSON.stringify({ ...JSON.parse(readFileSync(network, 'utf8')), digestInterval: 4 }))
  await migrate(postgres.url)
  client = await openClient(postgres.url)
  const indexer = await startIndexer({ DATABASE_URL: postgres.url, NETWORK: network })
  await waitForHead(chain, client, indexer)
  await waitUntil('it stops', async () => (await indexer.stop()) === 0)
}, 60_000)

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

async function verify(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const all = [CLI, 'networks', 'reindex', '--verify', '--database', postgres.url, '--rpc', chain.url, ...args]
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH }
    execFile(process.execPath, all, { env }, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }))
  })
}

const scratchDatabases = async () =>
  (await client.query(`select datname from pg_database where datname like 'touchstone_verify_%'`)).rows

describe('touchstone networks reindex --verify', () => {
  it('finds the digests of a second index equal, up to a height, and leaves no database behind', async () => {
    const all = await verify('--network', network)
    // How far the chain came while it was set up depends on the machine.
    const height = Number(/^Equal up to block (\d+): /.exec(all.out)?.[1])
    expect(height).toBeGreaterThanOrEqual(16)
    expect(all).toMatchObject({ code: 0, out: `Equal up to block ${height}: ${height / 4} digests are the same.\n` })
    const some = await verify(network, '--to', '9')
    expect(some).toMatchObject({ code: 0, out: 'Equal up to block 8: 2 digests are the same.\n' })
    expect(await scratchDatabases()).toEqual([])
  }, 60_000)

  it('names the first interval that differs, and its rows', async () => {
    await client.query('begin')
    const { rows } = await client.query(`select id, minted_block from agent where agent_id = 6`)
    const [{ id, minted_block: minted }] = rows
    await client.query(`delete from agent_ownership where agent_id = $1`, [id])
    await client.query(`update agent_card set uri = 'x' where agent_id = $1`, [id])
    await client.query(`update state_digest set digest = '0xbad' where id <> 'start' and height >= $1`, [minted])
    await client.query('commit')
    const { code, out } = await verify(network)
    expect(code).toBe(1)
    const upTo = Math.ceil(minted / 4) * 4
    expect(out).toContain(`Different: equal up to block ${upTo - 4}, and not at block ${upTo}.`)
    expect(out).toContain(`agent_ownership ${id}-${minted}-0: expected, found nothing`)
  }, 60_000)

  it('does not compare what cannot be equal', async () => {
    await client.query(`update state_digest set capability = 'frames'`)
    expect(await verify(network)).toMatchObject({
      code: 2,
      out: expect.stringContaining('told of inner calls "frames"'),
    })
    const other = writeNetworkFile(chain, [{ ...CONTRACTS[0], label: 'another' }])
    writeFileSync(other, JSON.stringify({ ...JSON.parse(readFileSync(other, 'utf8')), digestInterval: 4 }))
    expect(await verify(other)).toMatchObject({ code: 2, out: expect.stringContaining("different networks' files") })
  }, 60_000)

  it('says why a second index could not be built', async () => {
    const { code, err } = await verify(network, '--rpc', 'http://127.0.0.1:1', '--gateway', 'not a url')
    expect(code).toBe(2)
    expect(err).toMatch(/could not compare: the second index was not built \(exit code 78\).*GATEWAY_URL/)
    expect(await scratchDatabases()).toEqual([])
  }, 60_000)
})
