import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql'
import type { RequestContext } from '../context'
import { PublicError } from '../errors'
import { settlementById } from '../settlement/page'
import { Settlement } from '../settlement/types'
import { parseAddress } from '../words/ids'
import { type Finality, FinalityEnum } from '../words/words'
import { type EventFilter, type EventKind, parseEventId, toEventId } from './event'
import { FollowerDropped, follow } from './follow'
import type { StreamContext } from './socket'
import { EventKindEnum, LiveEventNode } from './types'

interface EventArguments {
  kinds?: EventKind[] | null
  payer?: string | null
  provider?: string | null
  after?: string | null
}

@Resolver(() => LiveEventNode)
export class EventResolver {
  @Subscription(() => LiveEventNode, {
    subscribe: ({ args, context }) => listen(args as EventArguments, context as StreamContext),
    description:
      'New settlements and verdicts, over graphql-transport-ws at /graphql/ws; the same as /v1/events. A stream that ends in an error says why: resume with after.',
  })
  events(
    @Root() event: LiveEventNode,
    @Arg('kinds', () => [EventKindEnum], { nullable: true, description: 'All unless given.' }) _kinds?: EventKind[],
    @Arg('payer', () => String, { nullable: true, description: 'Address.' }) _payer?: string,
    @Arg('provider', () => String, { nullable: true, description: 'Address.' }) _provider?: string,
    @Arg('after', () => ID, { nullable: true, description: 'Id of the last event that was read.' }) _after?: string,
  ): LiveEventNode {
    return event
  }

  @FieldResolver(() => FinalityEnum, {
    description: 'Of the block, when the event was sent; hot too where it names none.',
  })
  async finality(@Root() { blockNumber }: LiveEventNode, @Ctx() { services }: RequestContext): Promise<Finality> {
    const { finalizedHeight } = await services.meta.get()
    return blockNumber !== null && blockNumber <= finalizedHeight ? 'final' : 'hot'
  }

  @FieldResolver(() => Settlement, {
    nullable: true,
    description: 'As it is now; null where a reorganisation took it.',
  })
  settlement(@Root() { settlementId }: LiveEventNode, @Ctx() context: RequestContext): Promise<Settlement | null> {
    return context.load(settlementById, settlementId)
  }
}

async function* listen(args: EventArguments, context: StreamContext): AsyncGenerator<LiveEventNode> {
  const filter: EventFilter = {
    kinds: args.kinds ?? undefined,
    payer: args.payer == null ? undefined : parseAddress('payer', args.payer),
    provider: args.provider == null ? undefined : parseAddress('provider', args.provider),
  }
  const after = args.after == null ? undefined : parseEventId('after', args.after)
  const end = context.beginSubscription()
  try {
    for await (const { events } of follow(context.services.events, after, filter, context.closed))
      for (const event of events) {
        await context.takesMore()
        const { generation: _generation, tx: _tx, ...rest } = event
        yield { ...rest, id: toEventId(event), outcome: event.outcome as LiveEventNode['outcome'] }
      }
  } catch (error) {
    throw error instanceof FollowerDropped
      ? new PublicError('UNAVAILABLE', error.message, { reason: error.reason })
      : error
  } finally {
    end()
  }
}
