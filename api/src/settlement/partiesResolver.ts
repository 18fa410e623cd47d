import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { getAgent } from '../agent/agents'
import { SettlementAgent } from '../agent/types'
import type { RequestContext } from '../context'
import { attribute } from '../link/attribution'
import { linksByPayer } from '../link/links'
import { toPayer } from '../payer/payers'
import { Payer } from '../payer/types'
import { providerByAddress, revisionById } from '../provider/providers'
import { Provider, ServiceRevision } from '../provider/types'
import { Settlement } from './types'

/** Who stands behind a settlement. */
@Resolver(() => Settlement)
export class SettlementPartiesResolver {
  @FieldResolver(() => Payer)
  payerPage(@Root() { payer }: Settlement, @Ctx() context: RequestContext): Payer {
    return toPayer(context, payer)
  }

  @FieldResolver(() => Provider, { nullable: true })
  providerPage(@Root() { provider }: Settlement, @Ctx() context: RequestContext): Promise<Provider | null> {
    return context.load(providerByAddress, provider)
  }

  @FieldResolver(() => ServiceRevision, { nullable: true, description: 'In force immediately before this log.' })
  async service(@Root() { serviceId }: Settlement, @Ctx() context: RequestContext): Promise<ServiceRevision | null> {
    return serviceId === null ? null : context.load(revisionById, serviceId)
  }

  @FieldResolver(() => [SettlementAgent], {
    description: 'Best grade first. Empty for a refused item: anyone can name anyone.',
  })
  async agents(@Root() settlement: Settlement, @Ctx() context: RequestContext): Promise<SettlementAgent[]> {
    if (!settlement.accepted) return []
    const links = await context.load(linksByPayer, settlement.payer)
    const found = attribute(links, settlement)
    return Promise.all(
      found.map(async ({ agentId, ...standing }) => ({ agent: await getAgent(context, agentId), ...standing })),
    )
  }
}
