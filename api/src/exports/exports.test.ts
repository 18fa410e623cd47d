import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, GENESIS, REGISTRY } from '../testing/rows'
import { searchFirst, toExtent } from './days'

const DAY = 86_400_000
const provider = address('prov')
const payer = address('payer')
let api: TestApi
/** Settlements of the second day: more than one page of the reader. */
const COUNT = 2_500

beforeAll(async () => {
  api = await startTestApi()
  const { rows } = api
  const at = (time: number) => ({ block_time: new Date(GENESIS + time) })
  const first = settlement(payer, provider, 5, at(DAY - 1))
  await rows.insert('settlement', first, settlement(payer, provider, 10, at(DAY)))
  const names = Object.keys(first)
  const values = names.map((name) => {
    if (name === 'id') return `id || '-' || i`
    if (name === 'block_number') return '10 + i / 3'
    if (name === 'n') return 'i % 3'
    if (name === 'block_time') return `block_time + (i / 3) * interval '1 second'`
    return `"${name}"`
  })
  await rows.client.query(
    `insert into settlement (${names.map((name) => `"${name}"`).join(', ')}) select ${values.join(', ')}
     from settlement, generate_series(1, ${COUNT - 1}) i where block_number = 10`,
  )
  await rows.insert('settlement', settlement(payer, provider, 2_000, at(2 * DAY)))
  await rows.insert('settlement', settlement(payer, provider, 3_000, at(3 * DAY)))
  await rows.setHeights(2_000, [3_000])
  await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
  await rows.insert('agent', agent(4, payer, { minted_time: new Date(GENESIS + 4_000) }))
  await rows.insert(
    'payer_link',
    ...[link(4, payer, 'A-', 4, 10), link(4, payer, 'B', 9, 9, { to_log_index: 0 }), link(4, payer, 'C', 1_999, 2_500)],
  )
  const ids: string[] = []
  for (const n of [1, 2, 3, 4]) {
    const paid = n === 1 ? first : settlement(payer, provider, 4_000 + n, at(4 * DAY))
    if (n > 1) await rows.insert('settlement', paid)
    ids.push(await rows.judge(paid, 'paid', { payment: 'pass' }))
  }
  await rows.client.query('delete from verdicts.log_pending')
  // Numbers of verdicts are not the order of the log.
  const times = [DAY / 2, DAY + 5, DAY + 9, 2 * DAY]
  for (const [place, verdict] of [ids[0], ids[2], ids[1], ids[3]].entries())
    await enter(verdict ?? '', place, GENESIS + (times[place] ?? 0))
})
afterAll(() => api.stop())

