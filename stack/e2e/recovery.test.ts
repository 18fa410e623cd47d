import { describe, expect, inject, it } from 'vitest'
import { findProcess } from '../src/supervisor/identity.js'
import { listPidFiles } from '../src/supervisor/pidFile.js'
import { ask } from './harness/api.js'
import { agentOf, waitForOutcome } from './harness/cast.js'
import { openChain } from './harness/chain.js'
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

describe('after harm', () => {
  it('kill -9 of indexer and auditor in mid-work: the final rows are right', async () => {
    await waitForOutcome('published', 'partial')
    for (let round = 0; round < 2; round++) {
      await killHard('auditor')
      await killHard('indexer')
    }
    await Promise.all([killHard('indexer'), killHard('auditor')])
    await expectRightRows(await settleDown())
  })

  it('a reorganised block heals', async () => {
    const chain = openChain()
    const before = await chain.rpc.getBlockNumber()
    await chain.rpc.send('anvil_reorg', [1, []])
    const replaced = await chain.rpc.getBlock(before)
    await until(
      'the indexed head is past the reorganised block',
      async () => (await readHeights()).finalizedHeight > before + 2 || undefined,
    )
    const [block] = await readRows<{ hash: string }>('SELECT hash FROM squid_processor.hot_block WHERE height = $1', [
      before,
    ])
    if (block) expect(block.hash).toBe(replaced?.hash)
    chain.rpc.destroy()
    await expectRightRows(await settleDown())
    const stray = await readRows<{ id: string; block_hash: string; block_number: number }>(
      'SELECT id, block_hash, block_number FROM settlement WHERE block_number BETWEEN $1 AND $2',
      [before - 1, before + 1],
    )
    for (const { id, block_hash, block_number } of stray) {
      const actual = await openChain().rpc.getBlock(block_number)
      expect({ id, hash: block_hash }).toEqual({ id, hash: actual?.hash })
    }
  })

  it('an agent is still the same afterwards', async () => {
    const { agent } = await ask<{ agent: { id: string } | null }>('query ($id: ID!) { agent(id: $id) { id } }', {
      id: agentOf('published'),
    })
    expect(agent?.id).toBe(agentOf('published'))
  })
})
