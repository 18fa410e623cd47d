import { createHash } from 'node:crypto'
import { Pool, type QueryResultRow } from 'pg'
import { PublicError } from '../errors'

const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 3_000

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
const MAX_PLANNED = 100

/** Begins a statement that the process runs for itself once a second, and for no request. */
const BACKGROUND = '/* background */'

/** Read-only access to PostgreSQL. Survives a restart of the server: lost connections are replaced. */
export class Database {
  private readonly pool: Pool
  /** Of statements that are planned once, by their text. */
  private readonly names = new Map<string, string>()
  private readonly listeners = new Set<(sql: string, values: unknown[]) => void>()

  /** @param statementMs every statement ends within this; a slower one is refused, not waited for. */
  constructor(
    databaseUrl: string,
    private readonly statementMs: number,
    onIdleError: (error: Error) => void,
  ) {
    this.pool = new Pool({
      connectionString: withSession(databaseUrl, session(statementMs)),
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'touchstone-api',
    })
    this.pool.on('error', onIdleError)
  }

  /**
   * Runs one statement and gives its rows. `numeric` and `bigint` columns are strings, times are Dates.
   * @param planned the server plans it once a connection: for statements whose text is one of few, and whose best plan is the
   *   same whatever the values are.
   * @throws PublicError UNAVAILABLE or TIMEOUT; the driver's error for a bug of ours.
   */
  async query<Row extends QueryResultRow>(sql: string, values: unknown[] = [], planned = false): Promise<Row[]> {
    if (!sql.startsWith(BACKGROUND)) for (const listener of this.listeners) listener(sql, values)
    try {
      return (await this.pool.query<Row>({ text: sql, values, ...(planned ? { name: this.nameOf(sql) } : {}) })).rows
    } catch (error) {
      throw toPublicError(error, this.statementMs) ?? error
    }
  }

  private nameOf(sql: string): string | undefined {
    const known = this.names.get(sql)
    if (known || this.names.size >= MAX_PLANNED) return known
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22)
    this.names.set(sql, name)
    return name
  }

  /** Calls the listener with each statement of a request from now on; the returned function ends it. */
  watch(listener: (sql: string, values: unknown[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async close(): Promise<void> {
    await this.pool.end()
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
