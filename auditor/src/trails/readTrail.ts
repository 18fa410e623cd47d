import type { Hex } from '@touchstone/verify'
import canonicalize from 'canonicalize'
import type pg from 'pg'
import { inTransaction, prepared, type Queryable } from '../database.js'
import type { HeldBytes } from '../files/heldBytes.js'
import { LimitExceeded } from '../threads/limits.js'
import { cleanText } from '../untrusted/text.js'
import { insertNamed } from './namedRows.js'
import { insertRecords } from './recordRows.js'
import type { TrailReader } from './trailReader.js'
import type { TrailReading } from './trailRows.js'

/**
 * Version of what is kept about each record. A trail that was read under a lower one is read again: 2 keeps the
 * signatures of responses, 3 the hashes of system text and tools, 4 the transactions that records name.
 */
export const READER_VERSION = 4

export type TrailResult =
  | { status: 'parsed'; records: number }
  | { status: 'rejected'; reason: string }
  /** Reading it went beyond our limits: nothing is known of the file, and it is read again later. */
  | { status: 'unread'; reason: string; limit: LimitExceeded['kind'] }

/**
 * Reads a fetched payload as a trail and keeps what it says, in one transaction: all of it, or the reason why it is
 * refused. One file's bytes and one batch of rows are in memory at a time. Does nothing for a root that this version
 * has read; what an older one kept is replaced, and so is that it could not be read.
 */
export async function keepTrail(
  pool: pg.Pool,
  read: TrailReader,
  root: Hex,
  bytes: HeldBytes,
): Promise<TrailResult | undefined> {
  try {
    return await inTransaction(pool, async (db) => {
      if (!(await insertTrail(db, root, { status: 'parsed' }))) return undefined
      const reading = await read(bytes, (rows) => insertRecords(db, root, rows))
      if (reading.status === 'rejected') throw new TrailRefused(reading.reason)
      return writeTrail(db, root, reading)
    })
  } catch (error) {
    if (!(error instanceof TrailRefused || error instanceof LimitExceeded)) throw error
    const limit = error instanceof LimitExceeded ? error.kind : undefined
    const reason = cleanText(error.message, 500)
    await insertTrail(pool, root, { status: 'rejected', reason, limit })
    return limit === undefined ? { status: 'rejected', reason } : { status: 'unread', reason, limit }
  }
}

/** Takes back what was written of a trail whose later line is bad. */
class TrailRefused extends Error {
  override name = 'TrailRefused'
}

interface TrailState {
  status: 'parsed' | 'rejected'
  reason?: string
  limit?: LimitExceeded['kind'] | undefined
}

async function insertTrail(db: Queryable, root: Hex, { status, reason, limit }: TrailState): Promise<boolean> {
  const { rowCount } = await db.query(
    prepared(
      `insert into verdicts.trail (root, status, reason, parsed_at, reading, exceeded) values ($1, $2, $3, now(), $4, $5)
     on conflict (root) do update set status = excluded.status, reason = excluded.reason,
       parsed_at = excluded.parsed_at, reading = excluded.reading, exceeded = excluded.exceeded, header = null,
       records = 0, named = null
     where trail.reading < excluded.reading or trail.exceeded is not null`,
      [root, status, reason ?? null, READER_VERSION, limit ?? null],
    ),
  )
  if (rowCount !== 1) return false
  await db.query(prepared('delete from verdicts.inference_record where root = $1', [root]))
  await db.query(prepared('delete from verdicts.trail_settlement where root = $1', [root]))
  await db.query(prepared('delete from verdicts.named_transaction where root = $1', [root]))
  return true
}

async function writeTrail(
  db: Queryable,
  root: Hex,
  { header, records, namedCount, named }: Extract<TrailReading, { status: 'parsed' }>,
): Promise<TrailResult> {
  // Counted from the rows: a file may name as many settlements as it has records, and none of them is held here.
  await db.query(
    prepared(
      `insert into verdicts.trail_settlement (root, payer, provider, nonce, records)
     select $1, $2, $3, nonce, count(*)::int from verdicts.inference_record where root = $1 group by nonce`,
      [root, header.payer, header.provider],
    ),
  )
  await insertNamed(db, root, named)
  await db.query(
    prepared('update verdicts.trail set header = $2, records = $3, named = $4 where root = $1', [
      root,
      canonicalize(header),
      records,
      namedCount,
    ]),
  )
  return { status: 'parsed', records }
}
