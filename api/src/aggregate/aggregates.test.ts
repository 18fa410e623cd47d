import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, GENESIS, hash, REGISTRY, type Row } from '../testing/rows'

const require = createRequire(__filename)
const { JudgedMark } = require('../../dist/settlement/judgedMark.js') as typeof import('../settlement/judgedMark')

const HOUR = 3_600_000
const OUTCOMES = ['verified', 'failed', 'partial'] as const
const [alice, bob] = [address('alice'), address('bob')]
const [one, two] = [address('one'), address('two')]
const FROM = new Date(GENESIS).toISOString()
const UNTIL = new Date(GENESIS + 72 * HOUR).toISOString()
const QUERY = `query ($of: AggregateScope!, $id: ID, $by: AggregateWidth!, $from: String, $until: String) {
  aggregates(of: $of, id: $id, by: $by, from: $from, until: $until) {
    from complete settlements amount payers outcomes { outcome settlements amount } cells { question status settlements amount } } }`

interface Point {
  from: string
  complete: boolean
  settlements: string | null
  amount: string | null
  payers: string | null
  outcomes: { outcome: string; settlements: string; amount: string }[]
  cells: { question: string; status: string; settlements: string; amount: string }[]
}

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(1, alice))
  await rows.insert('payer_link', link(1, alice, 'A', 0))
  for (const provider of [one, two]) await rows.insert('provider', { id: provider, first_seen_block: 0, stake: '0' })
  for (const model of ['m1', 'm2']) await rows.insert('service_revision', service(model))
})
afterAll(() => api.stop())

function service(model: string): Row {
  return {
    ...{ id: model, provider_id: one, contract: address('serving'), service_type: 'chatbot', url: 'https://x', model },
    ...{ verifiability: '', input_price: '1', output_price: '1', calldata: 'transaction', derived_mode: 'none' },
    ...{ pricing: 'plain', from_block: 0, from_log_index: 0, from_time: new Date(GENESIS), tx_hash: hash('s') },
  }
}

/** The facts as the test knows them: settlements in force, each with the verdict made of it. */
interface Known {
  row: Row
  judged: { block: unknown; outcome: string; opening: string } | undefined
}

const ask = async (variables: Record<string, unknown>) =>
  (await api.ask(QUERY, { from: FROM, until: UNTIL, ...variables })).aggregates as unknown as Point[]

/** What an answer must be, counted one by one. */
function count(known: Known[], by: 'hour' | 'day', counts: (row: Row) => boolean): Map<number, unknown> {
  const width = by === 'hour' ? HOUR : 24 * HOUR
  const groups = new Map<number, Known[]>()
  for (const item of known.filter(({ row }) => counts(row))) {
    const start = Math.floor((item.row.block_time as Date).getTime() / width) * width
    groups.set(start, [...(groups.get(start) ?? []), item])
  }
  return new Map([...groups].map(([start, items]) => [start, sum(items)]))
}

function sum(items: Known[]) {
  const inForce = ({ row, judged }: Known) => (judged?.block === row.block_hash ? judged : undefined)
  const outcomeOf = (item: Known) => (item.row.accepted ? (inForce(item)?.outcome ?? 'pending') : 'rejected')
  const total = (own: Known[]) => ({
    settlements: String(own.length),
    amount: String(own.reduce((all, { row }) => all + BigInt(row.settled_amount as string), 0n)),
  })
  const accepted = items.filter(({ row }) => row.accepted)
  const outcomes = [...new Set(items.map(outcomeOf))].sort()
  const openings = [...new Set(accepted.flatMap((item) => inForce(item)?.opening ?? []))].sort()
  return {
    ...total(accepted),
    payers: String(new Set(accepted.map(({ row }) => row.payer)).size),
    outcomes: outcomes.map((outcome) => ({ outcome, ...total(items.filter((item) => outcomeOf(item) === outcome)) })),
    openings: openings.map((status) => ({
      status,
      ...total(accepted.filter((item) => inForce(item)?.opening === status)),
    })),
  }
}

