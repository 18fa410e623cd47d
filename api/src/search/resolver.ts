import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../context'
import { search } from './search'
import { SearchHit } from './types'

@Resolver()
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      'By agent id, address, transaction, settlement id, root, requestsHash, agent number or block; any other text in the names of agents and of the models that providers serve.',
  })
  search(@Ctx() context: RequestContext, @Arg('text', () => String) text: string): Promise<SearchHit[]> {
    return search(context, text)
  }
}
