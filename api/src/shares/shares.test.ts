import { createRequire } from 'node:module'
import { QUESTIONS, STATUSES } from '@touchstone/verify'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { account, agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row } from '../testing/rows'

const require = createRequire(__filename)

const PAYERS = [address('p1'), address('p2')]
const PROVIDERS = [address('s1'), address('s2'), address('s3')]
/** A block takes a second, so this is eight days and a bit. */
const LAST_BLOCK = 700_000
const AGENT_FROM = 20_000
const AGENT_TO = 600_000

interface Item {
  row: Row
  statuses: Row | null
  window: number | null
}

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(1, String(PAYERS[0])))
  await rows.insert('agent', agent(2, address('elsewhere')))
  await rows.insert('payer_link', link(1, String(PAYERS[0]), 'A', AGENT_FROM, AGENT_TO))
  for (const payer of PAYERS) for (const provider of PROVIDERS) await rows.insert('account', account(payer, provider))
})
afterAll(() => api.stop())

beforeEach(reset)

const anyItem = fc.record({
  payer: fc.constantFrom(...PAYERS),
  provider: fc.constantFrom(...PROVIDERS),
  // Few hours with many, so that hours are shared; blocks at the agent's edges are likely.
  block: fc.oneof(
    fc.nat(LAST_BLOCK),
    fc.nat(140_000),
    fc.constantFrom(AGENT_FROM - 1, AGENT_FROM, AGENT_FROM + 1, AGENT_TO - 1, AGENT_TO, 21_600, 86_399, 86_400),
  ),
  amount: fc.bigInt(0n, 10n ** 24n),
  refused: fc.nat(9).map((n) => n === 0),
  // One in thirty: the rollup is taken up to the first that waits, and most lists must reach days behind it.
  judged: fc.oneof({ weight: 29, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  statuses: fc.record(Object.fromEntries(QUESTIONS.map((id) => [id, fc.constantFrom(...STATUSES)]))),
})

/** Every second list is long: only hours and days that lie wholly inside a history are taken from the rollup. */
const anyItems = fc.oneof(
  fc.array(anyItem, { minLength: 20, maxLength: 60, size: 'max' }),
  fc.array(anyItem, { minLength: 1, maxLength: 20, size: 'max' }),
)

type Drawn = typeof anyItems extends fc.Arbitrary<infer Value> ? Value : never

/** Windows chain from one accepted settlement of a payer at a provider to the next, as the indexer writes them. */
function toItems(drawn: Drawn): Item[] {
  const previous = new Map<string, number>()
  const sorted = [...drawn].sort((a, b) => a.block - b.block)
  return sorted.map((item, index) => {
    const key = `${item.payer} ${item.provider}`
    const window = previous.get(key) ?? null
    if (!item.refused) previous.set(key, item.block)
    const row = settlement(item.payer, item.provider, item.block, {
      tx_hash: hash(`tx${index}`),
      status: item.refused ? 4 : 0,
      settled_amount: item.refused ? '0' : String(item.amount),
      window_from_block: window,
    })
    return { row, window, statuses: item.judged && !item.refused ? item.statuses : null }
  })
}

async function write(items: Item[]): Promise<void> {
  for (const { row, statuses } of items) {
    await api.rows.insert('settlement', row)
    if (statuses) await api.rows.judge(row, 'partial', statuses)
  }
  await api.rows.rollUp()
  await api.rows.setHeights(LAST_BLOCK + 1)
}

/** What the shares must be, added up item by item. */
function expected(items: Item[]): Row {
  const accepted = items.filter(({ row }) => row.accepted)
  const sum = (some: Item[]) => String(some.reduce((total, { row }) => total + BigInt(String(row.settled_amount)), 0n))
  const judged = accepted.filter(({ statuses }) => statuses)
  const cells = QUESTIONS.flatMap((question) =>
    STATUSES.flatMap((status) => {
      const own = judged.filter(({ statuses }) => statuses?.[question] === status)
      return own.length > 0 ? [{ question, status, settlements: String(own.length), amount: sum(own) }] : []
    }),
  )
  const base = { settlements: String(accepted.length), amount: sum(accepted) }
  return { ...base, judged: String(judged.length), judgedAmount: sum(judged), cells }
}

const entersHistory = ({ row, window }: Item) =>
  row.payer === PAYERS[0] && Number(row.block_number) < AGENT_TO && window !== null && window >= AGENT_FROM

const CELLS = `settlements amount cells { question status settlements amount }`
const QUERY = `query($agent: ID!, $payer: ID!, $provider: String!, $points: Int) {
  agent(id: $agent) { shares { judged judgedAmount ${CELLS} } sharesOverTime(points: $points) { from until ${CELLS} } }
  payer(id: $payer) { shares { judged judgedAmount ${CELLS} } sharesOverTime(points: $points) { from until ${CELLS} } }
  agents(first: 2) { nodes { id shares { judged judgedAmount ${CELLS} } sharesOverTime(points: $points) { from until ${CELLS} } } }
  provider(address: $provider) { shares { judged judgedAmount ${CELLS} } sharesOverTime(points: $points) { from until ${CELLS} } }
}`

interface Answer {
  shares: Row
  sharesOverTime: { from: string; until: string; settlements: string; amount: string; cells: Row[] }[]
}

type Answers = Record<'agent' | 'payer' | 'provider', Answer> & { agents: { nodes: (Answer & { id: string })[] } }

async function ask(points: number): Promise<Answers> {
  const variables = { agent: agentKey(1), payer: PAYERS[1], provider: PROVIDERS[0], points }
  return (await api.ask(QUERY, variables)) as unknown as Answers
}

function expectPoints(points: Answer['sharesOverTime'], items: Item[], count: number) {
  expect(points.length).toBeLessThanOrEqual(count)
  const accepted = items.filter(({ row }) => row.accepted)
  for (const point of points) {
    const inside = accepted.filter(({ row }) => {
      const time = (row.block_time as Date).toISOString()
      return point.from <= time && time < point.until
    })
    const { settlements, amount, cells } = expected(inside)
    expect({ settlements: point.settlements, amount: point.amount, cells: point.cells }).toEqual({
      settlements,
      amount,
      cells,
    })
  }
  const total = points.reduce((sum, point) => sum + Number(point.settlements), 0)
  expect(total).toBe(accepted.length)
}

describe('shares', () => {
  it('are the same from the rollup and rows as item by item', async () => {
    await api.rows.insert('provider', { id: PROVIDERS[0], first_seen_block: 1, stake: '0' })
    let rollups = 0
    let days = 0
    const stop = api.api.services.database.watch((sql, values) => {
      if (!sql.includes('sum(r.settlements)')) return
      rollups += 1
      const [from = [], to = []] = values.slice(4, 6) as number[][]
      if (sql.includes('payer_day') && from.some((start, index) => start < Number(to[index]))) days += 1
    })
    await fc.assert(
      fc
        .asyncProperty(anyItems, fc.constantFrom(1, 3, 24, 200), async (drawn, points) => {
          const items = toItems(drawn)
          await write(items)
          const answer = await ask(points)
          const payer = items.filter(({ row }) => row.payer === PAYERS[1])
          const provider = items.filter(({ row }) => row.provider === PROVIDERS[0])
          const history = items.filter(entersHistory)
          expect(answer.agent.shares).toEqual(expected(history))
          expect(await countedHistory()).toEqual(pick(expected(history)))
          expect(answer.payer.shares).toEqual(expected(payer))
          expect(answer.provider.shares).toEqual(expected(provider))
          expectPoints(answer.agent.sharesOverTime, history, points)
          // Of several agents the histories are summed up, of one they are read.
          const { id: _, ...summed } = answer.agents.nodes.find(({ id }) => id === agentKey(1)) ?? { id: null }
          expect(summed).toEqual(answer.agent)
          expectPoints(answer.payer.sharesOverTime, payer, points)
          expectPoints(answer.provider.sharesOverTime, provider, points)
        })
        .beforeEach(reset),
      { numRuns: 150 },
    )
    stop()
    // Otherwise the property says nothing about the rollup.
    expect(rollups).toBeGreaterThan(10)
    expect(days).toBeGreaterThan(10)
  }, 120_000)

  it('of a history that is longer than a page are the same, with their chart and without', async () => {
    const drawn = Array.from({ length: 130 }, (_, n) => ({
      payer: String(PAYERS[0]),
      provider: String(PROVIDERS[n % 2]),
      block: AGENT_FROM + 1 + n * 700,
      amount: 10n ** 20n + BigInt(n),
      refused: n % 13 === 0,
      judged: n % 17 !== 0,
      statuses: Object.fromEntries(QUESTIONS.map((id, at) => [id, STATUSES[(n + at) % STATUSES.length]])),
    })) as Drawn
    const query = `{ agent(id: "${agentKey(1)}") { shares { judged judgedAmount ${CELLS} } }
      payer(id: "${PAYERS[0]}") { shares { settlements amount } } }`
    for (const length of [130, 100]) {
      await reset()
      const items = toItems(drawn.slice(0, length))
      await write(items)
      const history = items.filter(entersHistory)
      const { agent: own } = await ask(24)
      expect(own.shares).toEqual(expected(history))
      expectPoints(own.sharesOverTime, history, 24)
      const { settlements, amount } = expected(items)
      expect(await api.ask(query, {})).toEqual({
        agent: { shares: expected(history) },
        payer: { shares: { settlements, amount } },
      })
    }
  })

  it('of a payer are what is counted of final blocks and the rows behind', async () => {
    const query = `{ payer(id: "${PAYERS[0]}") { shares { settlements amount } } }`
    const base = async () => {
      const statements: string[] = []
      const stop = api.api.services.database.watch((sql) => statements.push(sql))
      const { payer } = (await api.ask(query, {})) as unknown as { payer: { shares: Row } }
      stop()
      return { ...payer.shares, isSummed: statements.some((sql) => sql.includes('sum(r.settlements)')) }
    }
    const items = toItems(
      Array.from({ length: 250 }, (_, n) => ({
        payer: String(PAYERS[0]),
        provider: String(PROVIDERS[n % 2]),
        block: 1_000 + n * 600,
        amount: 10n ** 20n + BigInt(n),
        refused: n % 10 === 0,
        judged: true,
        statuses: Object.fromEntries(QUESTIONS.map((id) => [id, 'pass' as const])),
      })) as Drawn,
    )
    await write(items.slice(0, 200))
    const { settlements, amount } = expected(items.slice(0, 200))
    // Nothing is counted yet.
    expect(await base()).toEqual({ settlements, amount, isSummed: true })
    await api.rows.client.query('select derived.count_parties()')
    expect(await base()).toEqual({ settlements, amount, isSummed: false })
    for (const { row } of items.slice(200))
      await api.rows.insert('settlement', { ...row, block_number: LAST_BLOCK + 9 })
    const all = expected(items)
    expect(await base()).toEqual({ settlements: all.settlements, amount: all.amount, isSummed: false })
    // The facts are being read again: what was counted is of blocks that are not there.
    await api.rows.setHeights(100)
    expect(await base()).toEqual({ settlements: all.settlements, amount: all.amount, isSummed: true })
  })

  it('take whole hours from the rollup alone', async () => {
    await reset()
    const items = toItems(
      [1_000, 5_000, 9_000, 20_000].map((block) => ({
        payer: String(PAYERS[1]),
        provider: String(PROVIDERS[1]),
        block,
        amount: 5n,
        refused: false,
        judged: true,
        statuses: Object.fromEntries(QUESTIONS.map((id) => [id, 'pass' as const])),
      })) as Drawn,
    )
    await write(items)
    await api.rows.client.query('update verdicts.share_rollup set settlements = 100')
    const { payer } = await ask(1)
    // Hours 0, 1 and 2 from the (wrong) rollup, the last one from rows.
    expect(payer.shares.settlements).toBe('301')
  })

  it.each([0, 201, -1])('refuses %i points', async (points) => {
    const query = `query($p: Int) { payer(id: "${PAYERS[0]}") { sharesOverTime(points: $p) { settlements } } }`
    const answer = await api.send(query, { p: points })
    expect(answer.errors?.[0]).toMatchObject({ message: `points: expected 1 to 200, got "${points}".` })
  })
})

const pick = ({ settlements, amount }: Row) => (settlements === '0' ? undefined : { settlements, amount })

/** What the order of the largest agents is made from. */
async function countedHistory(): Promise<Row | undefined> {
  const { client } = api.rows
  await forgetParties()
  await client.query('select derived.count_parties()')
  const sql = "select settlements::text, amount::text from derived.party where role = 'agent' and address = $1"
  return (await client.query(sql, [agentKey(1)])).rows[0]
}

/** What is counted of final blocks, which a test replaces and no chain does. */
async function forgetParties(): Promise<void> {
  const { client } = api.rows
  await client.query("delete from derived.party; update derived.party_mark set height = -1, counted_at = '-infinity'")
}

async function reset(): Promise<void> {
  const { client } = api.rows
  await client.query(
    'truncate settlement, account_change, verdicts.verdict, verdicts.current_verdict, verdicts.share_rollup cascade',
  )
  await forgetParties()
  const { JudgedMark } = require('../../dist/settlement/judgedMark.js') as typeof import('../settlement/judgedMark')
  api.api.services.judged = new JudgedMark(api.api.services.database)
}
