import { startTestPostgres } from '@touchstone/stack/testing'
import fc from 'fast-check'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openClient } from '../testing/indexer'
import { CopyIn, toCopyText } from './copyIn'

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let client: Client

beforeAll(async () => {
  postgres = await startTestPostgres()
  client = await openClient(postgres.url)
}, 60_000)

afterAll(async () => {
  await client?.end()
  await postgres?.stop()
})

beforeEach(async () => {
  await client.query('drop table if exists copied')
  await client.query(
    'create table copied (id text primary key, held text, count int, amount numeric, is_so boolean, at timestamptz)',
  )
})

async function copy(rows: readonly (readonly unknown[])[]): Promise<void> {
  const lines = rows.map((row) => `${row.map(toCopyText).join('\t')}\n`)
  await client.query(new CopyIn('copy copied from stdin', lines)).done
}

/** The marks of the format, lines that would end a copy, and anything else that the database takes. */
const text = fc.oneof(
  fc.constantFrom('', '\\', '\\N', '\\.', '\n', '\r\n', '\t', '\\t', '\\\\n', '\\x41', '\b\v\f', 'null', '🜚'),
  fc.string({ unit: 'grapheme' }).map((drawn) => drawn.replaceAll('\0', '')),
  fc.array(fc.constantFrom('\\', '\n', '\t', '\r', 'N', '.', 'x'), { maxLength: 8 }).map((marks) => marks.join('')),
)
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null })
const row = fc.tuple(
  orNull(text),
  orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  orNull(fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n })),
  orNull(fc.boolean()),
  orNull(fc.date({ min: new Date(0), max: new Date(Date.UTC(200_000, 0)), noInvalidDate: true })),
)

describe('a copy', () => {
  it('brings every value as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        await client.query('truncate copied')
        const given = rows.map((values, n) => [`${n}`.padStart(3, '0'), ...values])
        await copy(given)
        const { rows: found } = await client.query(
          `select id, held, count, amount::text, is_so, (extract(epoch from at) * 1000)::bigint::text as at from copied order by id`,
        )
        expect(found.map(({ id, held, count, amount, is_so, at }) => [id, held, count, amount, is_so, at])).toEqual(
          given.map(([id, held, count, amount, isSo, at]) => [
            id,
            held,
            count,
            amount === null ? null : `${amount}`,
            isSo,
            at instanceof Date ? `${at.getTime()}` : null,
          ]),
        )
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('of more than one message is whole', async () => {
    const long = 'ö'.repeat(100_000)
    await copy(Array.from({ length: 12 }, (_, n) => [`${n}`, long, n, null, null, null]))
    const { rows } = await client.query(
      'select count(*)::int as n, min(held) = max(held) and min(held) = $1 as same from copied',
      [long],
    )
    expect(rows).toEqual([{ n: 12, same: true }])
  })

  it('that the server refuses says why, keeps nothing, and leaves the connection usable', async () => {
    const wide = 'x'.repeat(600_000)
    const twice = copy([
      ['1', wide, 1, null, null, null],
      ['1', wide, 2, null, null, null],
      ['2', wide, 3, null, null, null],
    ])
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    await expect(copy([['1', null, 'many', null, null, null]])).rejects.toMatchObject({ code: '22P02' })
    await copy([['1', 'kept', 1, null, null, null]])
    expect((await client.query('select held from copied')).rows).toEqual([{ held: 'kept' }])
  })

  it('of a connection that ends is an error, not silence', async () => {
    const other = await openClient(postgres.url)
    other.on('error', () => undefined)
    const { rows } = await other.query('select pg_backend_pid() as pid')
    await client.query('begin; lock table copied in access exclusive mode')
    const waiting = other.query(new CopyIn('copy copied from stdin', ['1\t\\N\t1\t1\tt\t\\N\n'])).done
    const outcome = expect(waiting).rejects.toThrow(/terminat/i)
    await client.query('select pg_terminate_backend($1)', [rows[0].pid])
    await outcome
    await client.query('rollback')
    expect((await client.query('select 1 from copied')).rows).toEqual([])
  })

  it('refuses what no column holds', () => {
    expect(() => toCopyText({ a: 1 })).toThrow('[object Object]')
    expect(() => toCopyText([1])).toThrow(TypeError)
  })
})
