import { Arg, Args, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import { connectionOf, PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { badInput } from '../errors'
import { parseAgentId, parsePayerId } from '../words/ids'
import { parseWord, readIf } from '../words/ranges'
import { holdsAt } from './at'
import { linksByAgent, linksByPayer } from './links'
import { GRADES, rankOf } from './spans'
import { PayerLink } from './types'

const LINK_TYPES = ['L1', 'L2', 'L4', 'L5', 'L6', 'L7', 'L8'] as const

@ObjectType('LinkConnection', { simpleResolvers: true })
export class LinkConnection extends connectionOf(PayerLink, 'Link') {}

@InputType({ description: 'All conditions hold at once. One of agent and payer is needed.' })
export class LinkFilter {
  @Field(() => ID, { nullable: true })
  agent?: string | null
  @Field(() => ID, { nullable: true, description: 'eip155:<chain>:<address> or the address.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'L1 to L8.' })
  type?: string | null
  @Field(() => String, { nullable: true, description: 'This grade or better: S, A, A-, B+, B, B-, C+, C, D, E.' })
  minStrength?: string | null
  @Field(() => Int, { nullable: true, description: 'Those in force at the end of this block.' })
  at?: number | null
}

@Resolver()
export class LinkListResolver {
  @Query(() => LinkConnection, {
    description: 'Links of a payer or an agent, newest first, as far as their pages list them.',
  })
  async links(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => LinkFilter) filter: LinkFilter,
  ): Promise<Connection<PayerLink>> {
    const first = checkFirst(page.first)
    const { after } = page
    const position = after == null ? undefined : parseCursor('after', after, 'links', ['int', 'text'])
    const found = await findLinks(context, filter)
    const behind = position === undefined ? found : found.filter((link) => isBehind(link, position))
    const connection = toConnection('links', behind.slice(0, first + 1), first, after ?? undefined, (link) => [
      link.fromBlock,
      link.id,
    ])
    return Object.assign(connection, { total: async () => ({ value: String(found.length), isEstimate: false }) })
  }
}

/** Every link that fits, newest first: their number is bounded for each party. */
async function findLinks(context: RequestContext, filter: LinkFilter): Promise<PayerLink[]> {
  const agent = readIf('filter.agent', filter.agent, parseAgentId)
  const { chainId } = context.services.network
  const type = readIf('filter.type', filter.type, parseWord(LINK_TYPES))
  const least = readIf('filter.minStrength', filter.minStrength, parseWord(GRADES))
  const { at, payer: payerId } = filter
  if (at != null && at < 0) throw badInput('filter.at', 'a block, 0 or above', String(at))
  if (agent === undefined && payerId == null) throw badInput('filter', 'agent or payer', 'neither')
  const payer = payerId == null ? undefined : parsePayerId('filter.payer', payerId, chainId)
  // A payer of another chain pays nobody here.
  if (payerId != null && payer === undefined) return []
  const all = payer === undefined ? context.load(linksByAgent, agent ?? '') : context.load(linksByPayer, payer)
  return (await all)
    .filter((link) => agent === undefined || link.agentId === agent)
    .filter((link) => type === undefined || link.type === type)
    .filter((link) => least === undefined || rankOf(link.strength) <= rankOf(least))
    .filter((link) => at == null || holdsAt(link, at))
    .sort((a, b) => b.fromBlock - a.fromBlock || (a.id < b.id ? 1 : -1))
}

function isBehind({ fromBlock, id }: PayerLink, [block, last]: (string | number)[]): boolean {
  return fromBlock < Number(block) || (fromBlock === block && id < String(last))
}
