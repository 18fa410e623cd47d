import type { Network } from '@touchstone/networks'
import { VERIFIER_VERSION } from '@touchstone/verify'
import type { Database } from '../db/database'
import type { ChainHead } from './head'

/** Newest signed checkpoint of the verdict log. */
export interface LogHead {
  origin: string
  size: string
  root: string
  publishedAt: Date
}

/** What an answer rests on. */
export interface Meta {
  network: string
  chainId: number
  indexedHeight: number
  indexedHash: string | null
  finalizedHeight: number
  /** Head of the chain less the indexed height, in blocks; null while the RPC does not answer. */
  lag: number | null
  /** Version that made the newest verdict; that of this build before the first. */
  verifier: string
  logCheckpoint: LogHead | null
  /** When these figures were read. */
  readAt: Date
}

interface MetaRow {
  indexedHeight: number
  indexedHash: string | null
  finalizedHeight: number
  verifier: string | null
  origin: string | null
  size: string | null
  root: string | null
  publishedAt: Date | null
}

const MAX_AGE_MS = 1_000
/** Older figures are not given out while the database answers: an API that nobody asked for an hour would name that hour. */
const MAX_STALE_MS = 3_000

/**
 * What the answers rest on, read at most once a second however many readers there are: one statement of four index
 * look-ups. An answer given meanwhile names figures at most that old, so that it never claims more than was indexed.
 */
export class MetaCache {
  private last: { meta: Meta; at: number } | undefined
  private running: Promise<Meta> | undefined

  constructor(
    private readonly database: Database,
    private readonly network: Network,
    private readonly head: ChainHead,
  ) {}

  /** What was read last, without asking anybody; undefined before the first reading. */
  peek(): Meta | undefined {
    return this.last?.meta
  }

  /**
   * Figures at most a second old; up to three, they are read again behind the answer. Older ones only where the database is
   * away: `readAt` says of when they are.
   * @throws PublicError where nothing was ever read and the database is away.
   */
  async get(): Promise<Meta> {
    const { last } = this
    if (last && performance.now() - last.at < MAX_AGE_MS) return last.meta
    this.running ??= this.read().finally(() => {
      this.running = undefined
    })
    if (!last) return this.running
    // A database that is away is reported to whoever asks it for rows.
    const read = this.running.catch(() => last.meta)
    return performance.now() - last.at < MAX_STALE_MS ? last.meta : read
  }

  private async read(): Promise<Meta> {
    const [head, rows] = await Promise.all([
      this.head.get(),
      this.database.query<MetaRow & Record<string, unknown>>(SQL),
    ])
    const [row] = rows
    if (!row) throw new Error('The heights gave no row')
    const meta = toMeta(row, this.network, head)
    this.last = { meta, at: performance.now() }
    return meta
  }
}

function toMeta(row: MetaRow, network: Network, head: number | null): Meta {
  const { origin, size, root, publishedAt, verifier, ...heights } = row
  const hasLog = origin !== null && size !== null && root !== null && publishedAt !== null
  return {
    ...heights,
    network: network.name,
    chainId: network.chainId,
    lag: head === null ? null : Math.max(0, head - row.indexedHeight),
    verifier: verifier ?? VERIFIER_VERSION,
    logCheckpoint: hasLog ? { origin, size, root, publishedAt } : null,
    readAt: new Date(),
  }
}

const SQL = `/* background */
with status as (select height, hash from squid_processor.status order by height desc limit 1),
hot as (select height, hash from squid_processor.hot_block order by height desc limit 1),
tip as (select * from (select * from status union all select * from hot) heads order by height desc limit 1),
checkpoint as (select size, root, published_at from verdicts.log_checkpoint order by size desc limit 1)
select greatest((select height from status), 0) as "finalizedHeight",
  greatest((select height from tip), 0) as "indexedHeight", (select hash from tip) as "indexedHash",
  (select verifier from verdicts.verdict order by id desc limit 1) as verifier,
  (select origin from verdicts.log) as origin, (select size from checkpoint) as size,
  (select root from checkpoint) as root, (select published_at from checkpoint) as "publishedAt"`
