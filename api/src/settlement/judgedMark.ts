import type { Database } from '../db/database'

const MAX_AGE_MS = 1_000

/**
 * The height up to which every accepted settlement is final and judged. What waits lies above it, so nothing needs to
 * search a long history for the few rows that wait. Read from what the database keeps of them, two index look-ups at most once a
 * second: neither a start of the server nor the length of the history adds to it.
 */
export class JudgedMark {
  private last: { mark: number; at: number } | undefined
  private running: Promise<number> | undefined

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /**
   * The mark; -1 while nothing is known.
   * @throws PublicError where the database is away, or has not been migrated.
   */
  async get(): Promise<number> {
    const { last } = this
    if (last && performance.now() - last.at < MAX_AGE_MS) return last.mark
    this.running ??= this.read().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async read(): Promise<number> {
    const at = performance.now()
    const [row] = await this.database.query<{ mark: number }>(SQL)
    const mark = row?.mark ?? -1
    this.last = { mark, at }
    return mark
  }
}

const SQL = `/* background */
select least(
  (select coalesce(max(height), -1) from squid_processor.status),
  (select block_number - 1 from derived.waiting order by block_number limit 1)) as mark`
