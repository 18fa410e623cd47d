import { QUESTIONS } from '@touchstone/verify'
import { atSql, firstBlockSql, withinSql } from '../link/positions'
import { LEFT_JOIN_VERDICT, WINDOW_FROM } from '../settlement/rows'
import type { Piece } from './plan'

type Party = Piece['party']

/** Parameters $1 to $5 of every statement on pieces: index, address, from, to, windowFrom. */
const PIECES = `unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])`

const WITHIN = withinSql('p')

const MS = (time: string) => `(extract(epoch from ${time}) * 1000)::bigint`
const TIME = (ms: string) => `to_timestamp(${ms}::bigint / 1000.0)`

/** The whole hours of each piece and the whole days among them as times, made once a piece and not once a row. */
const HOURS = `cross join lateral (
    select ${TIME('p.hours_start')} as starts, ${TIME('p.hours_end')} as ends,
      ${TIME('p.days_start')} as days_start, ${TIME('p.days_end')} as days_end offset 0) h`

/**
 * Every provider that the rollup knows of a payer, from one to the next in the index of its key: as many steps as there are
 * providers, however many hours each has.
 */
const PROVIDERS = `(
    with recursive known as (
      (select r.provider from verdicts.share_rollup r where r.payer = p.address order by r.provider limit 1)
      union all
      select (select r.provider from verdicts.share_rollup r where r.payer = p.address and r.provider > known.provider
        order by r.provider limit 1) from known where known.provider is not null)
    select provider from known where provider is not null offset 0)`

/** Rows of a payer's hours in a range, read provider by provider: in the index the provider stands before the hour. */
const hoursOfPayer = (starts: string, ends: string) => `
  select r.hour as at, r.question, r.status, r.settlements, r.amount from ${PROVIDERS} o cross join lateral (
    select * from verdicts.share_rollup r where r.payer = p.address and r.provider = o.provider
      and r.hour >= h.${starts} and r.hour < h.${ends} offset 0) r`

/** What a payer settled in the whole hours of a piece: whole days of them by the day, those before and behind by the hour. */
const OF_PAYER = `join lateral (
    select d.day as at, d.question, d.status, d.settlements, d.amount from verdicts.payer_day d
      where d.payer = p.address and d.day >= h.days_start and d.day < h.days_end and d.question <> 'outcome'
    union all ${hoursOfPayer('starts', 'days_start')}
    union all ${hoursOfPayer('days_end', 'ends')}) r on true`

/** The rows are read by the index of the provider: the planner would read those hours of everybody by the hour's own. */
const OF_PROVIDER = `join lateral (
    select r.hour as at, r.question, r.status, r.settlements, r.amount from verdicts.share_rollup r
      where r.provider = p.address and r.hour >= h.starts and r.hour < h.ends offset 0) r on true`

function accepted(party: Party): string {
  return `from settlement s where s.${party} = p.address and s.accepted
    and ${WITHIN}`
}

/** First and last settlement of each piece, and the first above the judged mark ($6). */
export function extentSql(party: Party): string {
  const end = (order: 'asc' | 'desc', more = '') =>
    `left join lateral (select s.block_time ${accepted(party)} ${more}
      order by s.block_number ${order}, s.n ${order} limit 1)`
  return `
    select p.piece, ${MS('first.block_time')} as "firstTime", ${MS('last.block_time')} as "lastTime",
      ${MS('open.block_time')} as "openTime"
    from ${PIECES} p(piece, address, from_at, to_at, window_from)
    ${end('asc')} first on true
    ${end('desc')} last on true
    ${end('asc', 'and s.block_number > $6::int')} open on true`
}

/** The blocks where whole hours ($6, $7: start and end) begin and end; each scan stays inside one boundary. */
export function edgesSql(party: Party): string {
  return `
    select p.piece, head.block_number as "firstWhole", tail.block_number as "lastWhole"
    from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
      p(piece, address, from_at, to_at, window_from, hours_start, hours_end)
    left join lateral (select s.block_number ${accepted(party)} and s.block_time >= ${TIME('p.hours_start')}
      order by s.block_number, s.n limit 1) head on true
    left join lateral (select s.block_number ${accepted(party)} and s.block_time < ${TIME('p.hours_end')}
      order by s.block_number desc, s.n desc limit 1) tail on true`
}

