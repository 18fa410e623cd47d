import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { type PartyRank, PartyRankEnum } from '../connection/rank'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { keepAt } from '../link/at'
import { linksByPayer } from '../link/links'
import { PayerLink } from '../link/types'
import { SettlementFilter } from '../settlement/filter'
import { type SettlementOrder, SettlementOrderEnum } from '../settlement/order'
import { listSettlements } from '../settlement/page'
import { type Settlement, SettlementConnection } from '../settlement/types'
import { parsePayerId } from '../words/ids'
import type { Asked } from '../words/selection'
import { accounts, accountsOfPayer, listLargestPayers, listPayers, payerExists, toPayer } from './payers'
import { Account, AccountLabel, Payer, PayerConnection, PayerFilter } from './types'

@Resolver(() => Payer)
export class PayerResolver {
  @Query(() => PayerConnection, { description: 'By address, or the largest first.' })
  payers(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PayerFilter, { nullable: true }) filter?: PayerFilter,
    @Arg('rank', () => PartyRankEnum, { nullable: true, description: 'Without filter.' }) rank?: PartyRank | null,
  ): Promise<Connection<Payer>> {
    return rank == null ? listPayers(context, filter, page) : listLargestPayers(context, rank, filter, page)
  }

  @Query(() => Payer, { nullable: true, description: 'By eip155:<chain>:<address> or bare address.' })
  async payer(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Payer | null> {
    const address = parsePayerId('id', id, context.services.network.chainId)
    if (address === undefined || !(await context.load(payerExists, address))) return null
    return toPayer(context, address)
  }

  @FieldResolver(() => AccountLabel, { nullable: true })
  label(@Root() { address }: Payer, @Ctx() { services }: RequestContext): AccountLabel | null {
    return services.network.accounts?.find((account) => account.address === address) ?? null
  }

  @FieldResolver(() => [Account], { description: 'Last changed first.' })
  accounts(@Root() { address }: Payer, @Ctx() context: RequestContext): Promise<Account[]> {
    return context.load(accounts, accountsOfPayer(address))
  }

  @FieldResolver(() => [PayerLink])
  async links(
    @Root() { address }: Payer,
    @Ctx() context: RequestContext,
    @Arg('at', () => Int, { nullable: true, description: 'Those in force at the end of this block.' }) at?:
      | number
      | null,
  ): Promise<PayerLink[]> {
    return keepAt(await context.load(linksByPayer, address), at)
  }

  @FieldResolver(() => SettlementConnection, {
    description: 'Accepted ones; refused items that name this address only where the filter asks for them.',
  })
  settlements(
    @Root() { address }: Payer,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SettlementFilter, { nullable: true }) filter?: SettlementFilter,
    @Arg('order', () => SettlementOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: SettlementOrder,
    @Info() asked?: Asked,
  ): Promise<Connection<Settlement>> {
    return listSettlements(context, { over: 'payer', address }, filter, page, order ?? undefined, asked)
  }
}
