import { Ctx, Query, Resolver } from 'type-graphql'
import type { RequestContext, RequestServices } from '../context'
import { textColumn } from '../words/text'
import { FaultySource, NetworkState } from './types'

interface HeightRow {
  finalizedHeight: number
  indexedHeight: number
  indexedHash: string | null
  indexedTime: Date | null
  verifier: string | null
  lastVerdictAt: Date | null
  waiting: string
  waitingSince: Date | null
}

/** Wrong answers that are counted, newest first: a page never counts a table without end. */
const COUNTED_MISMATCHES = 10_000

@Resolver(() => NetworkState)
export class NetworkResolver {
  @Query(() => NetworkState)
  async network(@Ctx() { services }: RequestContext): Promise<NetworkState> {
    const [head, heights, faultySources] = await Promise.all([
      services.head.get(),
      readHeights(services),
      services.database.query<FaultySource>(FAULTY_SQL, [COUNTED_MISMATCHES]),
    ])
    const { network } = services
    return {
      name: network.name,
      displayName: network.displayName,
      chainId: network.chainId,
      finality: network.finality,
      head,
      lag: head === null ? null : Math.max(0, head - heights.indexedHeight),
      ...heights,
      contracts: network.contracts.map(({ kind, address, startBlock }) => ({ kind, address, startBlock })),
      faultySources,
    }
  }
}

async function readHeights({ database }: RequestServices): Promise<HeightRow> {
  const [row] = await database.query<HeightRow & Record<string, unknown>>(HEIGHTS_SQL, [], true)
  if (!row) throw new Error('The heights gave no row')
  return row
}

const HEIGHTS_SQL = `
with status as (select height, hash from squid_processor.status order by height desc limit 1),
hot as (select height, hash from squid_processor.hot_block order by height desc limit 1),
tip as (select * from (select * from status union all select * from hot) heads order by height desc limit 1),
newest as (select verifier, judged_at from verdicts.verdict order by id desc limit 1)
select
  greatest((select height from status), 0) as "finalizedHeight",
  greatest((select height from tip), 0) as "indexedHeight",
  (select hash from tip) as "indexedHash",
  (select max(time) from (
    (select block_time as time from settlement order by block_number desc, n desc limit 1) union all
    (select block_time from anchor order by block_number desc limit 1)) times) as "indexedTime",
  (select verifier from newest) as verifier,
  (select judged_at from newest) as "lastVerdictAt",
  -- All that wait are counted as they come and go; those of blocks that are not final yet are few.
  (select coalesce(sum(number), 0) from derived.waiting_change)
    - (select count(*) from derived.waiting where block_number > (select coalesce(max(height), -1) from status)) as waiting,
  (select block_time from derived.waiting where block_number <= (select height from status)
    order by block_number limit 1) as "waitingSince"`

const FAULTY_SQL = `
select ${textColumn('source')}, count(*) as mismatches, max(finished_at) as "lastAt",
  (array_agg(root order by id desc))[1] as "lastRoot"
from (select id, source, root, finished_at from verdicts.fetch_attempt
  where outcome in ('mismatch', 'size-mismatch') order by id desc limit $1) newest
group by newest.source order by mismatches desc, newest.source limit 50`