function shown(points: Point[]): Map<number, unknown> {
  return new Map(
    points
      .filter(({ outcomes }) => outcomes.length > 0)
      .map(({ from, settlements, amount, payers, outcomes, cells }) => [
        Date.parse(from),
        {
          ...{ settlements, amount, payers, outcomes },
          openings: cells.filter((cell) => cell.question === 'opening').map(({ question: _, ...cell }) => cell),
        },
      ]),
  )
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settle' as const), party: fc.nat(7), hours: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('judge' as const),
      at: fc.nat(20),
      outcome: fc.constantFrom(...OUTCOMES),
      opening: fc.constantFrom('pass', 'fail', 'absent', 'unavailable'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reorg' as const), drop: fc.nat(4), move: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), at: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('refresh' as const), hours: fc.integer({ min: 1, max: 3 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

class History {
  known: Known[] = []
  private block = 0
  private time = GENESIS

  async apply(each: Step): Promise<void> {
    switch (each.kind) {
      case 'settle': {
        this.block += 1
        this.time += each.hours * HOUR + 1_000
        const [payer, provider] = [each.party & 1 ? alice : bob, each.party & 2 ? one : two]
        const row = settlement(payer, provider, this.block, {
          ...{ block_time: new Date(this.time), service_id: each.party & 2 ? 'm1' : each.party & 1 ? 'm2' : null },
          ...(each.party === 7 ? { status: 4, accepted: false, settled_amount: '0' } : {}),
          settled_amount: each.party === 7 ? '0' : String(10n ** 27n + BigInt(this.block)),
        })
        this.known.push({ row, judged: undefined })
        return api.rows.insert('settlement', row)
      }
      case 'judge': {
        const item = this.known[each.at % Math.max(1, this.known.length)]
        if (!item?.row.accepted) return
        item.judged = { block: item.row.block_hash, outcome: each.outcome, opening: each.opening }
        await api.rows.judge(item.row, each.outcome, { opening: each.opening })
        return
      }
      case 'reorg':
        return this.reorganise(each.drop, each.move)
      case 'retire': {
        const item = this.known[each.at % Math.max(1, this.known.length)]
        if (item) item.judged = undefined
        await api.rows.client.query('delete from verdicts.current_verdict where settlement_id = $1', [item?.row.id])
        return
      }
      case 'refresh':
        await api.rows.client.query('select derived.refresh_aggregates($1)', [each.hours])
    }
  }

  /** As the squid rolls back: the newest rows go one by one, and some come again in other blocks at other times. */
  private async reorganise(drop: number, move: number) {
    const gone = this.known.splice(Math.max(0, this.known.length - drop))
    for (const { row } of gone) await api.rows.client.query('delete from settlement where id = $1', [row.id])
    for (const item of gone.slice(0, move)) {
      this.time += HOUR
      item.row = { ...item.row, block_hash: hash(`fork${this.time}`), block_time: new Date(this.time) }
      await api.rows.insert('settlement', item.row)
      this.known.push(item)
    }
  }
}

async function clear() {
  await api.rows.client.query('delete from settlement')
  await api.rows.client.query('truncate verdicts.current_verdict, verdicts.verdict, verdicts.log_pending cascade')
  await api.rows.client.query('select derived.mark_all_stale()')
  await api.rows.client.query('select derived.refresh_aggregates(1000)')
}

describe('aggregates', () => {
  it('are what counting one by one gives, whatever was judged again, reorganised or not counted yet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await clear()
        const history = new History()
        for (const each of steps) await history.apply(each)
        for (const by of ['hour', 'day'] as const) {
          const expected = (counts: (row: Row) => boolean) => count(history.known, by, counts)
          expect(shown(await ask({ of: 'network', by }))).toEqual(expected(() => true))
          expect(shown(await ask({ of: 'provider', id: one, by }))).toEqual(expected((row) => row.provider === one))
          expect(shown(await ask({ of: 'model', id: 'm1', by }))).toEqual(expected((row) => row.service_id === 'm1'))
          const own = expected((row) => row.payer === alice && row.accepted === true)
          expect(shown(await ask({ of: 'agent', id: agentKey(1), by }))).toEqual(own)
          expect(shown(await ask({ of: 'payer', id: alice, by }))).toEqual(own)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('of an agent are the same from its newest settlements and from all of them', async () => {
    await clear()
    const history = new History()
    for (let n = 0; n < 110; n += 1) {
      await history.apply({ kind: 'settle', party: n % 2 === 0 ? 1 : 3, hours: 1 })
      if (n % 3 > 0) await history.apply({ kind: 'judge', at: n, outcome: 'partial', opening: 'absent' })
    }
    const counted: string[] = []
    const stop = api.api.services.database.watch((sql) => {
      if (sql.includes('with item as')) counted.push(sql)
    })
    const until = new Date(GENESIS + 120 * HOUR).toISOString()
    const of = async (scope: Record<string, unknown>, hours: number) =>
      shown(await ask({ ...scope, by: 'hour', from: new Date(GENESIS + hours * HOUR).toISOString(), until }))
    for (const hours of [0, 60]) {
      const own = await of({ of: 'payer', id: alice }, hours)
      expect(own.size).toBe(hours === 0 ? 110 : 51)
      expect(await of({ of: 'agent', id: agentKey(1) }, hours)).toEqual(own)
    }
    stop()
    // Twice of the payer, and of the agent where a page of its list does not reach back.
    expect(counted).toHaveLength(3)
  })

  it.each([
    ['all in it', 0, 1],
    ['with a window that reaches into it', 3, 0],
  ])('of an agent by day are the same from days and from rows: %s', async (_, from, daysRead) => {
    await clear()
    const { client } = api.rows
    await client.query('update payer_link set from_block = $1', [from])
    const history = new History()
    for (let n = 0; n < 150; n += 1) {
      // One provider alone at first, then two in turn.
      await history.apply({ kind: 'settle', party: n % 10 === 9 ? 7 : n < 40 || n % 2 === 0 ? 1 : 3, hours: 1 })
      // What is newest waits.
      if (n % 10 !== 9 && n < 140)
        await history.apply({ kind: 'judge', at: n, outcome: OUTCOMES[n % 3] ?? 'partial', opening: 'absent' })
    }
    // The first settlement at the second provider pays for more than what came since the block before.
    const first = history.known.find(({ row }) => row.provider === one && row.accepted)?.row
    if (first) first.window_from_block = 1
    await client.query('update settlement set window_from_block = 1 where id = $1', [first?.id])
    await api.rows.rollUp()
    await api.rows.setHeights(1_000)
    api.api.services.judged = new JudgedMark(api.api.services.database)
    const counted: string[] = []
    const stop = api.api.services.database.watch((sql) => {
      if (sql.includes('verdicts.payer_day d') && sql.includes('filter')) counted.push(sql)
    })
    const until = new Date(GENESIS + 240 * HOUR).toISOString()
    const own = shown(await ask({ of: 'agent', id: agentKey(1), by: 'day', until }))
    stop()
    await client.query('update payer_link set from_block = 0')
    const counts = (row: Row) =>
      row.payer === alice && row.accepted === true && (from === 0 || Number(row.window_from_block) >= from)
    expect(own).toEqual(count(history.known, 'day', counts))
    expect(own.size).toBeGreaterThan(5)
    expect(counted).toHaveLength(daysRead)
  })

  it('show an interval without settlements as 0, and one that is not indexed yet as not known', async () => {
    await clear()
    const history = new History()
    for (const hours of [0, 3]) await history.apply({ kind: 'settle', party: 1, hours })
    const points = await ask({ of: 'network', by: 'hour', until: new Date(GENESIS + 5 * HOUR).toISOString() })
    expect(points.map((point) => [point.settlements, point.complete])).toEqual([
      ['1', true],
      ['0', true],
      ['0', true],
      ['1', false],
      [null, false],
    ])
  })

  it('refuse what cannot be read, naming the argument', async () => {
    const refused = async (variables: Record<string, unknown>) =>
      (await api.send(QUERY, { of: 'network', by: 'day', ...variables })).errors?.[0]
    expect((await refused({ id: 'x' }))?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' })
    expect((await refused({ of: 'provider' }))?.extensions.argument).toBe('id')
    expect((await refused({ of: 'provider', id: '0x1' }))?.extensions.argument).toBe('id')
    expect((await refused({ from: 'yesterday' }))?.extensions.argument).toBe('from')
    expect((await refused({ from: '2026-01-02', until: '2026-01-01' }))?.extensions.argument).toBe('from')
    expect((await refused({ from: '2024-01-01', until: '2026-01-01' }))?.message).toMatch(/at most 400 intervals/)
    expect((await refused({ until: '+275760-09-13T00:00:00Z' }))?.extensions.argument).toBe('until')
  })
})
