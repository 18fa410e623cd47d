import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import { getAgent } from '../agent/agents'
import { Agent } from '../agent/types'
import type { Connection } from '../connection/page'
import { listRows } from '../connection/rowList'
import { PageArgs } from '../connection/types'
import type { RequestContext } from '../context'
import { type ListOrder, ListOrderEnum } from '../words/ranges'
import {
  FEEDBACK_LIST,
  feedbackResponses,
  VALIDATION_LIST,
  validationResponses,
  whereFeedback,
  whereValidation,
} from './lists'
import {
  Feedback,
  FeedbackConnection,
  FeedbackFilter,
  FeedbackResponse,
  ValidationConnection,
  ValidationFilter,
  ValidationRequest,
  ValidationResponse,
} from './types'

@Resolver(() => Feedback)
export class FeedbackResolver {
  @Query(() => FeedbackConnection)
  feedback(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => FeedbackFilter, { nullable: true }) filter?: FeedbackFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<Feedback>> {
    return listRows(context, FEEDBACK_LIST, whereFeedback(filter), page, order === 'oldest')
  }

  @FieldResolver(() => Agent)
  agent(@Root() { agentId }: Feedback, @Ctx() context: RequestContext): Promise<Agent> {
    return getAgent(context, agentId)
  }

  @FieldResolver(() => [FeedbackResponse], { description: 'Newest first.' })
  responses(@Root() { id }: Feedback, @Ctx() context: RequestContext): Promise<FeedbackResponse[]> {
    return context.load(feedbackResponses, id)
  }
}

@Resolver(() => ValidationRequest)
export class ValidationResolver {
  @Query(() => ValidationConnection)
  validations(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ValidationFilter, { nullable: true }) filter?: ValidationFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<ValidationRequest>> {
    return listRows(context, VALIDATION_LIST, whereValidation(filter), page, order === 'oldest')
  }

  @FieldResolver(() => Agent)
  agent(@Root() { agentId }: ValidationRequest, @Ctx() context: RequestContext): Promise<Agent> {
    return getAgent(context, agentId)
  }

  @FieldResolver(() => [ValidationResponse], { description: 'Newest first; all that were given count as given.' })
  responses(@Root() { id }: ValidationRequest, @Ctx() context: RequestContext): Promise<ValidationResponse[]> {
    return context.load(validationResponses, id)
  }
}
