import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { attemptsByRoot } from '../trail/trails'
import { Anchor, FetchAttempt } from '../trail/types'
import { parseHash } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseTimes, readIf } from '../words/ranges'
import { textColumn } from '../words/text'
import { anchorsByRoot } from './anchors'
import { Payload, PayloadConnection, PayloadFilter } from './types'

const COLUMNS = `p.root, p.size, p.sha256, ${textColumn('p.source')}, p.fetched_at as "fetchedAt", p.withdrawn_at as "withdrawnAt",
  p.withdrawn_at is null and w.root is null as kept, w.reason as "withdrawalReason",
  case t.status when 'parsed' then 'trail' when 'rejected' then 'rejected' else 'unread' end as type,
  ${textColumn('t.reason', 'rejection')}, d.data_root as "daRoot",
  to_char(p.fetched_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "fetchedKey"`

const LIST = {
  name: 'payloads',
  columns: COLUMNS,
  from: `verdicts.payload p left join verdicts.trail t on t.root = p.root
    left join verdicts.withdrawal w on w.root = p.root left join verdicts.da_pointer d on d.root = p.root`,
  table: 'verdicts.payload',
  keys: [
    { column: 'p.fetched_at', field: 'fetchedKey', kind: 'time' },
    { column: 'p.root', field: 'root', kind: 'text' },
  ],
} as const

@Resolver(() => Payload)
export class PayloadResolver {
  @Query(() => PayloadConnection, { description: 'By the time when they were fetched.' })
  payloads(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PayloadFilter, { nullable: true }) filter?: PayloadFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<Payload>> {
    const where = new Where().equal('p.root', readIf('filter.root', filter?.root, parseHash))
    const { from, until } = parseTimes('filter.fetchedAt', filter?.fetchedAt)
    where.within('p.fetched_at', 'timestamptz', from, until)
    if (filter?.state != null) where.add(`p.withdrawn_at is ${filter.state === 'kept' ? 'null' : 'not null'}`)
    return listRows(context, LIST, where, page, order === 'oldest')
  }

  @FieldResolver(() => [FetchAttempt], { description: 'Newest first.' })
  attempts(@Root() { root }: Payload, @Ctx() context: RequestContext): Promise<FetchAttempt[]> {
    return context.load(attemptsByRoot, root)
  }

  @FieldResolver(() => [Anchor], { description: 'Who submitted the root, the first fifty.' })
  anchors(@Root() { root }: Payload, @Ctx() context: RequestContext): Promise<Anchor[]> {
    return context.load(anchorsByRoot, root)
  }
}
