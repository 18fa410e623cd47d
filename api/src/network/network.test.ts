import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { settlement } from '../testing/facts'
import { address, hash, type Row, timeOf } from '../testing/rows'

let api: TestApi
let rpc: Server
let answer: { status: number; body: string; silent?: true } = { status: 200, body: '' }
let asked = 0

beforeAll(async () => {
  rpc = createServer((_request, response) => {
    asked += 1
    if (!answer.silent) response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => rpc.listen(0, '127.0.0.1', resolve))
  api = await startTestApi({ rpcUrl: `http://127.0.0.1:${(rpc.address() as AddressInfo).port}` })
})
afterAll(async () => {
  await api.stop()
  rpc.closeAllConnections()
  await new Promise((resolve) => rpc.close(resolve))
})

async function network(): Promise<Row> {
  const query = `{ network { head lag indexedHeight indexedHash finalizedHeight waiting waitingSince lastRemoval { settlementId blockNumber } verifier lastVerdictAt
    contracts { kind address startBlock } faultySources { source { text } mismatches lastRoot } } }`
  return (await api.ask(query)).network as unknown as Row
}

/** A head that is asked for anew, whatever was answered a moment ago. */
async function freshHead(body: string, status = 200): Promise<unknown> {
  const { ChainHead } = await import('./head.js')
  answer = { status, body }
  const head = new ChainHead(`http://127.0.0.1:${(rpc.address() as AddressInfo).port}`)
  return head.get()
}

describe('the network', () => {
  it('knows heights, lag and what waits', async () => {
    const rows = [1, 2, 3, 4].map((block) => settlement(address('p'), address('s'), block))
    await api.rows.insert('settlement', ...rows)
    const [first] = rows
    if (first) await api.rows.judge(first, 'paid', { payment: 'pass' })
    await api.rows.setHeights(3, [4, 5])
    answer = { status: 200, body: '{"jsonrpc":"2.0","id":1,"result":"0x9"}' }
    expect(await network()).toMatchObject({
      head: 9,
      lag: 4,
      indexedHeight: 5,
      indexedHash: hash('b5'),
      finalizedHeight: 3,
      waiting: '2',
      waitingSince: timeOf(2).toISOString(),
      lastRemoval: null,
      verifier: 'test/1',
      contracts: [{ kind: 'inferenceServing', address: `0x${'11'.repeat(20)}`, startBlock: 7 }],
    })
  })

  it('names the newest settlement that a reorganisation took back', async () => {
    for (const block of [8, 7]) await api.rows.insert('settlement', settlement(address('p'), address('s'), block))
    await api.rows.client.query('delete from settlement where block_number in (7, 8)')
    expect((await network()).lastRemoval).toMatchObject({ blockNumber: 7 })
  })

  it('asks the RPC once a second for any number of readers', async () => {
    const { ChainHead } = await import('./head.js')
    answer = { status: 200, body: '{"result":"0xa"}' }
    const head = new ChainHead(`http://127.0.0.1:${(rpc.address() as AddressInfo).port}`)
    const before = asked
    expect(await Promise.all(Array.from({ length: 20 }, () => head.get()))).toEqual(Array(20).fill(10))
    expect(asked - before).toBe(1)
  })

  it.each([
    ['an error', '{"error":{"code":-1}}'],
    ['no JSON', '<html>'],
    ['a number that is none', '{"result":"0xzz"}'],
    ['a height beyond all heights', '{"result":"0xffffffffff"}'],
    ['a flood', 'x'.repeat(100_000)],
  ])('has no head where the RPC answers %s', async (_name, body) => {
    expect(await freshHead(body)).toBeNull()
  })

  it('has no head where the RPC is silent, within a second or so', async () => {
    const { ChainHead } = await import('./head.js')
    answer = { status: 200, body: '', silent: true }
    const before = performance.now()
    expect(await new ChainHead(`http://127.0.0.1:${(rpc.address() as AddressInfo).port}`).get()).toBeNull()
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('names sources that served wrong bytes, not those that failed', async () => {
    const attempt = (source: string, outcome: string, root: string): Row => ({
      source,
      outcome,
      root: hash(root),
      started_at: timeOf(1),
      finished_at: timeOf(2),
    })
    await api.rows.insert(
      'verdicts.fetch_attempt',
      attempt('liar', 'mismatch', 'r1'),
      attempt('liar', 'size-mismatch', 'r2'),
      attempt('slow', 'time-out', 'r1'),
      attempt('honest', 'match', 'r1'),
    )
    expect((await network()).faultySources).toEqual([
      { source: { text: 'liar' }, mismatches: '2', lastRoot: hash('r2') },
    ])
  })
})

describe('providers', () => {
  const address1 = address('relay')

  it('show services, labels that overstate, acknowledgements and payers', async () => {
    await api.rows.insert('provider', { id: address1, first_seen_block: 1, stake: '0' })
    await api.rows.insert('service_revision', {
      id: 'rev1',
      provider_id: address1,
      contract: address('serving'),
      calldata: 'transaction',
      service_type: 'chatbot',
      url: 'javascript:alert(1)',
      model: 'qwen',
      verifiability: 'TeeML',
      input_price: '50000000000',
      output_price: '100000000000',
      additional_info: '{"ProviderType":"centralized","ProviderIdentity":"aliyun"}',
      derived_mode: 'relayed',
      pricing: 'plain',
      from_block: 1,
      from_log_index: 0,
      from_time: timeOf(1),
      tx_hash: hash('rev1'),
    })
    await api.rows.client.query('update provider set current_service_id = $1 where id = $2', ['rev1', address1])
    await api.rows.insert('signer_acknowledgement', {
      id: 'ack1',
      provider_id: address1,
      contract: address('serving'),
      signer: address('signer'),
      acknowledged: true,
      cause: 'owner',
      from_block: 2,
      from_log_index: 0,
      tx_hash: hash('ack'),
    })
    const account = {
      contract: address('serving'),
      payer: address('p'),
      provider: address1,
      balance: '7',
      pending_refund: '0',
      opened_block: 1,
    }
    await api.rows.insert('account', { id: 'acc', ...account, updated_block: 3 })
    const query = `query($a: String!) { provider(address: $a) { labelFinding
      service { url { text } inputPrice derivedMode fromTime } revisions { id }
      acknowledgements { signer acknowledged } payers(first: 5) { payer balance nonce } } }`
    expect((await api.ask(query, { a: address1 })).provider).toEqual({
      labelFinding: 'claims TeeML, is relayed to centralized:aliyun',
      service: {
        url: { text: 'javascript:alert(1)' },
        inputPrice: '50000000000',
        derivedMode: 'relayed',
        fromTime: timeOf(1).toISOString(),
      },
      revisions: [{ id: 'rev1' }],
      acknowledgements: [{ signer: address('signer'), acknowledged: true }],
      payers: [{ payer: address('p'), balance: '7', nonce: null }],
    })
    const list = await api.ask('{ providers { nodes { address } pageInfo { hasNextPage } } }')
    expect(list.providers).toEqual({ nodes: [{ address: address1 }], pageInfo: { hasNextPage: false } })
    expect((await api.ask(query, { a: address('nobody') })).provider).toBeNull()
  })
})
