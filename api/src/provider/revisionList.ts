import { Arg, Args, Ctx, Field, FieldResolver, InputType, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, type RowList } from '../connection/rowList'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { parseAddress } from '../words/ids'
import {
  BlockRange,
  type ListOrder,
  ListOrderEnum,
  parseBlocks,
  parseText,
  parseTimes,
  parseWord,
  readIf,
  TimeRange,
} from '../words/ranges'
import { DERIVED_MODES, providerByAddress, REVISION_COLUMNS } from './providers'
import { Provider, ServiceRevision } from './types'

@ObjectType('RevisionConnection', { simpleResolvers: true })
export class RevisionConnection extends connectionOf(ServiceRevision, 'Revision') {}

@InputType({ description: 'All conditions hold at once.' })
export class RevisionFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => String, { nullable: true, description: 'Letter by letter.' })
  model?: string | null
  @Field(() => String, { nullable: true, description: 'in-enclave | relayed | none | unknown' })
  derivedMode?: string | null
  @Field(() => Boolean, { nullable: true })
  inForce?: boolean | null
  @Field(() => BlockRange, { nullable: true, description: 'Of the block in which it began.' })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of that block.' })
  times?: TimeRange | null
}

const LIST: RowList = {
  name: 'serviceRevisions',
  columns: `${REVISION_COLUMNS}, r.from_log_index as "fromLogIndex"`,
  from: 'service_revision r',
  table: 'service_revision',
  keys: [
    { column: 'r.from_block', field: 'fromBlock', kind: 'int' },
    { column: 'r.from_log_index', field: 'fromLogIndex', kind: 'int' },
    { column: 'r.id', field: 'id', kind: 'text' },
  ],
}

@Resolver(() => ServiceRevision)
export class RevisionResolver {
  @Query(() => RevisionConnection, { description: 'What was offered at which prices, by the block in which it began.' })
  serviceRevisions(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RevisionFilter, { nullable: true }) filter?: RevisionFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<ServiceRevision>> {
    const { from, until } = parseBlocks('filter.blocks', filter?.blocks)
    const where = new Where()
      .equal('r.provider_id', readIf('filter.provider', filter?.provider, parseAddress))
      .equal('r.model', readIf('filter.model', filter?.model, parseText))
      .equal('r.derived_mode', readIf('filter.derivedMode', filter?.derivedMode, parseWord(DERIVED_MODES)))
      .within('r.from_block', 'int', from, until)
      .ofTimes({ time: 'r.from_time', block: 'r.from_block' }, parseTimes('filter.times', filter?.times))
    if (filter?.inForce != null) where.add(`r.to_block is ${filter.inForce ? 'null' : 'not null'}`)
    return listRows(context, LIST, where, page, order === 'oldest')
  }

  @FieldResolver(() => Provider)
  async providerPage(@Root() { provider }: ServiceRevision, @Ctx() context: RequestContext): Promise<Provider> {
    const found = await context.load(providerByAddress, provider)
    if (!found) throw new Error(`Provider ${provider} has a service but no row`)
    return found
  }
}
