import { Arg, Args, Ctx, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Connection } from '../connection/page'
import { listRows, type RowList } from '../connection/rowList'
import { connectionOf, PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { anchorsByRoot } from '../payload/anchors'
import { parseAddress, parseHash, parseWholeNumber } from '../words/ids'
import { type ListOrder, ListOrderEnum, parseTimes, parseWord, readIf, TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { textColumn, UntrustedText } from '../words/text'
import { RECORD_COLUMNS } from './records'
import { recordTotals } from './recordTotals'
import { attemptsByRoot } from './trails'
import { Anchor, FetchAttempt, type InferenceRecord, RecordConnection } from './types'

/** Bills shown of one file. */
const MAX_BILLS = 100

@ObjectType({ simpleResolvers: true, description: 'A bill that a file claims to open.' })
export class TrailBill {
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => BigInteger)
  nonce: string
  @Field(() => Int, { description: 'Records of the file that name it.' })
  records: number

  root: string
}

@ObjectType({ simpleResolvers: true, description: 'A published file that was read as a trail, whoever published it.' })
export class TrailFile {
  @Field(() => String)
  root: string
  @Field(() => String, { description: 'parsed | rejected' })
  status: string
  @Field(() => UntrustedText, { nullable: true, description: 'Why it is no trail; quotes the file.' })
  rejection: UntrustedText | null
  @Field(() => String, { nullable: true, description: 'memory | time: a limit of ours that reading it went beyond.' })
  exceeded: string | null
  @Field(() => UntrustedText, { nullable: true, description: 'First line, JSON.' })
  header: UntrustedText | null
  @Field(() => Int, { description: 'Records in the whole file.' })
  records: number
  @Field(() => DateTime)
  parsedAt: Date
}

@ObjectType('TrailFileConnection', { simpleResolvers: true })
export class TrailFileConnection extends connectionOf(TrailFile, 'TrailFile') {}

@InputType({ description: 'All conditions hold at once.' })
export class TrailFilter {
  @Field(() => String, { nullable: true })
  root?: string | null
  @Field(() => String, { nullable: true, description: 'Address that a bill in it names.' })
  payer?: string | null
  @Field(() => String, { nullable: true, description: 'Address that a bill in it names.' })
  provider?: string | null
  @Field(() => String, { nullable: true, description: 'parsed | rejected' })
  status?: string | null
  @Field(() => TimeRange, { nullable: true, description: 'When they were read.' })
  parsedAt?: TimeRange | null
}

const FILES: RowList = {
  name: 'trailFiles',
  columns: `t.root, t.status, ${textColumn('t.reason', 'rejection')}, t.exceeded, ${textColumn('t.header')}, t.records,
    t.parsed_at as "parsedAt", to_char(t.parsed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "parsedKey"`,
  from: 'verdicts.trail t',
  table: 'verdicts.trail',
  keys: [
    { column: 't.parsed_at', field: 'parsedKey', kind: 'time' },
    { column: 't.root', field: 'root', kind: 'text' },
  ],
}

const RECORDS: RowList = {
  name: 'records',
  columns: RECORD_COLUMNS,
  from: 'verdicts.inference_record',
  keys: [{ column: 'line', field: 'line', kind: 'int' }],
}

const BILLS_SQL = `select b.* from unnest($1::text[]) k(root) cross join lateral (
  select root, payer, provider, nonce, records from verdicts.trail_settlement where root = k.root
  order by payer, provider, nonce limit $2) b`

const billsByRoot: Relation<string, TrailBill[]> = {
  load: async (roots, { services }) => {
    const rows = await services.database.query<TrailBill & Record<string, unknown>>(BILLS_SQL, [roots, MAX_BILLS])
    return groupByKey(roots, rows, (row) => row.root)
  },
}

@Resolver(() => TrailFile)
export class TrailFileResolver {
  @Query(() => TrailFileConnection, { description: 'By the time when they were read.' })
  trailFiles(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TrailFilter, { nullable: true }) filter?: TrailFilter,
    @Arg('order', () => ListOrderEnum, { nullable: true, defaultValue: 'newest' }) order?: ListOrder,
  ): Promise<Connection<TrailFile>> {
    const where = new Where()
      .equal('t.root', readIf('filter.root', filter?.root, parseHash))
      .equal('t.status', readIf('filter.status', filter?.status, parseWord(['parsed', 'rejected'])))
    const { from, until } = parseTimes('filter.parsedAt', filter?.parsedAt)
    where.within('t.parsed_at', 'timestamptz', from, until)
    const parties = new Map([
      ['payer', readIf('filter.payer', filter?.payer, parseAddress)],
      ['provider', readIf('filter.provider', filter?.provider, parseAddress)],
    ])
    const named = [...parties].flatMap(([column, address]) =>
      address === undefined ? [] : [`${column} = ${where.bind(address, 'text')}`],
    )
    if (named.length > 0)
      where.add(`t.root in (select root from verdicts.trail_settlement where ${named.join(' and ')})`)
    return listRows(context, FILES, where, page, order === 'oldest')
  }

  @Query(() => RecordConnection, { description: 'Inferences in a published file, line by line.' })
  async records(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('root', () => String) root: string,
    @Arg('nonce', () => BigInteger, { nullable: true, description: 'Of one bill alone.' }) nonce?: unknown,
  ): Promise<Connection<InferenceRecord>> {
    const known = parseHash('root', root)
    const bill = nonce == null ? null : parseWholeNumber('nonce', String(nonce))
    const where = new Where().equal('root', known)
    if (bill !== null) where.add(`nonce = ${where.bind(bill, 'numeric')}`)
    const connection = await listRows<InferenceRecord>(context, RECORDS, where, page, true)
    return Object.assign(connection, { total: () => context.load(recordTotals, { roots: [known], nonce: bill }) })
  }

  @FieldResolver(() => [TrailBill], { description: 'The bills that it claims to open, the first hundred.' })
  settlements(@Root() { root }: TrailFile, @Ctx() context: RequestContext): Promise<TrailBill[]> {
    return context.load(billsByRoot, root)
  }

  @FieldResolver(() => [FetchAttempt], { description: 'Newest first.' })
  attempts(@Root() { root }: TrailFile, @Ctx() context: RequestContext): Promise<FetchAttempt[]> {
    return context.load(attemptsByRoot, root)
  }

  @FieldResolver(() => [Anchor], { description: 'Who submitted it, the first fifty.' })
  anchors(@Root() { root }: TrailFile, @Ctx() context: RequestContext): Promise<Anchor[]> {
    return context.load(anchorsByRoot, root)
  }
}
