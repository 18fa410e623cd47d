import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { buildTags, type Hex } from '@touchstone/verify'
import { parseEther } from 'ethers'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestChain, TEST_CHAIN_ID, type TestChain, waitUntil } from './testing/anvil'
import { type Deployment, deployContracts, fundAccount, send } from './testing/contracts'
import { encodeEmit, putEmitter } from './testing/emitter'
import {
  contractsOf,
  digestFacts,
  listStateDigests,
  openClient,
  startIndexer,
  type TestIndexer,
  waitForHead,
  writeNetworkFile,
} from './testing/indexer'
import { ABI } from './testing/logs'
import { buildService, registerProvider, settle, signItem, type TestProvider } from './testing/settlements'

const REGISTRY = '0x00000000000000000000000000000000000f8004'
let chain: TestChain
let deployment: Deployment
let provider: TestProvider
let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client
let indexer: TestIndexer
let env: Record<string, string>
let nonce = 1n

beforeAll(async () => {
  ;[chain, postgres] = await Promise.all([startTestChain(), startTestPostgres()])
  deployment = await deployContracts(chain)
  await putEmitter(chain.provider, REGISTRY)
  provider = await registerProvider(deployment, await chain.provider.getSigner(1))
  env = { DATABASE_URL: postgres.url, NETWORK: writeNetworkFile(chain, contractsOf(deployment, REGISTRY)) }
  await migrate(postgres.url)
  client = await openClient(postgres.url)
})

afterAll(async () => {
  await indexer?.stop()
  await client?.end()
  await postgres?.stop()
  await chain?.stop()
})

async function sync() {
  await waitForHead(chain, client, indexer)
}

async function bill(payer: string, totalFee: bigint) {
  nonce += 1n
  return signItem(deployment, provider, { user: payer, totalFee, nonce })
}

async function expectAccountsEqualChain() {
  const { rows } = await client.query('select payer, provider, balance, pending_refund, nonce from account')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    const serving = deployment.serving(deployment.owner)
    if (!(await serving.getFunction('accountExists')(row.payer, row.provider))) {
      expect([row.balance, row.pending_refund]).toEqual(['0', '0'])
      continue
    }
    const held = await serving.getFunction('getAccount')(row.payer, row.provider)
    expect({ balance: row.balance, pendingRefund: row.pending_refund, nonce: row.nonce ?? '0' }).toEqual({
      balance: held.balance.toString(),
      pendingRefund: held.pendingRefund.toString(),
      nonce: held.nonce.toString(),
    })
  }
}