/** Gives a verdict a place in the log and publishes a checkpoint over it. */
async function enter(verdict: string, place: number, time: number) {
  const { rows } = api
  const entry = { index: place, kind: 'verdict', verdict_id: verdict, entry: '{}', leaf_hash: 'ab' }
  await rows.insert('verdicts.log_entry', entry)
  await rows.insert('verdicts.log_checkpoint', { size: place + 1, root: 'ab', note: 'n', published_at: new Date(time) })
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${api.url}/v1/exports/${path}`, { headers })

describe('exports', () => {
  it('say which days are whole: final, with something final behind them', async () => {
    const { exports } = (await (await get('')).json()) as { exports: { name: string; days: unknown }[] }
    expect(exports.map(({ name, days }) => [name, days])).toEqual([
      ['settlements', { first: '2026-01-01', last: '2026-01-02' }],
      ['verdicts', { first: '2026-01-01', last: '2026-01-02' }],
      ['links', { first: '2026-01-01', last: '2026-01-02' }],
    ])
  })

  it('hold every settlement of the day once, in order, the same in both forms', async () => {
    const csv = await (await get('settlements/2026-01-02.csv')).text()
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(COUNT + 1)
    const response = await get('settlements/2026-01-02.parquet')
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet')
    const file = await response.arrayBuffer()
    const rows = await parquetReadObjects({ file })
    expect(rows.map((row) => row.id)).toEqual(lines.slice(1).map((line) => line.slice(1, line.indexOf('"', 1))))
    expect(new Set(rows.map((row) => row.id)).size).toBe(COUNT)
    const [first] = rows
    expect(first).toMatchObject({ block_number: 10, settled_amount: '1000', accepted: true, payer, status: 0 })
    expect(first?.block_time).toEqual(new Date(GENESIS + DAY))
    const one = await (await get('settlements/2026-01-01.csv')).text()
    expect(one.trimEnd().split('\r\n')).toHaveLength(2)
  })

  it('hold of links where they began and ended, each on the day of its block', async () => {
    const read = async (day: string) => {
      const file = await (await get(`links/${day}.parquet`)).arrayBuffer()
      const found = await parquetReadObjects({ file })
      const csv = (await (await get(`links/${day}.csv`)).text()).trimEnd().split('\r\n').slice(1)
      expect(csv.map((line) => line.split(',')[0])).toEqual(found.map(({ event }) => `"${event}"`))
      return found.map(({ event, block_number, strength, agent_id, payer: by }) => {
        expect([agent_id, by]).toEqual([agentKey(4), payer])
        return [event, block_number, strength]
      })
    }
    // Block 9 has no time of its own: the newest that is known at or before it is of the first day.
    expect(await read('2026-01-01')).toEqual([
      ['began', 4, 'A-'],
      ['began', 9, 'B'],
      ['ended', 9, 'B'],
    ])
    // A link that is in force at the end of the day, and its later end, leave the file as it is.
    expect(await read('2026-01-02')).toEqual([
      ['ended', 10, 'A-'],
      ['began', 1_999, 'C'],
    ])
    expect((await get('links/2026-01-03.csv')).status).toBe(404)
  })

  it('hold the verdicts that the log got on a day, in the order of the log', async () => {
    const file = await (await get('verdicts/2026-01-01.parquet')).arrayBuffer()
    const rows = await parquetReadObjects({ file })
    expect(rows).toMatchObject([{ outcome: 'paid', payment: 'pass', enclave: 'absent', fault: null, supersedes: null }])
    expect(rows[0]).toMatchObject({ log_index: '0', judged_at: new Date(GENESIS) })
    const next = await (await get('verdicts/2026-01-02.parquet')).arrayBuffer()
    expect((await parquetReadObjects({ file: next })).map((row) => row.log_index)).toEqual(['1', '2'])
  })

  it('of verdicts leave a day as it was, whichever clock and commit come late', async () => {
    const read = async () => (await get('verdicts/2026-01-02.csv')).text()
    const before = await read()
    // Made on the first day, seen by the log on the third; and a checkpoint whose clock went back.
    const late = settlement(payer, provider, 5_000, { block_time: new Date(GENESIS + 5 * DAY) })
    await api.rows.insert('settlement', late)
    await enter(await api.rows.judge(late, 'paid', { payment: 'pass' }), 5, GENESIS + 2 * DAY - 1_000)
    expect(await read()).toBe(before)
    expect((await get('verdicts/2026-01-03.csv')).status).toBe(404)
  })

  it('never change, and say so', async () => {
    const response = await get('settlements/2026-01-01.csv')
    await response.text()
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const tag = response.headers.get('etag') ?? ''
    expect((await get('settlements/2026-01-01.csv', { 'if-none-match': tag })).status).toBe(304)
    // What was not read to its end gives its place free.
    for (let asked = 0; asked < 8; asked += 1)
      expect((await get('settlements/2026-01-01.csv', { 'if-none-match': tag })).status).toBe(304)
    await expect.poll(async () => (await get('settlements/2026-01-01.csv')).status).toBe(200)
  })

  it.each([
    ['settlements/2026-01-03.csv', 404, 'whole days are 2026-01-01 to 2026-01-02'],
    ['settlements/2025-12-31.csv', 404, 'whole days are'],
    ['verdicts/2999-01-01.csv', 404, 'whole days are'],
    ['settlements/2026-02-30.csv', 400, 'day: expected a day such as'],
    ['settlements/today.csv', 400, 'day: expected a day such as'],
    ['secrets/2026-01-01.csv', 404, 'No such address'],
  ])('%s is refused', async (path, status, part) => {
    const response = await get(path)
    const { error } = (await response.json()) as { error: { message: string } }
    expect([response.status, error.message]).toEqual([status, expect.stringContaining(part)])
  })
})

describe('days', () => {
  it('are found by halving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.nat(1_000), async (first, high) => {
        expect(await searchFirst(0, high, async (n) => n >= first)).toBe(Math.min(first, high))
      }),
    )
  })

  it('are whole once a later one is known', () => {
    const at = (text: string) => new Date(`${text}Z`)
    expect(toExtent(at('2026-01-01T05:00'), at('2026-01-01T23:59'))).toBeUndefined()
    expect(toExtent(at('2026-01-01T05:00'), at('2026-01-02T00:00'))).toEqual({
      first: '2026-01-01',
      last: '2026-01-01',
    })
    expect(toExtent(null, at('2026-01-02T00:00'))).toBeUndefined()
  })
})
