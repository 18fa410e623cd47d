import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { type PartyRank, PartyRankEnum } from '../connection/rank'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { badInput } from '../errors'
import { keepAt } from '../link/at'
import { attributedLinks, historySpans, linksByAgent } from '../link/links'
import { PayerLink } from '../link/types'
import { SettlementFilter } from '../settlement/filter'
import { type SettlementOrder, SettlementOrderEnum } from '../settlement/order'
import { listSettlements } from '../settlement/page'
import { type Settlement, SettlementConnection } from '../settlement/types'
import { parseAgentId } from '../words/ids'
import { type ListOrder, ListOrderEnum } from '../words/ranges'
import { type Asked, listAskedFields } from '../words/selection'
import { agentById, listAgents, listLargestAgents } from './agents'
import { intervals, intervalsOf } from './intervals'
import { Agent, AgentConnection, AgentFilter, Interval } from './types'

@Resolver(() => Agent)
export class AgentResolver {
  @Query(() => AgentConnection, {
    description: 'By their mint, or by what entered their histories, the largest first.',
  })
  agents(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AgentFilter, { nullable: true }) filter?: AgentFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
    @Arg('rank', () => PartyRankEnum, {
      nullable: true,
      description: 'In place of order; of the filter registry alone.',
    })
    rank?: PartyRank | null,
  ): Promise<Connection<Agent>> {
    if (rank == null) return listAgents(context, filter, page, order === 'oldest')
    if (order === 'oldest') throw badInput('order', 'newest, or none, beside rank: the largest come first', 'oldest')
    return listLargestAgents(context, rank, filter, page)
  }

  @Query(() => Agent, { nullable: true })
  async agent(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Agent | null> {
    const agent = await context.load(agentById, parseAgentId('id', id))
    if (agent) context.services.looks.look('agent', agent.id)
    return agent
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'register: default, no signature of a third party. set: by setAgentWallet; whether its signature was verified stands in wallets.',
  })
  async walletHow(@Root() { id, wallet }: Agent, @Ctx() context: RequestContext): Promise<string | null> {
    if (wallet === null) return null
    const declared = await context.load(intervals, intervalsOf('wallet', id, null))
    return declared.find((interval) => interval.toBlock === null)?.how ?? null
  }

  @FieldResolver(() => [Interval])
  ownerships(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Arg('at', () => Int, { nullable: true, description: 'Those in force at the end of this block.' }) at?:
      | number
      | null,
  ): Promise<Interval[]> {
    return context.load(intervals, intervalsOf('owner', id, at))
  }

  @FieldResolver(() => [Interval])
  wallets(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Arg('at', () => Int, { nullable: true, description: 'Those in force at the end of this block.' }) at?:
      | number
      | null,
  ): Promise<Interval[]> {
    return context.load(intervals, intervalsOf('wallet', id, at))
  }

  @FieldResolver(() => [PayerLink])
  async links(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Arg('at', () => Int, { nullable: true, description: 'Those in force at the end of this block.' }) at?:
      | number
      | null,
    @Info() asked?: Asked,
  ): Promise<PayerLink[]> {
    return keepAt(await context.load(asked && asksPayers(asked) ? attributedLinks : linksByAgent, id), at)
  }

  @FieldResolver(() => SettlementConnection, {
    description:
      'The history: settlements of payers linked with A- or better, unambiguously, over the whole window. Refused items only where the filter asks for them.',
  })
  async settlements(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SettlementFilter, { nullable: true }) filter?: SettlementFilter,
    @Arg('order', () => SettlementOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: SettlementOrder,
    @Info() asked?: Asked,
  ): Promise<Connection<Settlement>> {
    const spans = await context.load(historySpans, id)
    return listSettlements(context, { over: 'spans', spans, agent: id }, filter, page, order ?? undefined, asked)
  }
}

/** Whether links are asked what follows from the other links of their payers. */
function asksPayers(asked: Asked): boolean {
  const fields = listAskedFields(asked, [[]])
  return fields.has('entersHistory') || fields.has('ambiguous')
}
