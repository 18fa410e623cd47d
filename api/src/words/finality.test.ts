import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, timeOf } from '../testing/rows'

const alice = address('alice')
const provider = address('prov')
const FINAL = 10
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  await api.rows.setHeights(FINAL, [FINAL + 1])
})
afterAll(() => api.stop())

describe('finality', () => {
  it('is said of every row that names a block', () => {
    const schema = buildSchema(readFileSync(path.join(__dirname, '../../schema.graphql'), 'utf8'))
    const silent = Object.values(schema.getTypeMap()).flatMap((type) => {
      // A removal names the block that was orphaned: it has no finality left.
      if (!isObjectType(type) || type.name.startsWith('__') || type.name === 'Removal') return []
      const fields = Object.keys(type.getFields())
      const names = fields.some((name) => /^(blockNumber|fromBlock|toBlock|updatedBlock|mintedBlock)$/.test(name))
      return names && !fields.includes('finality') ? [type.name] : []
    })
    expect(silent).toEqual([])
  })

  it('is that of the newest block: an end that can still be orphaned makes an interval hot', async () => {
    const { rows } = api
    await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
    await rows.insert('agent', agent(1, alice))
    await rows.insert('payer_link', link(1, alice, 'A-', 3, FINAL), link(1, alice, 'A-', 4, FINAL + 1))
    const interval = { agent_id: agentKey(1), from_log_index: 0, tx_hash: hash('t') }
    await rows.insert(
      'agent_ownership',
      { ...interval, id: 'o1', owner: alice, from_block: 1, to_block: FINAL + 1, to_log_index: 0 },
      { ...interval, id: 'o2', owner: provider, from_block: FINAL, to_block: null, to_log_index: null },
    )
    const { agent: found } = (await api.ask(
      'query ($id: ID!) { agent(id: $id) { finality links { fromBlock finality } ownerships { fromBlock finality } } }',
      { id: agentKey(1) },
    )) as unknown as { agent: unknown }
    expect(found).toEqual({
      finality: 'final',
      links: [
        { fromBlock: 4, finality: 'hot' },
        { fromBlock: 3, finality: 'final' },
      ],
      ownerships: [
        { fromBlock: FINAL, finality: 'final' },
        { fromBlock: 1, finality: 'hot' },
      ],
    })
  })

  it('of an account is that of its last change, and of a provider that of its first', async () => {
    const { rows } = api
    await rows.insert('provider', { id: provider, first_seen_block: FINAL + 1, stake: '0' })
    await rows.insert('account', account(alice, provider, { updated_block: FINAL + 1 }))
    await rows.insert('signer_acknowledgement', {
      ...{ id: 'a1', provider_id: provider, contract: address('serving'), signer: alice, acknowledged: true },
      ...{ cause: 'owner', from_block: FINAL, from_log_index: 0, tx_hash: hash('t') },
    })
    const { provider: found } = (await api.ask(
      `query ($address: String!) { provider(address: $address) {
        finality payers { finality } acknowledgements { finality } } }`,
      { address: provider },
    )) as unknown as { provider: unknown }
    expect(found).toEqual({
      finality: 'hot',
      payers: [{ finality: 'hot' }],
      acknowledgements: [{ finality: 'final' }],
    })
  })

  it('of an anchor is its block’s, also where its settlement’s is final', async () => {
    const { rows } = api
    const paid = settlement(alice, provider, FINAL)
    await rows.insert('settlement', paid)
    const root = hash('root')
    const flow = address('flow')
    await rows.insert('anchor', {
      ...{
        id: 'storage-flow-0',
        flow,
        submission_index: '0',
        root,
        size: '9',
        sectors: '1',
        start_pos: '0',
        tags: '0x',
      },
      ...{ payer: alice, provider, author: provider, claimed_sender: provider, block_number: FINAL + 1 },
      ...{ block_time: timeOf(FINAL + 1), tx_hash: hash('anchor'), log_index: 0 },
    })
    const payload = { root, size: '9', sha256: hash('sha'), source: 's', fetched_at: timeOf(11) }
    await rows.insert('verdicts.payload', payload)
    await rows.insert('verdicts.trail', { root, status: 'parsed', records: 0, parsed_at: timeOf(11) })
    await rows.insert('verdicts.trail_settlement', { root, payer: alice, provider, nonce: paid.nonce, records: 1 })
    const { settlement: found } = (await api.ask(
      'query ($id: ID!) { settlement(id: $id) { finality anchors { finality flow } } }',
      { id: paid.id },
    )) as unknown as { settlement: unknown }
    expect(found).toEqual({ finality: 'final', anchors: [{ finality: 'hot', flow }] })
  })
})
