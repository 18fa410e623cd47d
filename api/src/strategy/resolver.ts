import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { Agent } from '../agent/types'
import type { RequestContext } from '../context'
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
  ): Promise<StrategyOpening[]> {
    return listOpenings(context, strategy, first ?? DEFAULT_OPENINGS)
  }

  @FieldResolver(() => StrategyTransactions)
  transactions(@Root() { agent }: Strategy, @Ctx() context: RequestContext): Promise<StrategyTransactions> {
    return context.load(transactionsByAgent, agent)
  }
}
