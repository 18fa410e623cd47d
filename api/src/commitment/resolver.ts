import { Arg, Args, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { listOfTime } from '../connection/ofTime'
import type { Connection } from '../connection/page'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { type ListOrder, ListOrderEnum, parseText, parseTimes, parseWord, readIf, TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { textColumn, UntrustedText } from '../words/text'

const KINDS = ['card', 'feedback', 'validation', 'inft-data', 'model'] as const
/** In the words of store/src/verdicts/010_commitments.sql and 015_rows_missing.sql. */
const OUTCOMES = [
  ...(['match', 'mismatch', 'no-hash', 'unread', 'size-mismatch', 'never-uploaded', 'partial', 'pruned'] as const),
  ...(['unknown-root', 'node-behind', 'wrong-network', 'unreachable', 'time-out', 'rate-limited'] as const),
  ...(['bad-answer', 'too-large', 'da-unattested', 'da-decode-error', 'rows-missing', 'expired'] as const),
]

@ObjectType({
  simpleResolvers: true,
  description: 'A hash on the chain that opens no bill, and what was found behind it in one round of asking.',
})
export class CommitmentCheck {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'card | feedback | validation | inft-data | model' })
  kind: string
  @Field(() => ID, {
    description: 'Of the agent card, feedback, validation request, data of a token, or fine-tuning deliverable.',
  })
  subject: string
  @Field(() => UntrustedText, { description: 'Where the bytes are said to lie.' })
  uri: UntrustedText
  @Field(() => String, { nullable: true, description: 'Hash that the bytes must have; null where nothing names one.' })
  expected: string | null
  @Field(() => String, {
    nullable: true,
    description: 'The same function of the bytes that came; null where none did.',
  })
  found: string | null
  @Field(() => BigInteger)
  bytes: string
  @Field(() => String, {
    description:
      'match: the bytes have the hash. mismatch: the source served others, which accuses nobody else. no-hash: nothing says what they should be. unread: an address of a kind that is not fetched. The others say nothing about the bytes.',
  })
  outcome: string
  @Field(() => UntrustedText, { nullable: true })
  source: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true })
  detail: UntrustedText | null
  @Field(() => Int, { description: 'Sources that were asked in this round.' })
  attempts: number
  @Field(() => DateTime)
  checkedAt: Date
}

@ObjectType('CommitmentConnection', { simpleResolvers: true })
export class CommitmentConnection extends connectionOf(CommitmentCheck, 'Commitment') {}

@InputType({ description: 'All conditions hold at once.' })
export class CommitmentFilter {
  @Field(() => String, { nullable: true, description: 'card | feedback | validation | inft-data | model' })
  kind?: string | null
  @Field(() => ID, { nullable: true, description: 'With kind alone.' })
  subject?: string | null
  @Field(() => String, { nullable: true })
  outcome?: string | null
  @Field(() => TimeRange, { nullable: true, description: 'When it was checked; the list is then in that order.' })
  checkedAt?: TimeRange | null
}

const LIST = {
  name: 'commitments',
  columns: `id, kind, subject, ${textColumn('uri')}, expected, found, bytes, outcome, ${textColumn('source')},
    ${textColumn('detail')}, attempts, checked_at as "checkedAt"`,
  from: 'verdicts.commitment_check',
  table: 'verdicts.commitment_check',
  keys: [{ column: 'id', field: 'id', kind: 'id' }],
} as const

@Resolver()
export class CommitmentResolver {
  @Query(() => CommitmentConnection, {
    description: 'One row a round of asking; of one subject the newest is in force.',
  })
  commitments(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CommitmentFilter, { nullable: true }) filter?: CommitmentFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<CommitmentCheck>> {
    const where = new Where()
      .equal('kind', readIf('filter.kind', filter?.kind, parseWord(KINDS)))
      .equal('subject', readIf('filter.subject', filter?.subject, parseText))
      .equal('outcome', readIf('filter.outcome', filter?.outcome, parseWord(OUTCOMES)))
    const times = parseTimes('filter.checkedAt', filter?.checkedAt)
    return listOfTime(context, LIST, 'checked_at', times, where, page, order)
  }
}
