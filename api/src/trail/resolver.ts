import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { Settlement } from '../settlement/types'
import { UntrustedBytes } from '../words/text'
import { listRecords, recordBodies } from './records'
import { attemptsByRoot, trailsBySettlement } from './trails'
import { Anchor, FetchAttempt, InferenceRecord, RecordConnection, Trail } from './types'

/** What was published about a settlement. */
@Resolver(() => Settlement)
export class SettlementTrailsResolver {
  @FieldResolver(() => [Trail], { description: 'The provider’s first, then the payer’s, then everybody else’s.' })
  trails(@Root() settlement: Settlement, @Ctx() context: RequestContext): Promise<Trail[]> {
    return context.load(trailsBySettlement, settlement)
  }

  @FieldResolver(() => [Anchor], { description: 'The anchors of its trails.' })
  async anchors(@Root() settlement: Settlement, @Ctx() context: RequestContext): Promise<Anchor[]> {
    return (await context.load(trailsBySettlement, settlement)).map((trail) => trail.anchor)
  }

  @FieldResolver(() => RecordConnection, {
    description:
      'As published in the file that its opening was judged by; where none was, in every file that names it.',
  })
  records(
    @Root() settlement: Settlement,
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<InferenceRecord>> {
    return listRecords(context, settlement, page)
  }
}

@Resolver(() => Trail)
export class TrailResolver {
  @FieldResolver(() => [FetchAttempt], { description: 'Newest first.' })
  attempts(@Root() { root }: Trail, @Ctx() context: RequestContext): Promise<FetchAttempt[]> {
    return context.load(attemptsByRoot, root)
  }
}

@Resolver(() => InferenceRecord)
export class InferenceRecordResolver {
  @FieldResolver(() => UntrustedBytes, { nullable: true, description: 'Null where withheld, withdrawn or not kept.' })
  async request(@Root() record: InferenceRecord, @Ctx() context: RequestContext): Promise<UntrustedBytes | null> {
    return (await context.load(recordBodies, record)).request
  }

  @FieldResolver(() => UntrustedBytes, { nullable: true, description: 'Null where withheld, withdrawn or not kept.' })
  async response(@Root() record: InferenceRecord, @Ctx() context: RequestContext): Promise<UntrustedBytes | null> {
    return (await context.load(recordBodies, record)).response
  }
}
