import { doesNotProve, type Fault, QUESTION_TITLES, QUESTIONS, type QuestionId, type Status } from '@touchstone/verify'
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { parseSettlementId } from '../words/ids'
import type { Asked } from '../words/selection'
import { FaultEnum } from '../words/words'
import { SettlementFilter } from './filter'
import { type SettlementOrder, SettlementOrderEnum } from './order'
import { listSettlements, settlementById } from './page'
import { describeSettlement } from './sentence'
import { Settlement, SettlementConnection } from './types'
import { verdictById, verdictsBySettlement } from './verdicts'
import { Question, Verdict } from './verdictTypes'

@Resolver(() => Settlement)
export class SettlementResolver {
  @Query(() => SettlementConnection, { description: 'Newest first.' })
  settlements(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SettlementFilter, { nullable: true }) filter?: SettlementFilter,
    @Arg('order', () => SettlementOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: SettlementOrder,
    @Info() asked?: Asked,
  ): Promise<Connection<Settlement>> {
    return listSettlements(context, { over: 'all' }, filter, page, order ?? undefined, asked)
  }

  @Query(() => Settlement, { nullable: true })
  async settlement(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Settlement | null> {
    const settlement = await context.load(settlementById, parseSettlementId('id', id))
    if (settlement) context.services.looks.look('settlement', settlement.id)
    return settlement
  }

  @FieldResolver(() => String, { description: 'The outcome in words, as shown on the page.' })
  sentence(@Root() settlement: Settlement): string {
    return describeSettlement(settlement)
  }

  @FieldResolver(() => [String], {
    description: 'What is not proven, worst gaps first; a verified settlement has some too.',
  })
  doesNotProve(@Root() { statuses }: Settlement): string[] {
    return doesNotProve(QUESTIONS.map((id) => ({ id, status: statuses?.[id] ?? 'absent' })))
  }

  @FieldResolver(() => FaultEnum, { nullable: true })
  fault(@Root() settlement: Settlement): Fault | null {
    return settlement.verdictFault
  }

  @FieldResolver(() => [Question], { description: 'The six, always in the same order.' })
  questions(@Root() { statuses, verdictId }: Settlement): Omit<Question, 'checks'>[] {
    return QUESTIONS.map((id) => toQuestion(id, statuses?.[id] ?? null, verdictId))
  }

  @FieldResolver(() => Verdict, { nullable: true, description: 'The judgement in force.' })
  async verdict(@Root() { verdictId }: Settlement, @Ctx() context: RequestContext): Promise<Verdict | null> {
    return verdictId === null ? null : context.load(verdictById, verdictId)
  }

  @FieldResolver(() => [Verdict], { description: 'Every judgement, newest first.' })
  verdicts(@Root() { id }: Settlement, @Ctx() context: RequestContext): Promise<Verdict[]> {
    return context.load(verdictsBySettlement, id)
  }
}

/** An instance, as `toSettlement` makes them, field by field: a list has six of them a row. */
function toQuestion(id: QuestionId, status: Status | null, verdictId: string | null): Question {
  const question = new Question()
  question.id = id
  question.title = QUESTION_TITLES[id]
  question.status = status
  question.verdictId = verdictId
  return question
}
