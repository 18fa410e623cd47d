import type { Hex } from '@touchstone/verify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import {
  BLOCK_TIME,
  insertAnchor,
  insertSettlement,
  PAYER,
  recordsOf,
  setHeight,
  trailOf,
} from '../../testing/chain.js'
import { TEST_CHAIN_ID } from '../../testing/storageServer.js'
import { LOOKED_CHANNEL } from '../queue/interest.js'
import { sweepTransactions, TRANSACTIONS_START } from './queueTransactions.js'

const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, '7')}`
const hex = (n: number) => `0x${n.toString(16)}`
const STRANGER: Hex = `0x${'ee'.repeat(20)}`

let bench: Bench

/** One bench for all: a trail that opens a bill and names four transactions, one of them of another chain. */
beforeAll(async () => {
  bench = await openBench()
  const actions = [1, 2, 3].map((n) => ({ chainId: TEST_CHAIN_ID, txHash: hash(n) }))
  const [record] = recordsOf(1)
  if (!record) throw new Error('No record was made')
  await publish(1, trailOf([{ ...record, actions: [...actions, { chainId: 1, txHash: hash(4) }] }]))
  // Nothing is asked about what a file names that opens no bill: a stranger could name anything.
  const [wrong] = recordsOf(2)
  await publish(
    2,
    trailOf([
      { ...wrong, fee: '301', outputFee: '201', actions: [{ chainId: TEST_CHAIN_ID, txHash: hash(9) }] } as never,
    ]),
  )
  await setHeight(bench.db, 20)
})
afterAll(() => bench.stop())
beforeEach(() => {
  bench.rpc.behaviour = 'honest'
  bench.rpc.asked.length = 0
})

async function publish(n: number, trail: Uint8Array) {
  for (const node of bench.nodes) node.add(n, trail)
  const root = bench.nodes[0].add(n, trail)
  await insertAnchor(bench.db, { txSeq: n, root, size: trail.length, block: 11 })
  await insertSettlement(bench.db, { n, block: 10 })
}

/** Puts a transaction into a block of the node. */
function mine(n: number, block: number, changes: { from?: Hex; status?: string; fork?: number } = {}) {
  const { from = PAYER, status = '0x1', fork = 0 } = changes
  const at = { blockHash: hash(10_000 * (fork + 1) + block), blockNumber: hex(block) }
  const time = hex(Math.floor(BLOCK_TIME / 1_000) + block)
  bench.rpc.said.set(`eth_getTransactionByHash ${hash(n)}`, { hash: hash(n), from, to: null, nonce: hex(n), ...at })
  bench.rpc.said.set(`eth_getTransactionReceipt ${hash(n)}`, { transactionHash: hash(n), from, status, ...at })
  bench.rpc.said.set(`eth_getBlockByHash ${at.blockHash}`, { hash: at.blockHash, number: hex(block), timestamp: time })
}

function forget(n: number) {
  for (const method of ['eth_getTransactionByHash', 'eth_getTransactionReceipt'])
    bench.rpc.said.delete(`${method} ${hash(n)}`)
}

interface Look {
  tx_hash: string
  status: string
  sender: string | null
  reverted: boolean | null
  final: boolean
  rounds: number
  block_number: number | null
}

/** Looks by the number of their transaction. */
async function listLooks(): Promise<Record<number, Look>> {
  const { rows } = await bench.db.query<Look>('select * from verdicts.transaction_look')
  return Object.fromEntries(rows.map((row) => [Number(row.tx_hash.slice(-1)), row]))
}

const listRounds = async () =>
  (await bench.db.query("select from graphile_worker.jobs where key like 'look_up%'")).rowCount

const sweep = () => sweepTransactions(bench.db, TRANSACTIONS_START, { chainId: TEST_CHAIN_ID, retryBaseSeconds: 1 })

describe('transactions that a file names', () => {
  it('are looked up where the file opens its bill, and say who sent them, and whether they reverted', async () => {
    mine(1, 12)
    mine(2, 30, { from: STRANGER, status: '0x0' })
    await bench.start()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.filter(({ opening }) => opening !== 'absent').length === 2,
    )
    await untilIdle(bench.db)
    expect((await bench.db.query('select named from verdicts.trail order by 1')).rows).toEqual([
      { named: 1 },
      { named: 4 },
    ])
    await sweep()
    const looks = await until(listLooks, (found) => Object.keys(found).length === 3)
    expect(looks[1]).toMatchObject({ status: 'mined', sender: PAYER, reverted: false, final: true, block_number: 12 })
    expect(looks[2]).toMatchObject({ status: 'mined', sender: STRANGER, reverted: true, final: false })
    expect(looks[3]).toMatchObject({ status: 'not-found', sender: null, final: false })
    // Neither that of another chain nor that of a file that opens nothing.
    expect(Object.keys(looks)).toEqual(['1', '2', '3'])
    expect(JSON.stringify([...bench.rpc.said.keys()])).not.toContain(hash(4))
  })

  it('are asked for again until their block is final: one moved to another block, one is gone, one came', async () => {
    mine(2, 31, { fork: 1, from: STRANGER })
    mine(3, 15)
    let looks = await until(listLooks, (found) => found[2]?.block_number === 31 && found[3]?.status === 'mined')
    expect(looks[2]).toMatchObject({ reverted: false, final: false })
    expect(looks[3]).toMatchObject({ sender: PAYER, final: true })
    forget(2)
    looks = await until(listLooks, (found) => found[2]?.status === 'not-found')
    expect(looks[2]).toMatchObject({ sender: null, block_number: null, final: false })
    // What is final stays, whatever is said later.
    forget(1)
    await bench.db.query("update verdicts.transaction_look set looked_at = now() - interval '1 day'")
    mine(2, 18)
    looks = await until(listLooks, (found) => found[2]?.final === true)
    expect(looks[1]).toMatchObject({ status: 'mined', final: true })
    // The round that stood for later finds nothing, and none comes behind it.
    await until(listRounds, (rounds) => rounds === 0)
    await sweep()
    expect(await listRounds()).toBe(0)
  })

  it('keep what was known while no node answers, contradicts itself or is of another chain', async () => {
    await bench.db.query("update verdicts.transaction_look set final = false, looked_at = '-infinity'")
    const before = await listLooks()
    const waits = async (failed: boolean) => {
      await bench.db.query(
        "select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs where key like 'look%'",
      )
      bench.rpc.asked.length = 0
      await sweep()
      await until(
        async () =>
          (
            await bench.db.query(
              "select from graphile_worker.jobs where key like 'look%' and locked_at is null and run_at > now()",
            )
          ).rowCount,
        (count) => count === 1,
      )
      expect(bench.rpc.asked.length).toBeGreaterThan(0)
      if (failed) expect(await listLooks()).toEqual(before)
    }
    for (const behaviour of ['server-error', 'garbage'] as const) {
      bench.rpc.behaviour = behaviour
      await waits(true)
    }
    bench.rpc.behaviour = 'honest'
    bench.rpc.said.set('eth_chainId', '0x1')
    await waits(true)
    bench.rpc.said.delete('eth_chainId')
    for (const n of [1, 2, 3]) bench.rpc.said.set(`eth_getTransactionReceipt ${hash(n)}`, { transactionHash: hash(n) })
    await waits(true)
  })
})

describe('transactions that a wallet sent', () => {
  const counts = async () =>
    (await bench.db.query('select wallet, account, sent, as_of_block from verdicts.wallet_count')).rows
  const age = () => bench.db.query("update verdicts.wallet_count set asked_at = now() - interval '2 minutes'")
  const look = () => bench.db.query('select pg_notify($1, $2)', [LOOKED_CHANNEL, 'agent:paying'])

  it('are counted as of the final block, again where a visitor has the agent open, and not where the account has code', async () => {
    for (const [id, payer, strength] of [
      ['paying', PAYER, 'A'],
      ['claims', PAYER, 'D'],
      ['idle', STRANGER, 'A'],
    ]) {
      await bench.db.query(
        `insert into agent (id, agent_id, owner, wallet, minted_block, minted_time, mint_tx_hash, registered)
         values ($1, 1, '', $2, 1, now(), '', true)`,
        [id, id === 'claims' ? `0x${'cc'.repeat(20)}` : payer],
      )
      await bench.db.query(
        `insert into payer_link (id, payer, type, strength, evidence, from_block, from_log_index, tx_hash, agent_id)
         values ($1, $2, 'L2', $3, '', 1, 0, '', $1)`,
        [id, payer, strength],
      )
    }
    bench.rpc.said.set(`eth_getCode ${PAYER}`, '0x')
    bench.rpc.said.set(`eth_getTransactionCount ${PAYER}`, '0x19c')
    await sweep()
    const first = { wallet: PAYER, account: 'plain', sent: '412', as_of_block: 20 }
    expect(await until(counts, (rows) => rows.length > 0)).toEqual([first])
    await untilIdle(bench.db)
    await setHeight(bench.db, 21)
    bench.rpc.said.set(`eth_getTransactionCount ${PAYER}`, '0x19d')
    await sweep()
    await untilIdle(bench.db)
    expect(await counts()).toEqual([first])
    await age()
    await look()
    expect(await until(counts, ([row]) => row?.as_of_block === 21)).toEqual([
      { ...first, sent: '413', as_of_block: 21 },
    ])
    await untilIdle(bench.db)
    bench.rpc.said.set(`eth_getCode ${PAYER}`, '0x6001')
    await age()
    await look()
    expect(await until(counts, ([row]) => row?.account !== 'plain')).toMatchObject([
      { account: 'contract', sent: null },
    ])
  })
})
