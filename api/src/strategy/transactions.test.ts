import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row, timeOf } from '../testing/rows'

const payer = address('payer')
const provider = address('prov')
const stranger = address('strange')
const root = hash('r-prov')
const row = settlement(payer, provider, 10)
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('settlement', row)
  await rows.insert('anchor', {
    ...{
      id: 'storage-1',
      flow: address('flow'),
      submission_index: '1',
      root,
      size: '1',
      sectors: '1',
      start_pos: '0',
      tags: '0x',
    },
    ...{ payer, provider, author: provider, claimed_sender: provider, block_number: 11, block_time: timeOf(11) },
    ...{ tx_hash: hash('anchor'), log_index: 0 },
  })
  await rows.insert('verdicts.payload', {
    root,
    size: '1',
    sha256: root,
    source: 'http://node',
    fetched_at: timeOf(20),
  })
  await rows.insert('verdicts.trail', { root, status: 'parsed', records: 1, parsed_at: timeOf(20), named: 9 })
  await rows.insert('verdicts.trail_settlement', { root, payer, provider, nonce: row.nonce, records: 1 })
  const read = { request_sha256: 's', actions: 9, created_at: timeOf(10) }
  await rows.insert('verdicts.inference_record', { root, line: 3, nonce: row.nonce, ...read })
  await rows.judge(row, 'partial', { opening: 'pass' }, { openedBy: root, trails: [{ root }] })
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(7, payer))
  await rows.insert('payer_link', link(7, payer, 'A', 1))
  await rows.setHeights(30)
})
afterAll(() => api.stop())

describe('transactions that the records name', () => {
  const WALLET = payer
  const FIELDS = `{ agent(id: "${agentKey(7)}") { strategy {
    transactions { wallet account sent asOfBlock named after before undecided otherSender waiting notFound otherChain complete }
    openings { authorRole moreActions actions { chainId txHash line state sender senderRole reverted blockNumber finality order } } } } }`
  const ask = async () => {
    const { strategy } = (await api.ask(FIELDS, {})).agent as unknown as {
      strategy: { transactions: Row; openings: (Row & { actions: Row[] })[] }
    }
    return strategy
  }
  /** What was named in line 3 of the file, whose inference was made in the middle of a second, in a window from block 9 on. */
  const madeAt = timeOf(10).getTime() + 500
  const name = (n: number, chainId = CHAIN_ID, more: Row = {}) =>
    api.rows.insert('verdicts.named_transaction', {
      ...{ root, nonce: row.nonce, line: 3, position: n, created_at: new Date(madeAt) },
      ...{ chain_id: chainId, tx_hash: hash(`act${n}`), ...more },
    })
  const mine = (n: number, block: number, seconds: number, more: Row = {}) =>
    api.rows.insert('verdicts.transaction_look', {
      ...{ tx_hash: hash(`act${n}`), status: 'mined', sender: WALLET, nonce: n, reverted: false, final: true },
      ...{ block_number: block, block_hash: hash(`b${block}`), ...more },
      block_time: new Date(Math.floor(madeAt / 1_000) * 1_000 + seconds * 1_000),
    })

  beforeAll(async () => {
    await name(0)
    await mine(0, 12, 2)
    await name(1)
    await mine(1, 9, 2)
    await name(2)
    await mine(2, 12, -1)
    await name(3)
    await mine(3, 12, 0)
    await name(4)
    await mine(4, 12, 2, { sender: stranger, reverted: true })
    await name(5)
    await mine(5, 29, 2, { final: false })
    await name(6)
    await name(7)
    await api.rows.insert('verdicts.transaction_look', { tx_hash: hash('act7'), status: 'not-found' })
    await name(8, 1, { tx_hash: hash('act0') })
  })

  it('are told apart by block, time, sender and chain, and count for the wallet only where they are its own', async () => {
    const { transactions, openings } = await ask()
    expect(transactions).toEqual({
      ...{ wallet: WALLET, account: null, sent: null, asOfBlock: null, complete: true },
      ...{ named: 9, after: 1, before: 2, undecided: 1, otherSender: 1, waiting: 2, notFound: 1, otherChain: 1 },
    })
    const [opening] = openings
    expect(opening?.actions.map(({ state, order, senderRole }) => [state, order, senderRole])).toEqual([
      ['mined', 'after', 'payer'],
      ['mined', 'before', 'payer'],
      ['mined', 'before', 'payer'],
      ['mined', 'undecided', 'payer'],
      ['mined', 'after', 'other'],
      ['mined', 'after', 'payer'],
      ['waiting', null, null],
      ['not-found', null, null],
      ['other-chain', null, null],
    ])
    expect(opening?.actions[4]).toMatchObject({ sender: stranger, reverted: true, blockNumber: 12, finality: 'final' })
    // The same hash on another chain is another transaction: nothing is known of it.
    expect(opening?.actions[8]).toMatchObject({ txHash: hash('act0'), chainId: '1', sender: null, blockNumber: null })
  })

  it('are held against what the wallet had sent by a block; of an account with code no number is given', async () => {
    const count = { wallet: WALLET, account: 'plain', sent: '412', as_of_block: 11 }
    await api.rows.insert('verdicts.wallet_count', count)
    expect((await ask()).transactions).toMatchObject({
      ...{ account: 'plain', sent: '412', asOfBlock: 11, after: 0, before: 1, undecided: 0, waiting: 5 },
    })
    await api.rows.client.query("update verdicts.wallet_count set as_of_block = 30, account = 'delegated', sent = null")
    expect((await ask()).transactions).toMatchObject({ account: 'delegated', sent: null, asOfBlock: 30, after: 1 })
  })

  it('say wallet where the sender was it in that block, and are not whole where more is named than is kept', async () => {
    const held = {
      agent_id: agentKey(7),
      wallet: WALLET,
      how: 'set',
      sent_by_wallet: false,
      from_log_index: 0,
      tx_hash: hash('w'),
    }
    await api.rows.insert('agent_wallet', { id: 'w', ...held, from_block: 10, to_block: 20 })
    await api.rows.client.query('update verdicts.trail set named = 201 where root = $1', [root])
    const { transactions, openings } = await ask()
    expect(openings[0]?.actions.slice(0, 6).map(({ senderRole }) => senderRole)).toEqual([
      ...['wallet', 'payer', 'wallet', 'wallet', 'other', 'payer'],
    ])
    expect(transactions.complete).toBe(false)
    for (const named of [null, 9]) {
      await api.rows.client.query('update verdicts.trail set named = $1 where root = $2', [named, root])
      expect((await ask()).transactions.complete).toBe(named === 9)
    }
  })

  it('of a file that a stranger wrote count for nothing', async () => {
    await api.rows.client.query('update anchor set author = $1 where root = $2', [stranger, root])
    const { transactions, openings } = await ask()
    expect(openings[0]).toMatchObject({ authorRole: 'other' })
    expect(transactions).toMatchObject({ named: 0, after: 0, before: 0, complete: true })
  })
})
