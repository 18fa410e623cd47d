import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { Agent } from '../agent/types'
import type { RequestContext } from '../context'
import { Payer } from '../payer/types'
import { Provider } from '../provider/types'
import { DEFAULT_POINTS, listSharePoints, shares } from './shares'
import { SharePoint, Shares } from './types'

const POINTS = { nullable: true, defaultValue: DEFAULT_POINTS, description: 'At most 200.' }

@Resolver(() => Agent)
export class AgentSharesResolver {
  @FieldResolver(() => Shares, { description: 'Of what enters the history.' })
  shares(@Root() { id }: Agent, @Ctx() context: RequestContext): Promise<Shares> {
    return context.load(shares, { kind: 'agent', id })
  }

  @FieldResolver(() => [SharePoint])
  sharesOverTime(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Arg('points', () => Int, POINTS) points: number | null,
  ): Promise<SharePoint[]> {
    return listSharePoints(context, { kind: 'agent', id }, points)
  }
}

@Resolver(() => Payer)
export class PayerSharesResolver {
  @FieldResolver(() => Shares)
  shares(@Root() { address }: Payer, @Ctx() context: RequestContext): Promise<Shares> {
    return context.load(shares, { kind: 'payer', id: address })
  }

  @FieldResolver(() => [SharePoint])
  sharesOverTime(
    @Root() { address }: Payer,
    @Ctx() context: RequestContext,
    @Arg('points', () => Int, POINTS) points: number | null,
  ): Promise<SharePoint[]> {
    return listSharePoints(context, { kind: 'payer', id: address }, points)
  }
}

@Resolver(() => Provider)
export class ProviderSharesResolver {
  @FieldResolver(() => Shares)
  shares(@Root() { address }: Provider, @Ctx() context: RequestContext): Promise<Shares> {
    return context.load(shares, { kind: 'provider', id: address })
  }

  @FieldResolver(() => [SharePoint])
  sharesOverTime(
    @Root() { address }: Provider,
    @Ctx() context: RequestContext,
    @Arg('points', () => Int, POINTS) points: number | null,
  ): Promise<SharePoint[]> {
    return listSharePoints(context, { kind: 'provider', id: address }, points)
  }
}
