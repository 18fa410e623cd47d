import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql'
import { Agent } from '../agent/types'
import type { RequestContext } from '../context'
import { Payer } from '../payer/types'
import { Provider } from '../provider/types'
import { type Asked, listAskedFields } from '../words/selection'
import { payerBase, type SharesBase } from './base'
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
  shares(@Root() { address }: Payer, @Ctx() context: RequestContext, @Info() asked?: Asked): Promise<SharesBase> {
    const isBase = asked !== undefined && asksBase(asked)
    return isBase ? context.load(payerBase, address) : context.load(shares, { kind: 'payer', id: address })
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

const BASE_FIELDS = new Set(['__typename', 'settlements', 'amount'])

/** Whether shares are asked for their base alone. */
function asksBase(asked: Asked): boolean {
  return [...listAskedFields(asked, [[]])].every((field) => BASE_FIELDS.has(field))
}
