import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { Agent } from '../agent/types'
import type { Connection } from '../connection/page'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { Provider } from '../provider/types'
import { listChanges } from './changes'
import { type Change, ChangeConnection } from './types'

@Resolver(() => Agent)
export class AgentChangesResolver {
  @FieldResolver(() => ChangeConnection, {
    description: 'Owner, wallet, failed questions of its history, withdrawn evidence; newest first.',
  })
  changes(
    @Root() { id }: Agent,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<Change>> {
    return listChanges(context, { type: 'agent', key: id }, page)
  }
}

@Resolver(() => Provider)
export class ProviderChangesResolver {
  @FieldResolver(() => ChangeConnection, {
    description: 'Signer, code, image, failed questions, withdrawn evidence; newest first.',
  })
  changes(
    @Root() { address }: Provider,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<Change>> {
    return listChanges(context, { type: 'provider', key: address }, page)
  }
}
