import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql'
import { Agent } from '../agent/types'
import type { RequestContext } from '../context'
import { widthOf } from '../settlement/rows'
import type { Asked } from '../words/selection'
import { DEFAULT_OPENINGS, listOpenings, readStrategy } from './strategy'
import { transactionsByAgent } from './transactions'
import { StrategyTransactions } from './transactionTypes'
import { Strategy, StrategyOpening } from './types'

@Resolver(() => Agent)
export class AgentStrategyResolver {
  @FieldResolver(() => Strategy)
  strategy(@Root() { id }: Agent, @Ctx() context: RequestContext): Promise<Strategy> {
    return readStrategy(context, id)
  }
}

@Resolver(() => Strategy)
export class StrategyOpeningResolver {
  @FieldResolver(() => [StrategyOpening], { description: 'The newest opened settlements of the history.' })
  openings(
    @Root() strategy: Strategy,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_OPENINGS, description: 'At most 25.' })
    first: number | null,
    @Info() asked?: Asked,
  ): Promise<StrategyOpening[]> {
    const isListed = asked !== undefined && widthOf(asked, [['settlement']]) !== 'all'
    return listOpenings(context, strategy, first ?? DEFAULT_OPENINGS, isListed)
  }

  @FieldResolver(() => StrategyTransactions)
  transactions(@Root() { agent }: Strategy, @Ctx() context: RequestContext): Promise<StrategyTransactions> {
    return context.load(transactionsByAgent, agent)
  }
}
