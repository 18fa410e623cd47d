import type { QuestionId, Status } from '@touchstone/verify'
import { Field, ID, InputType } from 'type-graphql'
import { badInput } from '../errors'
import { parseAddress, parseAgentId, parseHash } from '../words/ids'
import {
  AmountRange,
  BlockRange,
  parseAmounts,
  parseBlocks,
  parseText,
  parseTimes,
  type Range,
  readIf,
  TimeRange,
} from '../words/ranges'
import { OutcomeEnum, QuestionIdEnum, type ShownOutcome, StatusEnum } from '../words/words'

@InputType({ description: 'A question and the status that the verdict in force gives it.' })
export class QuestionFilter {
  @Field(() => QuestionIdEnum)
  question: QuestionId
  @Field(() => [StatusEnum], { description: 'Any of them.' })
  status: Status[]
}

@InputType({ description: 'All conditions hold at once.' })
export class SettlementFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => ID, { nullable: true, description: "Only what enters this agent's history." })
  agent?: string | null
  @Field(() => String, { nullable: true, description: 'Model of the service in force, letter by letter.' })
  model?: string | null
  @Field(() => [OutcomeEnum], { nullable: true, description: 'Any of them.' })
  outcome?: ShownOutcome[] | null
  @Field(() => [QuestionFilter], { nullable: true, description: 'Each question at most once; all hold at once.' })
  questions?: QuestionFilter[] | null
  @Field(() => String, { nullable: true })
  requestsHash?: string | null
  @Field(() => String, { nullable: true })
  txHash?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether the contract accepted the item.' })
  accepted?: boolean | null
  @Field(() => AmountRange, { nullable: true, description: 'What moved.' })
  amount?: AmountRange | null
  @Field(() => BlockRange, { nullable: true })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true })
  times?: TimeRange | null
}

/** A filter whose every value has been read; what is undefined does not restrict. */
export interface Conditions {
  payer?: string
  provider?: string
  agent?: string
  model?: string
  outcomes?: ShownOutcome[]
  questions?: QuestionFilter[]
  requestsHash?: string
  txHash?: string
  accepted?: boolean
  amount?: { min: string | undefined; max: string | undefined }
  blocks?: Range<number>
  times?: Range<Date>
}

/**
 * Reads a filter.
 * @throws PublicError BAD_USER_INPUT naming the value that cannot be read, or that no settlement can have beside another.
 */
export function parseFilter(filter: SettlementFilter | null | undefined): Conditions {
  if (!filter) return {}
  const conditions = {
    payer: readIf('filter.payer', filter.payer, parseAddress),
    provider: readIf('filter.provider', filter.provider, parseAddress),
    agent: readIf('filter.agent', filter.agent, parseAgentId),
    model: readIf('filter.model', filter.model, parseText),
    outcomes: filter.outcome ? [...new Set(filter.outcome)] : undefined,
    questions: filter.questions && filter.questions.length > 0 ? filter.questions : undefined,
    requestsHash: readIf('filter.requestsHash', filter.requestsHash, parseHash),
    txHash: readIf('filter.txHash', filter.txHash, parseHash),
    accepted: filter.accepted ?? undefined,
    amount: filter.amount ? parseAmounts('filter.amount', filter.amount) : undefined,
    blocks: filter.blocks ? parseBlocks('filter.blocks', filter.blocks) : undefined,
    times: filter.times ? parseTimes('filter.times', filter.times) : undefined,
  }
  refuseContradictions(conditions)
  return conditions
}

/** What has no verdict has no status, and what the contract refused has the outcome `rejected` and no other. */
function refuseContradictions({ outcomes, questions, accepted }: Conditions) {
  if (outcomes?.length === 0) throw badInput('filter.outcome', 'at least one outcome, or no such filter', '[]')
  for (const { question, status } of questions ?? [])
    if (status.length === 0) throw badInput('filter.questions', `at least one status of ${question}`, '[]')
  const named = questions?.map(({ question }) => question) ?? []
  if (new Set(named).size < named.length) throw badInput('filter.questions', 'each question once', named.join(', '))
  const isRefused = (outcome: ShownOutcome) => outcome === 'rejected'
  if (accepted === true && outcomes?.every(isRefused))
    throw badInput('filter.outcome', 'an outcome that an accepted item can have (accepted: true)', outcomes.join(', '))
  if (accepted === false && outcomes && !outcomes.some(isRefused))
    throw badInput('filter.outcome', 'rejected beside accepted: false', outcomes.join(', '))
  if (!questions) return
  if (accepted === false)
    throw badInput(
      'filter.questions',
      'no status beside accepted: false: refused items have no verdict',
      named.join(', '),
    )
  if (outcomes?.every((outcome) => outcome === 'rejected' || outcome === 'pending'))
    throw badInput('filter.questions', 'an outcome of a verdict beside it', outcomes.join(', '))
}
