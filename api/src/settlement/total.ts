import type { Connection, Total } from '../connection/page'
import type { Relation, RequestContext } from '../context'
import { type ShareSubject, shares } from '../shares/shares'
import type { ShownOutcome } from '../words/words'
import type { Scope } from './list'
import type { Narrowed } from './scope'

/** Settlements by outcome that the aggregates count for the network, a provider or a model. */
interface Counted {
  scope: 'network' | 'provider' | 'model'
  key: string
  /** Undefined for all, refused ones included. */
  outcomes: ShownOutcome[] | undefined
  /** Refused ones alone, or all but them. */
  accepted: boolean | undefined
}

/** Hours that are counted from rows for one answer: more are out of date only while a whole history is counted. */
const MAX_STALE = 20

/**
 * Counts of keys $1 scope, $2 key, $3 outcomes as JSON, $4 accepted. Days as they are counted; of a day whose counts are
 * out of date its hours; hours out of date from rows, none where they are more than $5.
 */
const COUNT_SQL = `
with stale as materialized (select distinct hour from derived.stale_hour limit $5 + 1),
torn as materialized (select distinct date_trunc('day', hour at time zone 'UTC') at time zone 'UTC' as day from stale)
select k.place, case when (select count(*) from stale) <= $5 then coalesce(sum(o.n), 0) end as value
from unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) with ordinality k(scope, key, wanted, accepted, place)
left join lateral (
  select a.outcomes from derived.aggregate a
    where a.width = 'day' and a.scope = k.scope and a.key = k.key and md5(a.key) = md5(k.key)
      and not exists (select from torn where torn.day = a.start)
  union all
  select a.outcomes from torn join derived.aggregate a
    on a.width = 'hour' and a.scope = k.scope and a.key = k.key and md5(a.key) = md5(k.key)
      and a.start >= torn.day and a.start < torn.day + interval '1 day'
    where not exists (select from stale where stale.hour = a.start)
  union all
  select c.outcomes from derived.count_intervals('hour',
    (select array_agg(hour) from stale where (select count(*) from stale) <= $5), k.scope, k.key) c) c on true
left join lateral (
  select (e ->> 1)::bigint as n from jsonb_array_elements(c.outcomes) e
  where (k.wanted is null or k.wanted::jsonb ? (e ->> 0))
    and (k.accepted is null or k.accepted = (e ->> 0 <> 'rejected'))) o on true
group by k.place`

const countedTotals: Relation<Counted, Total | null> = {
  keyOf: (key) => JSON.stringify(key),
  load: async (keys, { services }) => {
    const values = [
      keys.map((key) => key.scope),
      keys.map((key) => key.key),
      keys.map((key) => (key.outcomes ? JSON.stringify(key.outcomes) : null)),
      keys.map((key) => key.accepted ?? null),
      MAX_STALE,
    ]
    const rows = await services.database.query<{ place: string; value: string | null }>(COUNT_SQL, values, true)
    const byPlace = new Map(rows.map((row) => [row.place, row.value]))
    return keys.map((_, index) => toExact(byPlace.get(String(index + 1)) ?? null))
  },
}

/**
 * How many settlements a list has, where a count of just these is kept: all, a provider's or a model's, also by outcome;
 * what was accepted of a payer, and the history of an agent. Undefined for everything else.
 */
export function totalOf(context: RequestContext, { scope, conditions }: Narrowed): Connection<never>['total'] {
  const { outcomes, accepted, ...rest } = conditions
  const others = Object.entries(rest).filter(([, value]) => value !== undefined)
  const counted = toCounted(scope, others)
  if (counted) return () => context.load(countedTotals, { ...counted, outcomes, accepted })
  const subject = toSubject(scope)
  if (!subject || others.length > 0 || outcomes !== undefined || accepted !== true) return undefined
  return async () => toExact((await context.load(shares, subject)).settlements)
}

function toCounted(scope: Scope, others: [string, unknown][]): Pick<Counted, 'scope' | 'key'> | undefined {
  const [[name, value] = [], ...more] = others
  if (scope.over === 'all' && name === undefined) return { scope: 'network', key: '' }
  if (scope.over === 'all' && name === 'provider' && more.length === 0) return { scope: name, key: String(value) }
  if (name !== undefined) return undefined
  if (scope.over === 'provider') return { scope: 'provider', key: scope.address }
  return scope.over === 'model' ? { scope: 'model', key: scope.model } : undefined
}

function toSubject(scope: Scope): ShareSubject | undefined {
  if (scope.over === 'payer') return { kind: 'payer', id: scope.address }
  return scope.over === 'spans' && scope.agent !== undefined ? { kind: 'agent', id: scope.agent } : undefined
}

function toExact(value: string | null): Total | null {
  return value === null ? null : { value, isEstimate: false }
}
