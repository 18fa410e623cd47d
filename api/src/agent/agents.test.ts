import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row } from '../testing/rows'

const alice = address('alice')
const bob = address('bob')
const mallory = address('mallory')
const provider = address('prov')

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert(
    'agent',
    agent(1, alice, { name: '<script>alert(1)</script> 100%' }),
    agent(2, bob),
    agent(3, bob),
    agent(4, mallory),
    agent(5, mallory, { wallet: null, name: null }),
  )
  // 1: alice alone. 2 and 3: bob, the second from block 20 on. 4: bought a token that alice was pushed (B).
  await rows.insert(
    'payer_link',
    link(1, alice, 'A-', 5),
    link(4, alice, 'B', 0),
    link(2, bob, 'A', 5),
    link(3, bob, 'A-', 20, 30),
  )
  await rows.insert('account', account(alice, provider), account(bob, provider))
  await rows.insert('agent_wallet', {
    id: 'w1',
    agent_id: agentKey(1),
    wallet: alice,
    how: 'register',
    sent_by_wallet: true,
    from_block: 1,
    from_log_index: 0,
    tx_hash: hash('w1'),
  })
  await rows.insert(
    'settlement',
    settlement(alice, provider, 6, { window_from_block: 4 }),
    settlement(alice, provider, 7),
    settlement(alice, provider, 8, { status: 5, tx_hash: hash('stranger') }),
    ...[10, 19, 20, 25, 30, 40].map((block) => settlement(bob, provider, block, { window_from_block: block - 1 })),
  )
  await rows.setHeights(50)
})
afterAll(() => api.stop())

async function historyOf(id: number, filter: Row = {}): Promise<unknown[]> {
  const query = `query($id: ID!, $filter: SettlementFilter) { agent(id: $id) {
    settlements(filter: $filter) { nodes { blockNumber } } shares { settlements amount } } }`
  const { agent: found } = (await api.ask(query, { id: agentKey(id), filter })) as unknown as {
    agent: { settlements: { nodes: Row[] }; shares: Row }
  }
  return found.settlements.nodes.map((node) => node.blockNumber)
}

describe('the history of an agent', () => {
  it('leaves out what began before the link', async () => {
    expect(await historyOf(1)).toEqual([7])
  })

  it('leaves out what two agents could claim, for both', async () => {
    expect(await historyOf(2)).toEqual([40, 19, 10])
    expect(await historyOf(3)).toEqual([])
  })

  it('has nothing through a token that was pushed', async () => {
    expect(await historyOf(4)).toEqual([])
  })

  it('shows what strangers sent in its name only where asked', async () => {
    expect(await historyOf(1, { accepted: false })).toEqual([8])
  })

  it('is what the root list gives for that agent', async () => {
    const query = `query($f: SettlementFilter) { settlements(filter: $f) { nodes { blockNumber } } }`
    const found = (await api.ask(query, { f: { agent: agentKey(2), provider } })) as unknown as {
      settlements: { nodes: Row[] }
    }
    expect(found.settlements.nodes.map((node) => node.blockNumber)).toEqual([40, 19, 10])
  })

  it('agrees with its shares', async () => {
    const query = `{ agents { nodes { id shares { settlements amount judged } } } }`
    const { agents } = (await api.ask(query)) as unknown as { agents: { nodes: { id: string; shares: Row }[] } }
    const counts = Object.fromEntries(agents.nodes.map((node) => [node.id.split(':')[3], node.shares.settlements]))
    expect(counts).toEqual({ 1: '1', 2: '3', 3: '0', 4: '0', 5: '0' })
  })
})

describe('the agents of a settlement', () => {
  it('says who, how strongly, and whether it counts', async () => {
    const query = `query($f: SettlementFilter) { settlements(filter: $f) {
      nodes { blockNumber agents { agent { agentId } strength type ambiguous entersHistory } } } }`
    const found = (await api.ask(query, { f: { payer: bob } })) as unknown as {
      settlements: { nodes: { blockNumber: number; agents: unknown[] }[] }
    }
    const at = (block: number) => found.settlements.nodes.find((node) => node.blockNumber === block)?.agents
    const alone = { agent: { agentId: '2' }, strength: 'A', type: 'L4', ambiguous: false, entersHistory: true }
    expect(at(10)).toEqual([alone])
    expect(at(25)).toEqual([
      { ...alone, ambiguous: true, entersHistory: false },
      { agent: { agentId: '3' }, strength: 'A-', type: 'L4', ambiguous: true, entersHistory: false },
    ])
    // Block 30 is free again, but its window began at 29.
    expect(at(30)).toEqual([{ ...alone, ambiguous: true, entersHistory: false }])
  })

  it('names nobody for a refused item', async () => {
    const query = `query($f: SettlementFilter) { settlements(filter: $f) { nodes { agents { strength } } } }`
    expect(await api.ask(query, { f: { accepted: false } })).toEqual({ settlements: { nodes: [{ agents: [] }] } })
  })
})

