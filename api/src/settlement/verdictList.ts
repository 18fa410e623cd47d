import { QUESTIONS, type QuestionId, type Status } from '@touchstone/verify'
import { Arg, Args, Ctx, Field, ID, InputType, ObjectType, Query, Resolver } from 'type-graphql'
import { listOfTime } from '../connection/ofTime'
import type { Connection } from '../connection/page'
import type { RowList } from '../connection/rowList'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { badInput } from '../errors'
import { historySpans } from '../link/links'
import { parseAddress, parseAgentId, parseSettlementId, parseWholeNumber } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseText, parseTimes, readIf, TimeRange } from '../words/ranges'
import { FaultEnum, OutcomeEnum, QuestionIdEnum, type ShownOutcome, StatusEnum } from '../words/words'
import { listChecks } from './checkList'
import { buildSpans } from './list'
import { VERDICT_COLUMNS, verdictById } from './verdicts'
import { Check, Verdict } from './verdictTypes'

@ObjectType('VerdictConnection', { simpleResolvers: true })
export class VerdictConnection extends connectionOf(Verdict, 'Verdict') {}

@InputType({ description: 'All conditions hold at once.' })
export class VerdictFilter {
  @Field(() => ID, { nullable: true })
  settlement?: string | null
  @Field(() => OutcomeEnum, { nullable: true })
  outcome?: ShownOutcome | null
  @Field(() => FaultEnum, { nullable: true, description: 'Whose evidence is wrong.' })
  fault?: 'provider' | 'payer' | null
  @Field(() => QuestionIdEnum, { nullable: true, description: 'With status.' })
  question?: QuestionId | null
  @Field(() => StatusEnum, { nullable: true, description: 'With question.' })
  status?: Status | null
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is the newest of its settlement; false only with settlement.',
  })
  inForce?: boolean | null
  @Field(() => String, { nullable: true, description: 'Version that made it, letter by letter.' })
  verifier?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => ID, { nullable: true, description: "Only of settlements that enter this agent's history." })
  agent?: string | null
  @Field(() => TimeRange, { nullable: true, description: 'When they were made; the list is then in that order.' })
  judgedAt?: TimeRange | null
}

const LIST: RowList = {
  name: 'verdicts',
  columns: VERDICT_COLUMNS,
  from: 'verdicts.verdict v',
  table: 'verdicts.verdict',
  keys: [{ column: 'v.id', field: 'id', kind: 'id' }],
}

@Resolver()
export class VerdictListResolver {
  @Query(() => VerdictConnection, { description: 'Judgements in the order in which they were made.' })
  async verdicts(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => VerdictFilter, { nullable: true }) filter?: VerdictFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<Verdict>> {
    const times = parseTimes('filter.judgedAt', filter?.judgedAt)
    const where = whereVerdict(filter)
    const agent = readIf('filter.agent', filter?.agent, parseAgentId)
    if (agent !== undefined) where.add(await inHistory(context, agent, where))
    return listOfTime(context, LIST, 'v.judged_at', times, where, page, order)
  }

  @Query(() => Verdict, { nullable: true })
  verdict(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<Verdict | null> {
    return context.load(verdictById, parseWholeNumber('id', id))
  }

  @Query(() => [Check], {
    description: 'Steps of the verdict in force of a settlement; empty where it has none.',
  })
  checks(
    @Ctx() context: RequestContext,
    @Arg('settlement', () => ID) settlement: string,
    @Arg('question', () => QuestionIdEnum, { nullable: true }) question?: QuestionId | null,
    @Arg('status', () => StatusEnum, { nullable: true }) status?: Status | null,
  ): Promise<Check[]> {
    return listChecks(context, parseSettlementId('settlement', settlement), question ?? undefined, status ?? undefined)
  }
}

function whereVerdict(filter: VerdictFilter | undefined): Where {
  const { question, status, outcome, fault, inForce } = filter ?? {}
  if ((question == null) !== (status == null))
    throw badInput(
      question == null ? 'filter.question' : 'filter.status',
      'question and status together',
      'one of them',
    )
  if (outcome === 'pending')
    throw badInput('filter.outcome', 'an outcome of a verdict: what is pending has none', outcome)
  if (inForce === false && filter?.settlement == null)
    throw badInput('filter.inForce', 'settlement beside false: what was superseded is listed by settlement', 'false')
  const where = new Where()
    .equal('v.settlement_id', readIf('filter.settlement', filter?.settlement, parseSettlementId))
    .equal('v.outcome', outcome)
    .equal('v.fault', fault)
    .equal('v.payer', readIf('filter.payer', filter?.payer, parseAddress))
    .equal('v.provider', readIf('filter.provider', filter?.provider, parseAddress))
    .equal('v.verifier', readIf('filter.verifier', filter?.verifier, parseText))
  // The name goes into the statement: only one of the six can.
  const column = QUESTIONS.find((known) => known === question)
  if (column !== undefined) where.equal(`v.${column}`, status)
  if (inForce == null) return where
  const current = `exists (select from verdicts.current_verdict c
    where c.settlement_id = v.settlement_id and c.verdict_id = v.id)`
  return where.add(inForce ? current : `not ${current}`)
}

/** Whether the settlement of a verdict `v` enters an agent's history, by the rule of lists of settlements. */
async function inHistory(context: RequestContext, agent: string, where: Where): Promise<string> {
  const spans = await context.load(historySpans, agent)
  if (spans.length === 0) return 'false'
  const payers = [...new Set(spans.map(({ payer }) => payer))]
  const source = buildSpans([{ over: 'spans', spans }], (value, type) => where.bind(value, type))
  return `v.payer = any(${where.bind(payers, 'text[]')}) and exists (select from ${source.from}, settlement s
    where s.id = v.settlement_id and s.accepted and ${source.where.join(' and ')})`
}
