import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { Interface, type JsonRpcSigner, parseEther, Wallet } from 'ethers'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestChain, type TestChain } from './testing/anvil'
import { type CallerStep, encodeRun, encodeSetOnPay, putCaller } from './testing/caller'
import { type Deployment, deployContracts, fundAccount, send } from './testing/contracts'
import { contractsOf, openClient, startIndexer, waitForHead, writeNetworkFile } from './testing/indexer'
import { ABI } from './testing/logs'
import { buildService, signItem, type TestItem } from './testing/settlements'

const REGISTRY = '0x00000000000000000000000000000000000f8004'
/** A provider that is a contract, and a wrapper that belongs to nobody. */
const PROVIDER = '0x00000000000000000000000000000000000ca11e'
const WRAPPER = '0x00000000000000000000000000000000000ca112'
const ACK = new Interface(['function acknowledgeTEESigner(address provider, bool acknowledged)'])

let chain: TestChain
let deployment: Deployment
let payer: JsonRpcSigner
let alice: string
const teeSigner = Wallet.createRandom()
const signed: TestItem[] = []

beforeAll(async () => {
  chain = await startTestChain()
  deployment = await deployContracts(chain)
  for (const at of [PROVIDER, WRAPPER, REGISTRY]) await putCaller(chain.provider, at)
  payer = await chain.provider.getSigner(2)
  alice = chain.accounts[2] ?? ''
})
afterAll(() => chain?.stop())

async function bill(totalFee: bigint): Promise<TestItem> {
  const provider = { signer: payer, teeSigner }
  const what = { user: alice, totalFee, nonce: BigInt(signed.length + 1), provider: PROVIDER }
  const item = await signItem(deployment, provider, what, {})
  signed.push(item)
  return item
}

const settle = (...items: TestItem[]): CallerStep => ({
  to: deployment.inferenceServing.address,
  data: ABI.serving.encodeFunctionData('settleFeesWithTEE', [
    items.map((item) => [item.user, item.provider, item.totalFee, item.requestsHash, item.nonce, item.signature]),
  ]),
})
const through = (steps: CallerStep[]): CallerStep => ({ to: PROVIDER, data: encodeRun(steps) })

async function call(from: JsonRpcSigner, to: string, data: string, value = 0n) {
  const sent = await from.sendTransaction({ to, data, value, gasLimit: 8_000_000 })
  const receipt = await sent.wait().catch(() => null)
  return receipt?.status === 1
}

/** Lives through everything that direct calls do not show. */
async function tellTheStory() {
  const someone = await chain.provider.getSigner(5)
  const serving = deployment.inferenceServing.address
  const ledger = deployment.ledgerManager.address
  const service = buildService(teeSigner.address)
  const update = ABI.serving.encodeFunctionData('addOrUpdateService', [
    [
      ...[service.serviceType, service.url, service.model, service.verifiability],
      ...[service.inputPrice, service.outputPrice, service.additionalInfo, service.teeSignerAddress],
    ],
  ])
  expect(await call(someone, PROVIDER, encodeRun([{ to: serving, data: update, value: parseEther('100') }]))).toBe(true)
  await send(deployment.serving(deployment.owner), 'acknowledgeTEESignerByOwner', [PROVIDER])
  await fundAccount(deployment, payer, PROVIDER, '2')
  // Two settle calls, one of them undone, one within a wrapper, a deposit for the same payer in between.
  const [one, undone, two, three, four] = [
    await bill(11n),
    await bill(22n),
    await bill(33n),
    await bill(44n),
    await bill(55n),
  ]
  const deposit = { to: ledger, data: ABI.ledger.encodeFunctionData('depositFundFor', [alice]), value: 7n }
  const reverted = { to: PROVIDER, data: encodeRun([settle(undone)], 'runThenRevert'), mayFail: true }
  const steps = [through([settle(one, two)]), reverted, deposit, through([settle(three), settle(four)])]
  expect(await call(someone, WRAPPER, encodeRun(steps), 7n)).toBe(true)
  // Paid, the provider goes on: to settle again from there is what the contract refuses.
  expect(await call(someone, PROVIDER, encodeSetOnPay(encodeRun([{ ...deposit, value: 9n }])))).toBe(true)
  expect(await call(someone, PROVIDER, encodeRun([settle(await bill(66n))]))).toBe(true)
  // What logs nothing: by the payer itself, by a call that fails, and within a wrapper.
  await send(deployment.ledger(payer), 'depositFund', [], 5n)
  expect(await call(payer, ledger, ABI.ledger.encodeFunctionData('refund', [parseEther('999')]))).toBe(false)
  expect(await call(someone, serving, ACK.encodeFunctionData('acknowledgeTEESigner', [PROVIDER, true]))).toBe(false)
  expect(await call(payer, serving, ACK.encodeFunctionData('acknowledgeTEESigner', [PROVIDER, true]))).toBe(true)
}

