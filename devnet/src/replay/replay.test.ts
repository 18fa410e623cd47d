import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadNetwork } from '@touchstone/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Indexing, indexUpTo, startAuditor, startGateway } from '../../testing/indexing.js'
import { choosePorts } from '../ports.js'
import { until } from '../testing/until.js'
import { type RunningReplay, startReplay } from './replay.js'
import type { TrueSettlement } from './truth.js'

const CACHE = fileURLToPath(new URL('../../dist/generations', import.meta.url))

/** One by the gateway, as a public chain is read, the other by the RPC alone. */
describe.each([
  { name: '0g-mainnet', byGateway: true },
  { name: '0g-galileo', byGateway: false },
])('the replay of $name, indexed by its own network file', ({ name, byGateway }) => {
  const network = loadNetwork(name)
  let replay: RunningReplay
  let gateway: { url: string; stop(): Promise<void> } | undefined
  let indexing: Indexing

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-test-'))
    const ports = await choosePorts(join(folder, 'ports.json'), ['rpc', 'gateway'], {})
    rmSync(folder, { recursive: true })
    replay = await startReplay(network, ports.rpc, CACHE)
    const chain = { NETWORK: name, RPC_URL: replay.url }
    if (byGateway) gateway = await startGateway(ports.gateway, chain)
    const from = { FROM_BLOCK: `${replay.firstBlock}`, ...(gateway && { GATEWAY_URL: gateway.url }) }
    indexing = await indexUpTo(replay.lastBlock, { ...chain, ...from })
  }, 180_000)
  afterAll(async () => {
    await indexing?.stop()
    await gateway?.stop()
    await replay?.stop()
  })

  const rowsOf = async () => {
    const { rows } = await indexing.database.query('select * from settlement order by block_number, log_index')
    return rows as Record<string, unknown>[]
  }
  const describeTruth = ({ unsettled, txHash, n, status, totalFee, ...item }: TrueSettlement) => ({
    ...{ tx_hash: txHash, n, status, contract: item.contract, payer: item.payer, provider: item.provider },
    ...{ total_fee: `${totalFee}`, unsettled_amount: `${unsettled}`, nonce: `${item.nonce}` },
    settled_amount: `${status > 1 ? 0n : totalFee - unsettled}`,
    ...{ requests_hash: item.requestsHash, signature: item.signature, named_provider: item.namedProvider },
    ...{ generation: item.generation ?? 'unknown', implementation: item.implementation },
    ...{ calldata: item.via === 'direct' ? 'transaction' : 'trace', signer: item.signer ?? null },
  })

  it('has each settlement of each generation with its provider, fee, nonce, commitment and signer, and no other', async () => {
    const rows = await rowsOf()
    const truth = replay.truth.settlements.map(describeTruth)
    expect(rows.map((row) => Object.fromEntries(Object.keys(truth[0] ?? {}).map((key) => [key, row[key]])))).toEqual(
      truth,
    )
  })

  it('took every generation that the file names for it, but B', () => {
    const generations = new Set(replay.truth.settlements.map(({ generation }) => generation))
    expect([...generations].sort()).toEqual(name === '0g-mainnet' ? ['D', 'E', undefined] : ['C', 'D', 'E', undefined])
  })

  it('pairs a payment with the ledger only where the ledger tells of it', async () => {
    for (const { generation, fund_spent: spent, settled_amount: settled } of await rowsOf())
      expect(spent, `generation ${generation}`).toBe(
        ['C', 'D'].includes(String(generation)) || settled === '0' ? null : settled,
      )
  })

  it('has each switch of code where the beacon told it, and the generation that the file gives it', async () => {
    const { rows } = await indexing.database.query(
      `select contract_id as contract, implementation, generation, from_block as block
       from contract_implementation where contract_id = any($1) and from_log_index >= 0 order by from_block`,
      [network.contracts.filter(({ kind }) => kind === 'inferenceServing').map(({ address }) => address)],
    )
    expect(rows).toEqual(replay.truth.switches.map((seen) => ({ ...seen, generation: seen.generation ?? 'unknown' })))
  })

  it('has the anchors and the agents, with their owners of now', async () => {
    const anchors = await indexing.database.query('select flow, root from anchor order by block_number')
    expect(anchors.rows).toEqual(replay.truth.anchors)
    const agents = await indexing.database.query('select agent_id, owner from agent order by minted_block, agent_id')
    expect(agents.rows).toEqual(replay.truth.agents.map(({ agentId, owner }) => ({ agent_id: `${agentId}`, owner })))
  })

  it('is audited by the node that is named: each payment is proven, but by code that nobody knows', async () => {
    const auditor = startAuditor(indexing, { NETWORK: name, RPC_URL: replay.url })
    // In generation C the contract's owner had no say in the key.
    const toVerdict = ({ status, generation }: TrueSettlement) => {
      if (status > 1) return 'rejected absent absent'
      return generation ? `unavailable pass ${generation === 'C' ? 'absent' : 'pass'}` : 'unavailable absent absent'
    }
    const expected = replay.truth.settlements.map(toVerdict)
    const judged = async () => {
      const { rows } = await indexing.database.query<{ verdict: string | null }>(
        `select v.outcome || ' ' || v.payment || ' ' || v.signature as verdict
         from settlement s left join verdicts.current_verdict v on v.settlement_id = s.id order by s.block_number, s.log_index`,
      )
      return rows.map(({ verdict }) => verdict)
    }
    try {
      const all = async () => ((await judged()).every((verdict) => verdict !== null) ? true : undefined)
      await until('A verdict of each settlement', 60_000, all)
      expect(await judged()).toEqual(expected)
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${auditor.output().slice(-2_000)}`)
    } finally {
      await auditor.stop()
    }
  }, 90_000)

  it('judges nothing of generation B', async () => {
    const { rows } = await indexing.database.query("select count(*)::int as n from settlement where generation = 'B'")
    expect(rows[0]?.n).toBe(0)
  })

  it('went on without retired and unconfirmed contracts that are not there, and said so', () => {
    const missing = network.contracts.filter(({ kind, unconfirmed }) => unconfirmed && kind !== 'inferenceServing')
    for (const { address } of missing) expect(indexing.output()).toContain(`There is no contract at ${address}`)
  })
})
