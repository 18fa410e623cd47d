import { Pool } from 'pg'
import { withSession } from '../db/database'

const CONNECT_TIMEOUT_MS = 3_000

/**
 * What of the database is visible: two readings with the same text saw the same rows of every table. PostgreSQL's own list of
 * finished transactions, so that facts, verdicts, reorganisations, heights and counts need no mark of their own. A replica
 * tells it too coarsely, and says nothing.
 */
const SQL = `select case when not pg_is_in_recovery() then pg_current_snapshot()::text || ' ' ||
  extract(epoch from pg_postmaster_start_time()) end as snapshot`

/** Reads snapshots over a connection of its own, which no slow statement holds up: one at a time for all who wait. */
export class Snapshots {
  private readonly pool: Pool
  private running: Promise<string | undefined> | undefined
  private next: Promise<string | undefined> | undefined

  constructor(databaseUrl: string, statementMs: number) {
    const session = `-c default_transaction_read_only=on -c statement_timeout=${statementMs}`
    this.pool = new Pool({
      connectionString: withSession(databaseUrl, session),
      max: 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'touchstone-api-snapshots',
    })
    this.pool.on('error', () => undefined)
  }

  /** A snapshot taken after the call, never one that was under way; undefined where the database does not tell. */
  current(): Promise<string | undefined> {
    if (!this.running) return this.begin()
    this.next ??= this.running.then(() => {
      this.next = undefined
      return this.begin()
    })
    return this.next
  }

  async close(): Promise<void> {
    await this.pool.end()
  }

  private begin(): Promise<string | undefined> {
    const reading = this.read().finally(() => {
      if (this.running === reading) this.running = undefined
    })
    this.running = reading
    return reading
  }

  private async read(): Promise<string | undefined> {
    try {
      const { rows } = await this.pool.query<{ snapshot: string | null }>({ name: 'snapshot', text: SQL })
      return rows[0]?.snapshot ?? undefined
    } catch {
      // Whoever asks for rows hears why.
      return undefined
    }
  }
}
