import { type ClassType, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql'
import type { Relation } from '../context'
import { BigInteger } from '../words/scalars'
import type { Connection, Total } from './page'

@ObjectType({ simpleResolvers: true, description: 'How many rows a list has on all its pages.' })
export class TotalCount implements Total {
  @Field(() => BigInteger)
  value: string
  @Field(() => Boolean, { description: 'Whether it is what PostgreSQL last guessed, and not a count.' })
  isEstimate: boolean
}

/** A table whose rows are guessed, or counted while they are few. */
export interface CountedTable {
  /** Goes into the statement as it is. */
  table: string
  /** Distinct values of this column are counted instead of rows. */
  distinct?: string
}

/** Rows counted one by one at most. */
const MAX_COUNTED = 10_000

/**
 * How many rows tables have: PostgreSQL's statistics where they say many, else a count that stops. Null where there are
 * many and no statistics yet.
 */
export const tableTotals: Relation<CountedTable, Total | null> = {
  keyOf: ({ table, distinct }) => `${table} ${distinct}`,
  load: async (tables, { services }) => {
    const sql = tables.map((table, place) => totalSql(table, place)).join(' union all ')
    const rows = await services.database.query<{ place: number; guess: string; counted: string | null }>(sql, [], true)
    const byPlace = new Map(rows.map((row) => [row.place, row]))
    return tables.map((_, place) => toTotal(byPlace.get(place)))
  },
}

/** `guess` is negative where nothing was analysed, `counted` null where too much is there to count. */
function totalSql({ table, distinct }: CountedTable, place: number): string {
  const [schema = 'public', name = table] = table.includes('.') ? table.split('.') : [undefined, table]
  const rows = `select ${distinct ? `distinct ${distinct}` : ''} from ${table}`
  const guess = distinct
    ? `(select case when n_distinct < 0 then -n_distinct * c.reltuples else n_distinct end from pg_stats
        where schemaname = '${schema}' and tablename = '${name}' and attname = '${distinct}')`
    : 'c.reltuples'
  return `select ${place} as place, round(coalesce(${guess}, -1))::bigint as guess,
    case when c.reltuples <= ${MAX_COUNTED} then (select count(*) from (${rows} limit ${MAX_COUNTED + 1}) t) end as counted
    from pg_class c where c.oid = '${table}'::regclass`
}

function toTotal(row: { guess: string; counted: string | null } | undefined): Total | null {
  if (!row) return null
  const counted = row.counted === null ? undefined : Number(row.counted)
  if (counted !== undefined && counted <= MAX_COUNTED) return { value: String(counted), isEstimate: false }
  const guess = Number(row.guess)
  return guess < 0 ? null : { value: String(Math.max(guess, counted ?? 0)), isEstimate: true }
}

const DESCRIPTION =
  'Rows on all pages, read where it is asked for: counted where a count is kept or the rows are few, else an estimate; null where neither is to be had for these conditions.'

/** A connection type's field `totalCount`, from what its lists say about their length. */
export function totalCountOf(connection: ClassType<object>): new () => object {
  @Resolver(() => connection)
  class TotalCountResolver {
    @FieldResolver(() => TotalCount, { nullable: true, description: DESCRIPTION })
    async totalCount(@Root() { total }: Connection<unknown>): Promise<Total | null> {
      return (await total?.()) ?? null
    }
  }
  return TotalCountResolver
}
