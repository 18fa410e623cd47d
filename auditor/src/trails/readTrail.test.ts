import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { type Hex, storageRoot } from '@touchstone/verify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordsOf, TEST_CONTRACT, trailOf } from '../../testing/chain.js'
import { TEST_CHAIN_ID } from '../../testing/storageServer.js'
import { keepTrail } from './readTrail.js'
import { createTrailReader } from './trailReader.js'

const read = createTrailReader({ chainId: TEST_CHAIN_ID, contract: TEST_CONTRACT }, undefined)

let postgres: TestPostgres
let pool: pg.Pool

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  pool = new pg.Pool({ connectionString: postgres.url })
})

afterAll(async () => {
  await pool?.end()
  await postgres?.stop()
})

async function keep(bytes: Uint8Array) {
  const root = storageRoot(bytes).root as Hex
  await pool.query(
    `insert into verdicts.payload (root, size, sha256, source, fetched_at) values ($1, 1, '', '', now())
     on conflict do nothing`,
    [root],
  )
  const result = await keepTrail(pool, read, root, bytes)
  const count = async (table: string) =>
    Number((await pool.query(`select count(*) as n from verdicts.${table} where root = $1`, [root])).rows[0].n)
  return { root, result, records: await count('inference_record'), settlements: await count('trail_settlement') }
}

const text = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))
const [header = '', record = ''] = Buffer.from(trailOf(recordsOf(1)))
  .toString()
  .split('\n')

describe('keepTrail', () => {
  it('keeps every record of a trail longer than a batch, by settlement', async () => {
    const kept = await keep(trailOf([...recordsOf(1, 700), ...recordsOf(2, 701)]))
    expect(kept).toMatchObject({ result: { status: 'parsed', records: 1_401 }, records: 1_401, settlements: 2 })
    const { rows } = await pool.query(
      'select nonce, records from verdicts.trail_settlement where root = $1 order by nonce',
      [kept.root],
    )
    expect(rows).toEqual([
      { nonce: '1001', records: 700 },
      { nonce: '1002', records: 701 },
    ])
  })

  it('keeps what a record names of the strategy', async () => {
    const [one, ...others] = recordsOf(8, 2)
    if (!one) throw new Error('No record was made')
    const [sha256, txHash] = ['5c'.repeat(32), `0x${'7'.repeat(64)}` as Hex]
    const named = { system: { sha256 }, tools: { sha256: 'd0'.repeat(32) }, actions: [{ chainId: 1, txHash }] }
    const { root } = await keep(trailOf([{ ...one, ...named }, ...others]))
    const { rows } = await pool.query(
      'select system_sha256, tools_sha256, actions from verdicts.inference_record where root = $1 order by line',
      [root],
    )
    expect(rows).toEqual([
      { system_sha256: sha256, tools_sha256: 'd0'.repeat(32), actions: 1 },
      { system_sha256: null, tools_sha256: null, actions: 0 },
    ])
  })

  it('takes everything back when a late line is bad', async () => {
    const bytes = Buffer.concat([trailOf(recordsOf(3, 600)), text('{"a": 1}')])
    const kept = await keep(bytes)
    expect(kept).toMatchObject({ result: { status: 'rejected' }, records: 0, settlements: 0 })
    expect(kept.result).toMatchObject({ reason: expect.stringMatching(/^Line 602: /) })
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['a file that is no trail', Buffer.from('MZ\0\0 not json'), /^Line 1: /],
    ['invalid UTF-8', Buffer.concat([text(header), Buffer.from([0xff, 0x0a])]), /^Line 2: .*UTF-8/],
    ['duplicate keys', text(header, '{"a":1,"a":2}'), /^Line 2: .*canonical/],
    ['NUL in a string', text(header, record.replace('qwen', 'q\\u0000n')), /^Line 2: .*NUL/],
    ['a number where text belongs', text(header, record.replace('"qwen"', '7')), /^Line 2: .*model/],
    ['another chain', trailOf(recordsOf(1), { chainId: 1 }), /about chain 1, expected 31337/],
    ['another contract', trailOf(recordsOf(1), { contract: `0x${'9'.repeat(40)}` }), /about contract 0x9+, expected/],
    ['a line of 5 MiB', text(header, `"${'x'.repeat(5 << 20)}"`), /^Line 2: the line has/],
  ])('refuses %s with the reason', async (_name, bytes, reason) => {
    const { result, records } = await keep(bytes)
    expect(result).toMatchObject({ status: 'rejected', reason: expect.stringMatching(reason) })
    expect(records).toBe(0)
  })

  it('reads a root once, however often and however many ask', async () => {
    const bytes = trailOf(recordsOf(9, 50))
    const results = await Promise.all([keep(bytes), keep(bytes), keep(bytes)])
    expect(results.filter(({ result }) => result !== undefined)).toHaveLength(1)
    expect(results[0]?.records).toBeLessThanOrEqual(50)
    expect((await keep(bytes)).records).toBe(50)
  })
})