describe('the indexer on the official contracts', () => {
  it('has every settlement and every account to the wei', async () => {
    const payers = [await chain.provider.getSigner(2), await chain.provider.getSigner(3)]
    for (const payer of payers) await fundAccount(deployment, payer, provider.signer.address, '1')
    const [alice, bob] = [chain.accounts[2] ?? '', chain.accounts[3] ?? '']
    const stale = await signItem(deployment, provider, { user: bob, totalFee: 5n, nonce: 0n })
    await settle(deployment, provider, [
      await bill(alice, 123_456_789n),
      await bill(bob, 7n),
      await bill(alice, 11n),
      stale,
      await bill(bob, parseEther('2')),
    ])
    indexer = await startIndexer(env)
    await sync()
    const { rows } = await client.query(
      `select n, payer, status, settled_amount, fund_spent, balance_before, balance_after, previous_nonce, calldata,
              generation, signer, signer_acknowledged, provider, window_from_block is not null as has_window
       from settlement order by block_number, n`,
    )
    const one = parseEther('1')
    expect(rows.map((row) => [row.payer, row.status, row.settled_amount, row.balance_after])).toEqual([
      [alice, 0, '123456789', `${one - 123_456_789n}`],
      [bob, 0, '7', `${one - 7n}`],
      [alice, 0, '11', `${one - 123_456_800n}`],
      [bob, 4, '0', null],
      [bob, 1, `${one - 7n}`, '0'],
    ])
    expect(rows.every((row) => row.calldata === 'transaction' && row.signer_acknowledged && row.has_window)).toBe(true)
    expect(rows.every((row) => row.generation === 'E')).toBe(true)
    expect(rows[2].previous_nonce).toBe('2')
    expect(rows[2].balance_before).toBe(rows[0].balance_after)
    expect(rows[0].signer).toBe(provider.teeSigner.address.toLowerCase())
    expect(rows[0].provider).toBe(chain.accounts[1])
    await expectAccountsEqualChain()
  })

  it('follows deposits, refunds and a deleted account', async () => {
    const payer = await chain.provider.getSigner(4)
    await fundAccount(deployment, payer, provider.signer.address, '2')
    await send(deployment.ledger(payer), 'transferFund', [provider.signer.address, 'inference-v1.0', parseEther('1')])
    await send(deployment.ledger(payer), 'retrieveFund', [[provider.signer.address], 'inference-v1.0'])
    await sync()
    await expectAccountsEqualChain()
    await chain.provider.send('evm_increaseTime', [90_000])
    await send(deployment.ledger(payer), 'retrieveFund', [[provider.signer.address], 'inference-v1.0'])
    await sync()
    await expectAccountsEqualChain()
    const { availableBalance } = await deployment.ledger(payer).getFunction('getLedger')(payer.address)
    // Taking everything out deletes the ledger and its accounts, without a BalanceUpdated.
    const { logs } = await send(deployment.ledger(payer), 'refund', [availableBalance])
    const deleted = ABI.serving.getEvent('AccountDeleted')?.topicHash
    expect(logs.some((log: { topics: readonly string[] }) => log.topics[0] === deleted)).toBe(true)
    await sync()
    const { rows } = await client.query('select balance, pending_refund from account where payer = $1', [
      chain.accounts[4],
    ])
    expect(rows).toEqual([{ balance: '0', pending_refund: '0' }])
  })

  it('keeps service revisions, and drops the acknowledgement when the contract does', async () => {
    const serving = deployment.serving(provider.signer)
    const address = provider.signer.address.toLowerCase()
    const cheaper = buildService(provider.teeSigner.address, { inputPrice: 1n, url: 'http://127.0.0.1:2' })
    await send(serving, 'addOrUpdateService', [cheaper])
    await sync()
    const acknowledged = async () =>
      (
        await client.query(
          `select acknowledged from signer_acknowledgement where provider_id = $1
           order by from_block desc, from_log_index desc limit 1`,
          [address],
        )
      ).rows[0].acknowledged
    const onChain = async () => (await serving.getFunction('getService')(address)).teeSignerAcknowledged
    expect([await acknowledged(), await onChain()]).toEqual([true, true])
    await send(serving, 'addOrUpdateService', [{ ...cheaper, additionalInfo: '{"TargetSeparated":true}' }])
    await sync()
    expect([await acknowledged(), await onChain()]).toEqual([false, false])
    await send(deployment.serving(deployment.owner), 'acknowledgeTEESignerByOwner', [address])
    await sync()
    expect([await acknowledged(), await onChain()]).toEqual([true, true])
    const { rows } = await client.query(
      `select derived_mode, input_price, to_block is null as open, tee_signer from service_revision
       where provider_id = $1 order by from_block, from_log_index`,
      [address],
    )
    expect(rows.map((row) => [row.derived_mode, row.input_price, row.open])).toEqual([
      ['in-enclave', '10', false],
      ['in-enclave', '1', false],
      ['none', '1', true],
    ])
    const current = await client.query(`select current_service_id from provider where id = $1`, [address])
    expect(current.rows[0].current_service_id).toMatch(new RegExp(`^${address}-`))
  })

  it('reads agents, keeps hostile text out of the way and survives logs that do not decode', async () => {
    const sender = await chain.provider.getSigner(5)
    const wallet = chain.accounts[5] ?? ''
    const card = `data:application/json;base64,${Buffer.from('{"name":"a\\u0000b\\ud800"}').toString('base64')}`
    const log = (name: string, args: unknown[]) => ABI.registry.encodeEventLog(name, args)
    const broken = { ...log('Registered', [2n, 'x', wallet]), data: '0x12' }
    const logs = [
      log('Transfer', [`0x${'0'.repeat(40)}`, wallet, 1n]),
      broken,
      log('Registered', [1n, `nul\u0000`, wallet]),
      log('MetadataSet', [1n, 'agentWallet', 'agentWallet', wallet]),
      log('URIUpdated', [1n, card, wallet]),
    ]
    await (await sender.sendTransaction({ to: REGISTRY, data: encodeEmit(logs) })).wait()
    await sync()
    const agents = await client.query('select id, owner, wallet, name, uri from agent')
    const id = `eip155:${TEST_CHAIN_ID}:${REGISTRY}:1`
    expect(agents.rows).toEqual([{ id, owner: wallet, wallet, name: 'a\ufffdb\ufffd', uri: card }])
    const links = await client.query(
      'select type, strength, payer from payer_link where to_block is null order by type',
    )
    expect(links.rows).toEqual([
      { type: 'L4', strength: 'A-', payer: wallet },
      { type: 'L5', strength: 'B+', payer: wallet },
    ])
    expect((await client.query('select uri from agent_card order by uri desc limit 1')).rows[0].uri).toBe('nul\ufffd')
    const metrics = await (await fetch(`http://127.0.0.1:${indexer.port}/metrics`)).text()
    expect(metrics).toMatch(/undecodable_logs_total 1\n/)
    expect(indexer.output()).toContain('does not decode')
  })

  it('attributes an anchor to its sender, whoever it names', async () => {
    const author = await chain.provider.getSigner(6)
    const tags = buildTags({ payer: chain.accounts[2] as Hex, provider: chain.accounts[1] as Hex })
    const node = { root: `0x${'ab'.repeat(32)}`, height: 0n }
    const submission = { data: { length: 200n, tags, nodes: [node] }, submitter: chain.accounts[7] }
    await send(deployment.storage(author), 'submit', [submission], 10n)
    await sync()
    const { rows } = await client.query(
      'select root, size, sectors, payer, provider, author, claimed_sender from anchor',
    )
    expect(rows).toEqual([
      {
        root: node.root,
        size: '200',
        sectors: '1',
        payer: chain.accounts[2],
        provider: chain.accounts[1],
        author: chain.accounts[6],
        claimed_sender: chain.accounts[7],
      },
    ])
  })

  it('heals a reorganised block', async () => {
    const [alice] = [chain.accounts[2] ?? '']
    const before = await digestFacts(client)
    const snapshot = await chain.provider.send('evm_snapshot', [])
    await settle(deployment, provider, [await bill(alice, 1000n)])
    await sync()
    expect((await digestFacts(client)).settlement).not.toBe(before.settlement)
    await chain.provider.send('evm_revert', [snapshot])
    await chain.provider.send('anvil_mine', ['0x2'])
    await sync()
    expect(await digestFacts(client)).toEqual(before)
    await settle(deployment, provider, [await bill(alice, 2000n)])
    await sync()
    await expectAccountsEqualChain()
    const { rows } = await client.query('select settled_amount from settlement order by block_number desc limit 1')
    expect(rows[0].settled_amount).toBe('2000')
  })

  it('ends with the same rows after kill -9 in mid-work', async () => {
    const [alice] = [chain.accounts[2] ?? '']
    const working = (async () => {
      for (let round = 0; round < 12; round++) await settle(deployment, provider, [await bill(alice, 10n)])
    })()
    for (let kills = 0; kills < 3; kills++) {
      await sync()
      await indexer.stop('SIGKILL')
      indexer = await startIndexer(env)
    }
    await working
    await sync()
    const resumed = await digestFacts(client)
    const { head } = await listStateDigests(client)
    const fresh = await startTestPostgres()
    await migrate(fresh.url)
    const clean = await startIndexer({ ...env, DATABASE_URL: fresh.url })
    const freshClient = await openClient(fresh.url)
    try {
      await waitForHead(chain, freshClient, clean)
      expect(await digestFacts(freshClient)).toEqual(resumed)
      expect((await listStateDigests(freshClient)).head).toBe(head)
    } finally {
      await clean.stop()
      await freshClient.end()
      await fresh.stop()
    }
    await expectAccountsEqualChain()
  }, 90_000)

  it('serves health and metrics, and stops cleanly on SIGTERM', async () => {
    const url = `http://127.0.0.1:${indexer.port}`
    // This process was started a moment ago, and the rows that it found were at the head already.
    await waitUntil('the indexer has committed a batch', async () => {
      await chain.provider.send('anvil_mine', ['0x1'])
      return (await fetch(`${url}/healthz`).catch(() => undefined))?.status === 200
    })
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ ok: true })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/touchstone_indexer_head_block \d+/)
    expect(metrics).toMatch(/sqd_processor_last_block \d+/)
    expect(metrics).toContain(`sqd_rpc_request_count{url="${chain.url.replace('http', 'ws')}",kind="success"}`)
    expect(await indexer.stop()).toBe(0)
  })
})
