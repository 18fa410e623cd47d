import { Arg, Args, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { listOfTime } from '../connection/ofTime'
import type { Connection } from '../connection/page'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import type { RequestContext } from '../context'
import { parseWholeNumber } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseTimes, parseWord, readIf, TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'

@ObjectType({ simpleResolvers: true, description: 'A leaf of the verdict log.' })
export class LogEntry {
  @Field(() => BigInteger, { description: 'From 0, without gaps.' })
  index: string
  @Field(() => String, { description: 'key | verdict' })
  kind: string
  @Field(() => ID, { nullable: true, description: 'Null in an entry that introduces a key.' })
  verdictId: string | null
  @Field(() => String, { description: 'RFC 8785 JSON: what is signed, hashed and served.' })
  entry: string
  @Field(() => String, { description: 'SHA-256 of 0x00 and entry, hex.' })
  leafHash: string
  @Field(() => DateTime)
  addedAt: Date
}

@ObjectType({ simpleResolvers: true, description: 'A signed checkpoint of the verdict log.' })
export class LogCheckpoint {
  @Field(() => BigInteger, { description: 'Entries.' })
  size: string
  @Field(() => String, { description: 'Of the tree, hex.' })
  root: string
  @Field(() => String, { description: 'The signed note, byte for byte.' })
  note: string
  @Field(() => DateTime)
  publishedAt: Date
  @Field(() => String, { nullable: true, description: 'Storage root of the note where it was submitted to the Flow.' })
  anchorRoot: string | null
  @Field(() => String, { nullable: true })
  anchorTx: string | null
  @Field(() => Int, { nullable: true })
  anchorBlock: number | null
}

@ObjectType('LogEntryConnection', { simpleResolvers: true })
export class LogEntryConnection extends connectionOf(LogEntry, 'LogEntry') {}
@ObjectType('LogCheckpointConnection', { simpleResolvers: true })
export class LogCheckpointConnection extends connectionOf(LogCheckpoint, 'LogCheckpoint') {}

const ENTRIES = {
  name: 'logEntries',
  columns: `index, kind, verdict_id as "verdictId", entry, leaf_hash as "leafHash", added_at as "addedAt"`,
  from: 'verdicts.log_entry',
  table: 'verdicts.log_entry',
  keys: [{ column: 'index', field: 'index', kind: 'id' }],
} as const

const CHECKPOINTS = {
  name: 'logCheckpoints',
  columns: `size, root, note, published_at as "publishedAt", anchor_root as "anchorRoot", anchor_tx as "anchorTx",
    anchor_block as "anchorBlock"`,
  from: 'verdicts.log_checkpoint',
  table: 'verdicts.log_checkpoint',
  keys: [{ column: 'size', field: 'size', kind: 'id' }],
} as const

@Resolver()
export class LogResolver {
  @Query(() => LogEntryConnection)
  logEntries(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('verdict', () => ID, { nullable: true, description: 'The entry of this verdict alone.' }) verdict?:
      | string
      | null,
    @Arg('kind', () => String, { nullable: true, description: 'key | verdict' }) kind?: string | null,
    @Arg('addedAt', () => TimeRange, { nullable: true, description: 'The list is then in that order.' })
    addedAt?: TimeRange | null,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<LogEntry>> {
    const id = readIf('verdict', verdict, parseWholeNumber)
    const where = new Where().equal('kind', readIf('kind', kind, parseWord(['key', 'verdict'])))
    if (id !== undefined) where.add(`verdict_id = ${where.bind(id, 'bigint')}`)
    return listOfTime(context, ENTRIES, 'added_at', parseTimes('addedAt', addedAt), where, page, order)
  }

  @Query(() => LogCheckpointConnection)
  logCheckpoints(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('anchored', () => Boolean, { nullable: true, description: 'Whether it was submitted to the chain.' })
    anchored?: boolean | null,
    @Arg('publishedAt', () => TimeRange, { nullable: true, description: 'The list is then in that order.' })
    publishedAt?: TimeRange | null,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<LogCheckpoint>> {
    const where = new Where()
    if (anchored != null) where.add(`anchor_tx is ${anchored ? 'not null' : 'null'}`)
    const times = parseTimes('publishedAt', publishedAt)
    return listOfTime(context, CHECKPOINTS, 'published_at', times, where, page, order)
  }
}
