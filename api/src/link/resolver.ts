import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { getAgent } from '../agent/agents'
import { Agent } from '../agent/types'
import type { RequestContext } from '../context'
import { toPayer } from '../payer/payers'
import { Payer } from '../payer/types'
import { judgeLink } from './attribution'
import { linksByPayer } from './links'
import { PayerLink } from './types'

@Resolver(() => PayerLink)
export class PayerLinkResolver {
  @FieldResolver(() => Agent)
  agent(@Root() { agentId }: PayerLink, @Ctx() context: RequestContext): Promise<Agent> {
    return getAgent(context, agentId)
  }

  @FieldResolver(() => Payer)
  payerPage(@Root() { payer }: PayerLink, @Ctx() context: RequestContext): Payer {
    return toPayer(context, payer)
  }

  @FieldResolver(() => Boolean, { description: "Whether some block of this link enters the agent's history." })
  async entersHistory(@Root() link: PayerLink, @Ctx() context: RequestContext): Promise<boolean> {
    return judgeLink(link, await context.load(linksByPayer, link.payer)).entersHistory
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether at some block of it another agent is linked to this payer with A- or better.',
  })
  async ambiguous(@Root() link: PayerLink, @Ctx() context: RequestContext): Promise<boolean> {
    return judgeLink(link, await context.load(linksByPayer, link.payer)).ambiguous
  }
}
