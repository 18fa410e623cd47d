import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql'
import { type Connection, checkFirst, DEFAULT_PAGE } from '../connection/page'
import { type PartyRank, PartyRankEnum } from '../connection/rank'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { accounts } from '../payer/payers'
import { Account } from '../payer/types'
import { SettlementFilter } from '../settlement/filter'
import { type SettlementOrder, SettlementOrderEnum } from '../settlement/order'
import { listSettlements } from '../settlement/page'
import { type Settlement, SettlementConnection } from '../settlement/types'
import { parseAddress } from '../words/ids'
import { type ListOrder, ListOrderEnum } from '../words/ranges'
import type { Asked } from '../words/selection'
import { findLabelFinding } from './labelFinding'
import {
  acknowledgementsByProvider,
  listProviders,
  providerByAddress,
  revisionById,
  revisionsByProvider,
} from './providers'
import { Provider, ProviderConnection, ProviderFilter, ServiceRevision, SignerAcknowledgement } from './types'

@Resolver(() => Provider)
export class ProviderResolver {
  @Query(() => ProviderConnection, { description: 'By when they first appeared, or the largest first.' })
  providers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProviderFilter, { nullable: true }) filter?: ProviderFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
    @Arg('rank', () => PartyRankEnum, { nullable: true, description: 'In place of order.' }) rank?: PartyRank | null,
  ): Promise<Connection<Provider>> {
    return listProviders(context, filter, page, order === 'oldest', rank)
  }

  @Query(() => Provider, { nullable: true })
  provider(@Ctx() context: RequestContext, @Arg('address', () => String) address: string): Promise<Provider | null> {
    return context.load(providerByAddress, parseAddress('address', address))
  }

  @FieldResolver(() => ServiceRevision, { nullable: true, description: 'Null once removed, or where none was seen.' })
  service(@Root() { currentServiceId }: Provider, @Ctx() context: RequestContext): Promise<ServiceRevision | null> {
    return findService(currentServiceId, context)
  }

  @FieldResolver(() => [ServiceRevision], { description: 'Newest first.' })
  revisions(@Root() { address }: Provider, @Ctx() context: RequestContext): Promise<ServiceRevision[]> {
    return context.load(revisionsByProvider, address)
  }

  @FieldResolver(() => [SignerAcknowledgement], { description: 'Newest first.' })
  acknowledgements(@Root() { address }: Provider, @Ctx() context: RequestContext): Promise<SignerAcknowledgement[]> {
    return context.load(acknowledgementsByProvider, address)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A finding about the label: e.g. claims in-enclave, is relayed. Null where label and derived mode agree.',
  })
  async labelFinding(@Root() { currentServiceId }: Provider, @Ctx() context: RequestContext): Promise<string | null> {
    const service = await findService(currentServiceId, context)
    return service && findLabelFinding(service)
  }

  @FieldResolver(() => SettlementConnection, { description: 'Newest first, refused items that it sent included.' })
  settlements(
    @Root() { address }: Provider,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SettlementFilter, { nullable: true }) filter?: SettlementFilter,
    @Arg('order', () => SettlementOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: SettlementOrder,
    @Info() asked?: Asked,
  ): Promise<Connection<Settlement>> {
    return listSettlements(context, { over: 'provider', address }, filter, page, order ?? undefined, asked)
  }

  @FieldResolver(() => [Account], { description: 'Last changed first.' })
  payers(
    @Root() { address }: Provider,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first: number | null,
  ): Promise<Account[]> {
    return context.load(accounts, { of: 'provider', address, first: checkFirst(first) })
  }
}

async function findService(id: string | null, context: RequestContext): Promise<ServiceRevision | null> {
  return id === null ? null : context.load(revisionById, id)
}
