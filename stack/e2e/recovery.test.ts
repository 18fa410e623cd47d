import { describe, expect, inject, it } from 'vitest'
import { findProcess } from '../src/supervisor/identity.js'
import { listPidFiles } from '../src/supervisor/pidFile.js'
import { ask } from './harness/api.js'
import { agentOf, waitForOutcome } from './harness/cast.js'
import { type Chain, openChain } from './harness/chain.js'
import { readRows } from './harness/rows.js'
import { until } from './harness/until.js'

type Network = { head: number | null; indexedHeight: number; finalizedHeight: number; waiting: string }

const readHeights = async () =>
  (await ask<{ network: Network }>('{ network { head indexedHeight finalizedHeight waiting } }')).network

function getPid(name: string): number {
  const found = listPidFiles(inject('dataDir')).find((file) => file.name === name)
  if (!found) throw new Error(`No pid file of ${name}.`)
  return found.identity.pid
}

/** Kills a process of the stack without warning and waits for its successor. */
async function killHard(name: string): Promise<void> {
  const pid = getPid(name)
  process.kill(pid, 'SIGKILL')
  await until(
    `${name} runs again`,
    async () => (getPid(name) !== pid && findProcess(getPid(name))) || undefined,
    60_000,
  )
}

/** Waits until everything that was on chain at some time after the call is final and judged. */
async function settleDown(): Promise<number> {
  const head = await openChainHead()
  await until('what was on chain is final and judged', async () => {
    const { finalizedHeight } = await readHeights()
    if (finalizedHeight < head) return undefined
    const [row] = await readRows<{ n: string }>(
      `SELECT count(*) AS n FROM settlement s LEFT JOIN verdicts.current_verdict v ON v.settlement_id = s.id
       WHERE s.block_number <= $1 AND v.settlement_id IS NULL`,
      [head],
    )
    return row?.n === '0' || undefined
  })
  return head
}

async function openChainHead(): Promise<number> {
  const chain = openChain()
  const head = await chain.rpc.getBlockNumber()
  chain.rpc.destroy()
  return head
}

/** Every result of the chain stands in exactly one row, and each row has exactly one current verdict and no twin. */
async function expectRightRows(height: number): Promise<void> {
  const chain = openChain()
  const results = await chain.listResults(height)
  chain.rpc.destroy()
  const rows = await readRows<{ tx_hash: string; n: number; status: number; payer: string }>(
    'SELECT tx_hash, n, status, payer FROM settlement WHERE block_number <= $1',
    [height],
  )
  const key = (txHash: string, n: number, status: number, payer: string) =>
    `${txHash} ${n} ${status} ${payer.toLowerCase()}`
  expect(rows.map((row) => key(row.tx_hash, row.n, row.status, row.payer)).toSorted()).toEqual(
    results.map((result) => key(result.txHash, result.n, result.status, result.payer)).toSorted(),
  )
  const twins = await readRows(
    'SELECT settlement_id, inputs, count(*) FROM verdicts.verdict GROUP BY 1, 2 HAVING count(*) > 1',
  )
  expect(twins).toEqual([])
  const [current] = await readRows<{ settled: number; judged: number; newest: number }>(
    `SELECT count(*)::int AS settled, count(v.settlement_id)::int AS judged,
       count(*) FILTER (WHERE v.verdict_id = (SELECT max(id) FROM verdicts.verdict w WHERE w.settlement_id = s.id))::int AS newest
     FROM settlement s LEFT JOIN verdicts.current_verdict v ON v.settlement_id = s.id WHERE s.block_number <= $1`,
    [height],
  )
  expect(current).toEqual({ settled: results.length, judged: results.length, newest: results.length })
}

/** Waits until a settlement is final and not judged yet: the auditor is at work. */
function waitForWork(): Promise<boolean> {
  return until('a settlement waits for the auditor', async () => (await readHeights()).waiting !== '0' || undefined)
}

/** Waits for a new block with a settlement and replaces it by one with the same transaction and another hash. */
function replaceSettlementBlock(chain: Chain): Promise<{ txHash: string; oldHash: string }> {
  return until('a block with a settlement was replaced', async () => {
    const start = await chain.rpc.getBlockNumber()
    const { txHash, blockNumber } = await until('a settlement in a new block', async () => {
      const results = await chain.listResults(await chain.rpc.getBlockNumber())
      return results.find((result) => result.blockNumber > start)
    })
    const oldHash = (await chain.rpc.getBlock(blockNumber))?.hash ?? ''
    const raw = await chain.rpc.send('eth_getRawTransactionByHash', [txHash])
    const depth = (await chain.rpc.getBlockNumber()) - blockNumber + 1
    // The chain mines meanwhile: a block that came between leaves this one in its place, and the next one is tried.
    await chain.rpc.send('anvil_reorg', [depth, [[raw, 0]]]).catch(() => undefined)
    const block = await chain.rpc.getBlock(blockNumber)
    return block !== null && block.hash !== oldHash ? { txHash, oldHash } : undefined
  })
}

describe('after harm', () => {
  it('kill -9 of gateway, indexer and auditor in mid-work: the final rows are right', async () => {
    await waitForOutcome('published', 'verified')
    for (let round = 0; round < 3; round++) {
      await waitForWork()
      await killHard('auditor')
      await killHard('gateway')
      await killHard('indexer')
    }
    await Promise.all([killHard('gateway'), killHard('indexer'), killHard('auditor')])
    await expectRightRows(await settleDown())
  })

  it('a settlement whose block was replaced stands once, in its new block, and is judged there', async () => {
    const chain = openChain()
    const { txHash, oldHash } = await replaceSettlementBlock(chain)
    await expectRightRows(await settleDown())
    const actual = await chain.rpc.getTransactionReceipt(txHash)
    expect(actual?.blockHash).not.toBe(oldHash)
    const rows = await readRows<{ block_hash: string; judged_in: string }>(
      `SELECT s.block_hash, w.block_hash AS judged_in FROM settlement s
       JOIN verdicts.current_verdict v ON v.settlement_id = s.id JOIN verdicts.verdict w ON w.id = v.verdict_id
       WHERE s.tx_hash = $1`,
      [txHash],
    )
    expect(new Set(rows.map((row) => `${row.block_hash} ${row.judged_in}`))).toEqual(
      new Set([`${actual?.blockHash} ${actual?.blockHash}`]),
    )
    const stale = await readRows(`SELECT id FROM settlement WHERE block_hash = $1`, [oldHash])
    expect(stale).toEqual([])
    chain.rpc.destroy()
  })

  it('an agent is still the same afterwards', async () => {
    const { agent } = await ask<{ agent: { id: string } | null }>('query ($id: ID!) { agent(id: $id) { id } }', {
      id: agentOf('published'),
    })
    expect(agent?.id).toBe(agentOf('published'))
  })
})