/** An index of the chain behind this RPC. */
async function indexed(rpc: { url: string; http?: boolean }, use: (client: Client) => Promise<void>) {
  const postgres = await startTestPostgres()
  await migrate(postgres.url)
  const client = await openClient(postgres.url)
  const at = { ...chain, url: rpc.url }
  const NETWORK = writeNetworkFile(at, contractsOf(deployment, REGISTRY))
  const env = { DATABASE_URL: postgres.url, NETWORK, ...(rpc.http ? { RPC_URL: rpc.url } : {}) }
  const indexer = await startIndexer(env)
  try {
    await waitForHead(chain, client, indexer)
    await use(client)
  } finally {
    await indexer.stop()
    await client.end()
    await postgres.stop()
  }
}

/** The chain's RPC without any trace API. */
async function startBlindRpc(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const text = Buffer.concat(parts).toString('utf8')
      const body: unknown = JSON.parse(text)
      const refuse = (id: unknown) => ({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } })
      const isTrace = /"method":"(trace|debug)_/.test(text)
      const { id } = body as { id?: unknown }
      const answer = isTrace
        ? JSON.stringify(refuse(id))
        : await (
            await fetch(chain.url, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } })
          ).text()
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

describe('calls within transactions', () => {
  it('are read from traces, and left open where there are none', async () => {
    await tellTheStory()
    await indexed({ url: chain.url }, async (client) => {
      const { rows } = await client.query(
        `select nonce, total_fee, settled_amount, calldata, provider, requests_hash, signer = $1 as has_signer, status, n
         from settlement order by block_number, n`,
        [teeSigner.address.toLowerCase()],
      )
      const paid = [0, 2, 3, 4, 5].map((at) => signed[at])
      expect(rows.map((row) => [row.nonce, row.requests_hash, row.settled_amount])).toEqual(
        paid.map((item) => [`${item?.nonce}`, item?.requestsHash, `${item?.totalFee}`]),
      )
      expect(rows.map((row) => row.n)).toEqual([0, 1, 2, 3, 0])
      expect(rows.every((row) => row.calldata === 'trace' && row.provider === PROVIDER && row.has_signer)).toBe(true)
      const services = await client.query('select calldata, tee_signer, derived_mode from service_revision')
      expect(services.rows).toEqual([
        { calldata: 'trace', tee_signer: teeSigner.address.toLowerCase(), derived_mode: 'in-enclave' },
      ])
      const moved = await client.query(
        'select kind, payer, sender, amount, provider, calldata from ledger_movement order by block_number, id',
      )
      expect(moved.rows.map((row) => [row.kind, row.payer, row.sender, row.amount, row.calldata])).toEqual([
        ['add-ledger', alice, alice, `${parseEther('5')}`, 'transaction'],
        ['transfer', alice, alice, `${parseEther('2')}`, 'transaction'],
        ['deposit-for', alice, WRAPPER, '7', 'trace'],
        ['deposit-for', alice, PROVIDER, '9', 'trace'],
        ['deposit', alice, alice, '5', 'transaction'],
      ])
      const acknowledged = await client.query('select payer, provider, acknowledged, signer from payer_acknowledgement')
      expect(acknowledged.rows).toEqual([{ payer: alice, provider: PROVIDER, acknowledged: true, signer: null }])
      const stakes = await client.query(
        'select kind, amount, stake from stake_change join provider on provider.id = provider_id',
      )
      expect(stakes.rows).toEqual([{ kind: 'staked', amount: `${parseEther('100')}`, stake: `${parseEther('100')}` }])
      expect((await client.query(`select capability from state_digest where id = 'head'`)).rows).toEqual([
        { capability: 'frames+calls' },
      ])
    })
  }, 60_000)

  it('stay unknown without a trace API, with what the logs prove', async () => {
    const { url, server } = await startBlindRpc()
    try {
      await indexed({ url, http: true }, async (client) => {
        const { rows } = await client.query(
          'select settled_amount, calldata, provider, nonce from settlement order by block_number, n',
        )
        expect(rows.map((row) => row.settled_amount)).toEqual(['11', '33', '44', '55', '66'])
        expect(rows.every((row) => row.calldata === 'unavailable' && row.nonce === null)).toBe(true)
        expect(rows.every((row) => row.provider === PROVIDER)).toBe(true)
        const services = await client.query('select calldata, additional_info, derived_mode from service_revision')
        expect(services.rows).toEqual([{ calldata: 'unavailable', additional_info: null, derived_mode: 'unknown' }])
        const moved = await client.query('select kind from ledger_movement order by block_number')
        expect(moved.rows.map((row) => row.kind)).toEqual(['transfer'])
        expect((await client.query('select count(*)::int as n from payer_acknowledgement')).rows[0].n).toBe(0)
      })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }, 60_000)
})
