import { Arg, Args, Ctx, Field, FieldResolver, InputType, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, logKeys } from '../connection/rowList'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { ANCHOR_COLUMNS } from '../payload/anchors'
import { attemptsByRoot } from '../trail/trails'
import { Anchor, FetchAttempt } from '../trail/types'
import { parseAddress, parseHash } from '../words/ids'
import { BlockRange, type ListOrder, ListOrderEnum, parseBlocks, parseTimes, readIf, TimeRange } from '../words/ranges'

@ObjectType('AnchorConnection', { simpleResolvers: true })
export class AnchorConnection extends connectionOf(Anchor, 'Anchor') {}

@InputType({ description: 'All conditions hold at once.' })
export class AnchorFilter {
  @Field(() => String, { nullable: true })
  root?: string | null
  @Field(() => String, { nullable: true, description: 'Address: tx.from.' })
  author?: string | null
  @Field(() => String, { nullable: true, description: 'Address, from the tags of a trail: a claim of the author.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'Address, from the tags of a trail: a claim of the author.' })
  provider?: string | null
  @Field(() => BlockRange, { nullable: true })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of the block.' })
  times?: TimeRange | null
}

const LIST = { name: 'anchors', columns: ANCHOR_COLUMNS, from: 'anchor', table: 'anchor', keys: logKeys() }

@Resolver(() => Anchor)
export class AnchorResolver {
  @Query(() => AnchorConnection)
  anchors(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AnchorFilter, { nullable: true }) filter?: AnchorFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<Anchor>> {
    const { from, until } = parseBlocks('filter.blocks', filter?.blocks)
    const where = new Where()
      .equal('root', readIf('filter.root', filter?.root, parseHash))
      .equal('author', readIf('filter.author', filter?.author, parseAddress))
      .equal('payer', readIf('filter.payer', filter?.payer, parseAddress))
      .equal('provider', readIf('filter.provider', filter?.provider, parseAddress))
      .within('block_number', 'int', from, until)
      .ofTimes({ time: 'block_time', block: 'block_number' }, parseTimes('filter.times', filter?.times))
    return listRows(context, LIST, where, page, order === 'oldest')
  }

  @FieldResolver(() => [FetchAttempt], { description: 'Newest first, of the root.' })
  attempts(@Root() { root }: Anchor, @Ctx() context: RequestContext): Promise<FetchAttempt[]> {
    return context.load(attemptsByRoot, root)
  }
}
