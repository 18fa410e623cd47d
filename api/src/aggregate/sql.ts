import { QUESTIONS } from '@touchstone/verify'
import { atSql, firstBlockSql, withinSql } from '../link/positions'
import { LEFT_JOIN_VERDICT, WINDOW_FROM } from '../settlement/rows'

/** Cells as JSON text, and only where they are asked for: they are many. */
const columns = (cells: boolean) =>
  `start, settlements, amount, payers, outcomes, ${cells ? 'cells::text' : 'null::text'} as cells`

/**
 * What is counted already ($1 width, $2 scope, $3 key, $4 first start, $5 end), and beside it the intervals whose counts
 * are out of date, at most $6 of them, as rows without counts.
 */
export const countedSql = (cells: boolean) => `
with stale as materialized (
  select distinct date_trunc($1, hour at time zone 'UTC') at time zone 'UTC' as start
  from derived.stale_hour where hour >= $4 and hour < $5 limit $6)
select ${columns(cells)} from derived.aggregate a
  where width = $1 and scope = $2 and key = $3 and md5(key) = md5($3) and start >= $4 and start < $5
    and not exists (select from stale where stale.start = a.start)
union all
select start, null, null, null, null, null from stale`

/** Intervals ($2) counted from rows. */
export const countSql = (cells: boolean) => `select ${columns(cells)} from derived.count_intervals($1, $2, $3, $4)`

/** Time of the newest indexed settlement or anchor; null where there is none. */
export const INDEXED_TIME_SQL = `select max(time) as time from (
  (select block_time as time from settlement order by block_number desc, n desc limit 1) union all
  (select block_time from anchor order by block_number desc limit 1)) times`

/** Above every block. */
const MAX_BLOCK = 2 ** 31 - 1

/** Counts from the rows of one history, walked from the first block of the times to the last. `rows`: what it is over, with $1 width, $2 first start, $3 end. */
const countRows = (rows: string, cells: boolean) => `
with item as materialized (
  select date_trunc($1, s.block_time at time zone 'UTC') at time zone 'UTC' as start, s.payer, s.settled_amount as amount,
    coalesce(v.outcome, 'pending') as outcome, v.id, ${QUESTIONS.map((question) => `v.${question}`).join(', ')}
  from ${rows} and s.accepted and s.block_time >= $2 and s.block_time < $3
    and s.block_number >= coalesce(${firstBlockSql('$2')}, ${MAX_BLOCK}) and s.block_number < coalesce(${firstBlockSql('$3')}, ${MAX_BLOCK})
  ${LEFT_JOIN_VERDICT}),
outcome as (
  select start, jsonb_agg(jsonb_build_array(outcome, n, amount::text) order by outcome) as outcomes
  from (select start, outcome, count(*) as n, sum(amount) as amount from item group by 1, 2) o group by 1)${cells ? CELL : ''}
select start, t.settlements, t.amount, t.payers, outcomes, ${cells ? `coalesce(cells, '[]')::text` : 'null::text'} as cells
from (select start, count(*) as settlements, sum(amount) as amount, count(distinct payer) as payers from item group by 1) t
join outcome using (start) ${cells ? 'left join cell using (start)' : ''}`

const CELL = `,
cell as (
  select start, jsonb_agg(jsonb_build_array(question, status, n, amount::text) order by question, status) as cells
  from (select start, q.question, q.status, count(*) as n, sum(amount) as amount from item
    cross join lateral (values ${QUESTIONS.map((question) => `('${question}', ${question})`).join(', ')}) q(question, status)
    where id is not null group by 1, 2, 3) c group by 1)`

/** The same columns for what enters an agent's history: after the times the spans $4 payer, $5 from, $6 to. */
export const agentSql = (cells: boolean) =>
  countRows(
    `unnest($4::text[], $5::bigint[], $6::bigint[]) r(payer, from_at, to_at)
  join settlement s on s.payer = r.payer and ${withinSql('r')} and ${atSql(WINDOW_FROM, '0')} >= r.from_at`,
    cells,
  )

/** The same columns from the rollup by day, for all that the payers $3 settled in the whole days from $1 to $2. */
export const daysSql = (cells: boolean) => `
with cell as materialized (
  select d.day, d.payer, d.question, d.status, d.settlements, d.amount
  from unnest($3::text[]) p(payer) cross join lateral (
    select * from verdicts.payer_day d where d.payer = p.payer and d.day >= $1 and d.day < $2
      ${cells ? '' : "and d.question = 'outcome'"} offset 0) d),
summed as (
  select day, question, status, sum(settlements) as n, sum(amount) as amount from cell group by 1, 2, 3)
select s.day as start, sum(s.n) filter (where question = 'outcome') as settlements,
  sum(s.amount) filter (where question = 'outcome') as amount,
  (select count(distinct payer) from cell where cell.day = s.day) as payers,
  jsonb_agg(jsonb_build_array(status, n, amount::text) order by status) filter (where question = 'outcome') as outcomes,
  ${
    cells
      ? `jsonb_agg(jsonb_build_array(question, status, n, amount::text) order by question, status)
    filter (where question <> 'outcome')::text`
      : 'null::text'
  } as cells
from summed s group by s.day`

/** The same columns for all that the payer $4 settled. */
export const payerSql = (cells: boolean) =>
  countRows(`(select $4::text as payer) r join settlement s on s.payer = r.payer`, cells)
