import { createHash } from 'node:crypto'
import { Pool, type QueryResultRow } from 'pg'
import { PublicError } from '../errors'
import type { Statement } from './batch'
import { Lane, type Outcome } from './lane'

/** Connections for statements that are planned once, and for others. */
const POOL_SIZE = { planned: 6, other: 4 }
/** Requests whose statements go over one connection together: of those that are planned once, since none of them is long. */
const TOGETHER = { planned: 8, other: 1 }
const CONNECT_TIMEOUT_MS = 3_000
/** A connection is kept through a pause of its clients: with it go its plans. */
const IDLE_TIMEOUT_MS = 60_000

/** Sessions cannot write, whatever the statement says. */
const session = (statementMs: number) =>
  `-c default_transaction_read_only=on -c statement_timeout=${statementMs} -c timezone=UTC`

/** Missing table, missing schema, missing column: indexer or auditor has not migrated yet. */
const NOT_MIGRATED = new Set(['42P01', '3F000', '42703'])
/** Shutting down, crashed, starting up, too many connections. */
const SERVER_AWAY = new Set(['57P01', '57P02', '57P03', '53300'])
const SOCKET_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'])
const QUERY_CANCELLED = '57014'

/** Statements that a connection keeps a plan of; whoever thinks up more page sizes has his planned each time. */
const MAX_PLANNED = 200

/**
 * One plan for whatever values come, and one that looks up rows in indexes. Left to itself the server plans again each time,
 * or reads whole tables, since it takes a list of keys for longer than it is.
 */
export const PLANNED_SETTINGS = {
  plan_cache_mode: 'force_generic_plan',
  ...{ enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' },
} as const
const PLANNED = Object.entries(PLANNED_SETTINGS)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/** Begins a statement that the process runs for itself once a second, and for no request. */
const BACKGROUND = '/* background */'

/** Whoever runs statements: the process, or one request of it. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. `numeric` and `bigint` columns are strings, times are Dates.
   * @param planned the server plans it once a connection: for statements whose text is one of few, and whose best plan is the
   *   same whatever the values are.
   * @throws PublicError UNAVAILABLE or TIMEOUT; the driver's error for a bug of ours.
   */
  query<Found extends QueryResultRow>(sql: string, values?: unknown[], planned?: boolean): Promise<Found[]>
}

type Listener = (sql: string, values: unknown[], planned: boolean) => void

/** A statement that was asked for. */
export interface Asked {
  sql: string
  values: unknown[]
  planned: boolean
}

/** Read-only access to PostgreSQL. Survives a restart of the server: lost connections are replaced. */
export class Database implements Queryable {
  private readonly pools: Record<keyof typeof POOL_SIZE, Pool>
  private readonly lanes: Record<keyof typeof POOL_SIZE, Lane>
  /** Of statements that are planned once, by their text. */
  private readonly names = new Map<string, string>()
  private readonly listeners = new Set<Listener>()

  /** @param statementMs every statement ends within this; a slower one is refused, not waited for. */
  constructor(databaseUrl: string, statementMs: number, onIdleError: (error: Error) => void) {
    const open = (kind: keyof typeof POOL_SIZE, options: string) => {
      const pool = new Pool({
        connectionString: withSession(databaseUrl, options),
        max: POOL_SIZE[kind],
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        idleTimeoutMillis: IDLE_TIMEOUT_MS,
        application_name: 'touchstone-api',
      })
      // From the end of a batch until it is back in the pool nobody else listens to a connection: one that is lost just then would end
      // the process. The pool takes it out by itself.
      pool.on('connect', (client) => client.on('error', () => undefined))
      return pool.on('error', onIdleError)
    }
    const plain = session(statementMs)
    this.pools = { planned: open('planned', `${plain} ${PLANNED}`), other: open('other', plain) }
    const toReason = (error: unknown) => toPublicError(error, statementMs) ?? error
    const lane = (kind: keyof typeof POOL_SIZE) =>
      new Lane(this.pools[kind], { size: POOL_SIZE[kind], together: TOGETHER[kind], toReason })
    this.lanes = { planned: lane('planned'), other: lane('other') }
  }

  async query<Found extends QueryResultRow>(sql: string, values: unknown[] = [], planned = false): Promise<Found[]> {
    const [result] = await this.runAll([{ sql, values, planned }])
    if (result?.status !== 'fulfilled') throw result?.reason
    return result.value as Found[]
  }

  /** Runs statements in as few turns as there are kinds of them, and gives what came of each, in their order. */
  async runAll(asked: readonly Asked[]): Promise<Outcome[]> {
    for (const { sql, values, planned } of asked)
      if (!sql.startsWith(BACKGROUND)) for (const listener of this.listeners) listener(sql, values, planned)
    const of = (planned: boolean) => asked.filter((one) => one.planned === planned)
    const [planned, other] = await Promise.all([this.run('planned', of(true)), this.run('other', of(false))])
    return asked.map((one) => (one.planned ? planned : other).shift() as Outcome)
  }

  private async run(kind: keyof typeof POOL_SIZE, asked: readonly Asked[]): Promise<Outcome[]> {
    return asked.length === 0 ? [] : this.lanes[kind].run(asked.map((one) => this.toStatement(one)))
  }

  private toStatement({ sql, values, planned }: Asked): Statement {
    return { sql, values, name: planned ? this.nameOf(sql) : undefined }
  }

  private nameOf(sql: string): string | undefined {
    const known = this.names.get(sql)
    if (known || this.names.size >= MAX_PLANNED) return known
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22)
    this.names.set(sql, name)
    return name
  }

  /** Calls the listener with each statement of a request from now on; the returned function ends it. */
  watch(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async close(): Promise<void> {
    await Promise.all([this.pools.planned.end(), this.pools.other.end()])
  }
}

/** The URL's own settings win in the driver, so ours are put into the URL, behind what is there. */
export function withSession(databaseUrl: string, session: string): string {
  const url = new URL(databaseUrl)
  const own = url.searchParams.get('options')
  url.searchParams.set('options', own ? `${own} ${session}` : session)
  return url.href
}

function toPublicError(error: unknown, statementMs: number): PublicError | undefined {
  const { code = '', message } = error as { code?: string; message: string }
  if (code === QUERY_CANCELLED)
    return new PublicError('TIMEOUT', `The query took longer than ${statementMs} ms. Ask for fewer rows.`, {
      ...{ limit: 'statementMs', max: statementMs },
    })
  if (NOT_MIGRATED.has(code))
    return new PublicError('UNAVAILABLE', 'The tables are not there yet: indexer and auditor are starting. Retry soon.')
  const lost = /^Connection terminated|timeout exceeded when trying to connect/.test(message)
  if (lost || SERVER_AWAY.has(code) || SOCKET_LOST.has(code) || code.startsWith('08'))
    return new PublicError('UNAVAILABLE', 'The database does not answer. Retry in a few seconds.')
  return undefined
}
