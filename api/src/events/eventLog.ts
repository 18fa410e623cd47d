import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { type Database, withSession } from '../db/database'
import { type EventPosition, isAfter, type LiveEvent } from './event'

const CHANNEL = 'touchstone_event'
/** Without a notification events are looked for this often: those that waited for an older transaction have none of their own. */
const POLL_MS = 1_000
const PAGE = 500

interface EventRow extends Record<string, unknown> {
  generation: string
  tx: string
  id: string
}

/**
 * The newest events, in memory, from one reader of the database however many follow. A lost connection costs time and no
 * event: the place is kept here, and what the database has behind it is read when it is back.
 */
export class EventLog {
  /** Every event behind `base`, in order, newest last. */
  private recent: LiveEvent[] = []
  private base: EventPosition | undefined
  private newest: EventPosition | undefined
  private readonly waiting = new Set<() => void>()
  private readonly stopped = new AbortController()
  private running: Promise<void> | undefined
  private wakePoll: () => void = () => undefined
  /** Told of more since the last reading began, which may be too early to have seen it. */
  private isTold = false

  constructor(
    private readonly database: Database,
    private readonly databaseUrl: string,
    private readonly keep: number,
    private readonly warn: (error: Error) => void,
    private readonly pollMs = POLL_MS,
  ) {}

  /** Begins to read; the first follower does. @throws where the database is away now. */
  async start(): Promise<void> {
    if (this.running) return
    if (!this.newest) {
      const newest = await this.findNewest()
      this.newest ??= newest
      this.base ??= this.newest
    }
    this.running ??= Promise.all([this.readOn(), this.listen()]).then(() => undefined)
  }

  async stop(): Promise<void> {
    this.stopped.abort()
    this.wakePoll()
    this.wakeAll()
    await this.running
  }

  get isStopped(): boolean {
    return this.stopped.signal.aborted
  }

  /** Where a follower begins who asks for nothing older. */
  position(): EventPosition {
    if (!this.newest) throw new Error('The events are not read yet')
    return this.newest
  }

  /** Events behind a position that memory holds; undefined where it does not reach back so far. */
  recentAfter(position: EventPosition): LiveEvent[] | undefined {
    const newest = this.position()
    if (position.generation !== newest.generation) return undefined
    if (!isAfter(newest, position)) return []
    if (this.base && isAfter(this.base, position)) return undefined
    let from = this.recent.length
    while (from > 0 && isAfter(this.recent[from - 1] as LiveEvent, position)) from -= 1
    return this.recent.slice(from, from + PAGE)
  }

  /**
   * A page of events behind a position, from the database.
   * @returns undefined where events behind it were forgotten, or are of another making of the schema.
   */
  async readAfter(position: EventPosition): Promise<LiveEvent[] | undefined> {
    if (position.generation !== this.position().generation) return undefined
    const [known] = await this.database.query<{ known: boolean }>(KNOWN_SQL, [String(position.tx), String(position.id)])
    return known?.known ? this.read(position) : undefined
  }

  /** Resolves when there is more, the log stops or the signal says so. */
  async changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.isStopped) return
    await new Promise<void>((resolve) => {
      const done = () => {
        this.waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  private async readOn(): Promise<void> {
    while (!this.isStopped) {
      this.isTold = false
      const isFull = await this.readPage().catch((error: Error) => {
        this.warn(error)
        return false
      })
      if (!isFull && !this.isTold && !this.isStopped) await this.pause()
    }
  }

  private readSoon() {
    this.isTold = true
    this.wakePoll()
  }

  private async pause(): Promise<void> {
    const woken = new AbortController()
    this.wakePoll = () => woken.abort()
    await delay(this.pollMs, undefined, { signal: woken.signal }).catch(() => undefined)
  }

  private async readPage(): Promise<boolean> {
    const newest = await this.findNewest()
    if (newest.generation !== this.position().generation) {
      this.recent = []
      this.newest = newest
      this.base = newest
      this.wakeAll()
      return false
    }
    const events = await this.read(this.position())
    const last = events.at(-1)
    if (!last) return false
    const all = [...this.recent, ...events]
    this.recent = all.slice(-this.keep)
    this.base = all.at(-this.keep - 1) ?? this.base
    this.newest = last
    this.wakeAll()
    return events.length === PAGE
  }

  private async read({ tx, id }: EventPosition): Promise<LiveEvent[]> {
    const rows = await this.database.query<EventRow>(PAGE_SQL, [String(tx), String(id), PAGE])
    return rows.map((row) => ({ ...row, tx: BigInt(row.tx), id: BigInt(row.id) }) as unknown as LiveEvent)
  }

  private async findNewest(): Promise<EventPosition> {
    const [row] = await this.database.query<EventRow>(NEWEST_SQL)
    if (!row) throw new Error('The derived schema has no version')
    return { generation: row.generation, tx: BigInt(row.tx), id: BigInt(row.id) }
  }

  private wakeAll() {
    for (const wake of [...this.waiting]) wake()
  }

  /** Notifications only shorten the pause: one that is missed costs a second. */
  private async listen(): Promise<void> {
    while (!this.isStopped) {
      const connectionString = withSession(this.databaseUrl, '-c default_transaction_read_only=on')
      const client = new Client({ connectionString, application_name: 'touchstone-api-events', keepAlive: true })
      const lost = new Promise<void>((resolve) => {
        client.on('error', () => resolve())
        client.on('end', () => resolve())
        this.stopped.signal.addEventListener('abort', () => resolve())
      })
      client.on('notification', () => this.readSoon())
      await client
        .connect()
        .then(() => client.query(`listen ${CHANNEL}`))
        .then(() => this.readSoon())
        .then(() => lost)
        .catch((error: Error) => this.warn(error))
      await client.end().catch(() => undefined)
      await delay(POLL_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined)
    }
  }
}

/** Older than every transaction that still runs: nothing can come before them any more. */
const SETTLED = 'tx < pg_snapshot_xmin(pg_current_snapshot())'

/** Ordered by the columns themselves: a bare `tx` would be the text that is selected, and 1000 come before 999. */
const PAGE_SQL = `/* background */
select (select generation from derived.version) as generation, tx::text, id::text, kind, settlement_id as "settlementId",
  payer, provider, block_number as "blockNumber", verdict_id::text as "verdictId", outcome
from derived.event e where (e.tx, e.id) > ($1::text::xid8, $2::bigint) and ${SETTLED} order by e.tx, e.id limit $3`

const NEWEST_SQL = `/* background */
select v.generation, coalesce(e.tx::text, '0') as tx, coalesce(e.id, 0)::text as id from derived.version v
left join lateral (select tx, id from derived.event where ${SETTLED} order by tx desc, id desc limit 1) e on true`

/** Whether the event at a position is still there, or the position is that of the beginning and nothing was forgotten. */
const KNOWN_SQL = `/* background */
select exists (select from derived.event where (tx, id) = ($1::text::xid8, $2::bigint))
  or $1::text = '0' and (not exists (select from derived.event) or exists (select from derived.event where id = 1)) as known`