describe('agents', () => {
  const ids = async (filter: Row) => {
    const query = `query($f: AgentFilter) { agents(filter: $f) { nodes { agentId } } }`
    const { agents } = (await api.ask(query, { f: filter })) as unknown as { agents: { nodes: Row[] } }
    return agents.nodes.map((node) => node.agentId)
  }

  it('lists newest first and filters', async () => {
    expect(await ids({})).toEqual(['5', '4', '3', '2', '1'])
    expect(await ids({ owner: bob })).toEqual(['3', '2'])
    expect(await ids({ wallet: mallory })).toEqual(['4'])
    expect(await ids({ linked: true })).toEqual(['2', '1'])
    // The account came before the link, and goes with a reorganisation.
    await api.rows.insert('account', account(mallory, provider))
    await api.rows.insert('payer_link', link(5, mallory, 'A-', 5))
    expect(await ids({ linked: true })).toEqual(['5', '2', '1'])
    await api.rows.client.query('delete from account where payer = $1', [mallory])
    await api.rows.client.query('delete from payer_link where payer = $1', [mallory])
    expect(await ids({ linked: true })).toEqual(['2', '1'])
    expect(await ids({ linked: false })).toEqual(['5', '4', '3'])
  })

  it('finds one whatever the casing, shows its words as untrusted text', async () => {
    const query = `query($id: ID!) { agent(id: $id) { name { text } walletHow wallets { how toBlock } links { strength } } }`
    const id = agentKey(1).toUpperCase().replace('EIP155', 'eip155').replace('0X', '0x')
    expect(await api.ask(query, { id })).toEqual({
      agent: {
        name: { text: '<script>alert(1)</script> 100%' },
        walletHow: 'register',
        wallets: [{ how: 'register', toBlock: null }],
        links: [{ strength: 'A-' }],
      },
    })
  })

  it.each(['', '1', 'eip155:1:0x12:3', `eip155:x:${REGISTRY}:1`, `${agentKey(1)}'--`])(
    'refuses the id %j',
    async (id) => {
      const answer = await api.send(`query($id: ID!) { agent(id: $id) { id } }`, { id })
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' })
    },
  )
})

describe('payers', () => {
  it('are found by CAIP id and by address, unknown ones are null', async () => {
    const query = `query($a: ID!, $b: ID!, $c: ID!, $d: ID!) {
      caip: payer(id: $a) { id accounts { balance } } bare: payer(id: $b) { id }
      other: payer(id: $c) { id } nobody: payer(id: $d) { id } }`
    const variables = { a: `eip155:${CHAIN_ID}:${alice}`, b: bob, c: `eip155:1:${alice}`, d: address('nobody') }
    expect(await api.ask(query, variables)).toEqual({
      caip: { id: `eip155:${CHAIN_ID}:${alice}`, accounts: [{ balance: '123456789012345678901234567890' }] },
      bare: { id: `eip155:${CHAIN_ID}:${bob}` },
      other: null,
      nobody: null,
    })
  })

  it('list only accepted items unless asked for refused ones', async () => {
    const query = `query($id: ID!, $f: SettlementFilter) { payer(id: $id) { settlements(filter: $f) { nodes { blockNumber } } } }`
    const blocks = async (filter: Row | null) => {
      const found = (await api.ask(query, { id: alice, f: filter })) as unknown as {
        payer: { settlements: { nodes: Row[] } }
      }
      return found.payer.settlements.nodes.map((node) => node.blockNumber)
    }
    expect(await blocks(null)).toEqual([7, 6])
    expect(await blocks({ accepted: false })).toEqual([8])
    expect(await blocks({ outcome: ['rejected', 'pending'] })).toEqual([8, 7, 6])
  })

  it('page by address', async () => {
    const query = `query($after: String) { payers(first: 1, after: $after) { nodes { address } pageInfo { endCursor hasNextPage } } }`
    const first = (await api.ask(query)) as unknown as { payers: { nodes: Row[]; pageInfo: Row } }
    const second = (await api.ask(query, { after: first.payers.pageInfo.endCursor })) as unknown as typeof first
    expect([...first.payers.nodes, ...second.payers.nodes].map((node) => node.address)).toEqual([alice, bob].sort())
    expect(second.payers.pageInfo.hasNextPage).toBe(false)
  })
})

describe('search', () => {
  const hits = async (text: string) => {
    const { search } = (await api.ask(`query($t: String!) { search(text: $t) { kind id } }`, {
      t: text,
    })) as unknown as {
      search: { kind: string; id: string }[]
    }
    return search.map((hit) => `${hit.kind} ${hit.id}`)
  }

  it.each<[string, string, string[]]>([
    ['an agent id', agentKey(2), [`agent ${agentKey(2)}`]],
    ['an agent number', '4', [`agent ${agentKey(4)}`]],
    [
      'an address that owns and pays',
      bob,
      [`agent ${agentKey(3)}`, `agent ${agentKey(2)}`, `payer eip155:${CHAIN_ID}:${bob}`],
    ],
    [
      'a transaction',
      hash('stranger'),
      [`transaction ${hash('stranger')}`, `settlement ${CHAIN_ID}-${hash('stranger')}-0`],
    ],
    ['a settlement', `${CHAIN_ID}-${hash('stranger')}-0`, [`settlement ${CHAIN_ID}-${hash('stranger')}-0`]],
    ['part of a name', 'gent 3', [`agent ${agentKey(3)}`]],
    ['a percent sign, literally', '100%', [`agent ${agentKey(1)}`]],
    ['a pattern that is none', '%', [`agent ${agentKey(1)}`]],
    ['quotes', "'; select 1 --", []],
    ['a NUL byte', 'Agent\u0000 2', [`agent ${agentKey(2)}`]],
    ['an address of another chain', `eip155:1:${bob}`, []],
    ['an unknown hash', hash('unknown'), []],
  ])('finds %s', async (_name, text, expected) => {
    expect(await hits(text)).toEqual(expected)
  })
})
