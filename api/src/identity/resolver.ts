import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { parseAddress, parseAgentId } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseBlocks, parseText, parseTimes, readIf } from '../words/ranges'
import { CARD_LIST, dataByInft, INFT_LIST, METADATA_LIST, REGISTRY_LIST } from './lists'
import {
  type AgentCard,
  AgentCardConnection,
  type AgentMetadata,
  AgentMetadataConnection,
  Inft,
  InftConnection,
  InftData,
  InftFilter,
  type Registry,
  RegistryConnection,
} from './types'

/** What registries hold beside agents themselves. */
@Resolver(() => Inft)
export class IdentityResolver {
  @Query(() => AgentCardConnection, { description: 'Registration files that an agent named, newest first.' })
  agentCards(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('agent', () => ID) agent: string,
  ): Promise<Connection<AgentCard>> {
    const where = new Where().equal('agent_id', parseAgentId('agent', agent))
    return listRows(context, CARD_LIST, where, page)
  }

  @Query(() => AgentMetadataConnection, { description: 'Of one agent, newest first.' })
  agentMetadata(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('agent', () => ID) agent: string,
    @Arg('key', () => String, { nullable: true }) key?: string | null,
    @Arg('inForce', () => Boolean, { nullable: true }) inForce?: boolean | null,
  ): Promise<Connection<AgentMetadata>> {
    const where = new Where()
      .equal('agent_id', parseAgentId('agent', agent))
      .equal('key', readIf('key', key, parseText))
    if (inForce != null) where.add(`to_block is ${inForce ? 'null' : 'not null'}`)
    return listRows(context, METADATA_LIST, where, page)
  }

  @Query(() => InftConnection, { description: 'By their mint.' })
  infts(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => InftFilter, { nullable: true }) filter?: InftFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<Inft>> {
    const { from, until } = parseBlocks('filter.blocks', filter?.blocks)
    const where = new Where()
      .equal('contract', readIf('filter.contract', filter?.contract, parseAddress))
      .equal('owner', readIf('filter.owner', filter?.owner, parseAddress))
      .within('minted_block', 'int', from, until)
      .ofTimes({ time: 'minted_time', block: 'minted_block' }, parseTimes('filter.times', filter?.times))
    return listRows(context, INFT_LIST, where, page, order === 'oldest')
  }

  @Query(() => RegistryConnection, { description: 'By address.' })
  registries(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs): Promise<Connection<Registry>> {
    return listRows(context, REGISTRY_LIST, new Where(), page, true)
  }

  @FieldResolver(() => [InftData], { description: 'Newest first.' })
  data(@Root() { id }: Inft, @Ctx() context: RequestContext): Promise<InftData[]> {
    return context.load(dataByInft, id)
  }
}