const IN_WINDOW = `(p.window_from is null or ${atSql(WINDOW_FROM, '0')} >= p.window_from)`
/** Whole numbers throughout; what lies before the start counts in the first bucket anyway. */
const BUCKET = (time: string, start: string, width: string) =>
  `((${MS(time)} - ${start}::bigint) / ${width}::bigint)::int`

/** The base of each settlement, and its six statuses where it has a verdict. */
const CELLS = `cross join lateral (values (null, null), ${QUESTIONS.map((id) => `('${id}', v.${id})`).join(', ')})
  q(question, status)`

/** Sums over rows, by piece and bucket ($6 start, $7 width of the piece's buckets). */
export function rowSumsSql(party: Party): string {
  return `
    select p.piece, ${BUCKET('s.block_time', 'p.start', 'p.width')} as bucket, q.question, q.status,
      count(*) as settlements, sum(s.settled_amount) as amount
    from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
      p(piece, address, from_at, to_at, window_from, start, width)
    join settlement s on s.${party} = p.address and s.accepted
      and ${WITHIN} and ${IN_WINDOW}
    ${LEFT_JOIN_VERDICT}
    ${CELLS}
    where q.question is null or v.id is not null
    group by 1, 2, 3, 4`
}

/** Sums over whole hours ($3, $4) and the whole days among them ($5, $6), by piece and bucket ($7, $8). */
export function rollupSumsSql(party: Party): string {
  return `
    select p.piece, ((extract(epoch from r.at)::bigint * 1000 - p.start) / p.width)::int as bucket, r.question, r.status,
      sum(r.settlements) as settlements, sum(r.amount) as amount
    from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
      p(piece, address, hours_start, hours_end, days_start, days_end, start, width)
    ${HOURS} ${party === 'payer' ? OF_PAYER : OF_PROVIDER}
    group by 1, 2, 3, 4`
}

/**
 * Settlements inside the whole hours whose window begins before the piece: at each provider that can only be the first
 * one of the piece, since each later window begins at the one before it. $6, $7 hours, $8, $9 buckets. It is looked for from the
 * first block of the first hour in which the rollup knows the provider, and no further than an hour before: the provider is put
 * into an expression, so that the payer's settlements are walked and not everybody's at that provider.
 */
export const STRADDLERS_SQL = `
  select p.piece, ${BUCKET('s.block_time', 'p.start', 'p.width')} as bucket, q.question, q.status,
    1 as settlements, s.settled_amount as amount
  from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
    p(piece, address, from_at, to_at, window_from, hours_start, hours_end, start, width)
  cross join lateral (select ${TIME('p.hours_start')} as starts, ${TIME('p.hours_end')} as ends offset 0) h
  cross join lateral ${firstBlockSql('h.starts')} whole
  cross join lateral ${PROVIDERS} o
  cross join lateral (select r.hour from verdicts.share_rollup r where r.payer = p.address and r.provider = o.provider
    and r.hour >= h.starts and r.hour < h.ends order by r.hour limit 1) first
  cross join lateral ${firstBlockSql('first.hour')} b
  cross join lateral (select s.* ${accepted('payer')} and s.block_number >= b.block_number and s.provider || '' = o.provider
    order by s.block_number, s.n limit 1) s
  ${LEFT_JOIN_VERDICT}
  ${CELLS}
  where not coalesce(${atSql(WINDOW_FROM, '0')} >= p.window_from, false)
    and s.block_time >= h.starts and s.block_time < h.ends
    and not exists (select ${accepted('payer')} and s.provider || '' = o.provider and s.block_number < whole.block_number)
    and (q.question is null or v.id is not null)`
