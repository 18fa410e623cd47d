import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../context'
import { search } from './search'
import { SearchHit } from './types'

@Resolver()
export class SearchResolver {
  @Query(() => [SearchHit], {
    description:
      'By agent id, address, transaction, settlement id, root, requestsHash or agent number; any other text in agent names.',
  })
  search(@Ctx() context: RequestContext, @Arg('text', () => String) text: string): Promise<SearchHit[]> {
    return search(context, text)
  }
}
