import { type Hex, readTrail, type TrailHeader } from '@touchstone/verify'
import canonicalize from 'canonicalize'
import type pg from 'pg'
import { inTransaction, type Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'
import { insertRecords, type RecordLine } from './recordRows.js'

/**
 * Version of what is kept about each record. A trail that was read under a lower one is read again: 2 keeps the
 * signatures of responses.
 */
export const READER_VERSION = 2

/** Records written with one statement. */
const BATCH = 500

/** The contract whose settlements trails of this network open. */
export interface TrailNetwork {
  chainId: number
  contract: Hex
}

export type TrailResult = { status: 'parsed'; records: number } | { status: 'rejected'; reason: string }

/**
 * Reads a fetched payload as a trail and keeps what it says, in one transaction: all of it, or the reason why it is
 * refused. One file's bytes and one batch of records are in memory at a time. Does nothing for a root that
 * this version has read; what an older one kept is replaced.
 */
export async function keepTrail(
  pool: pg.Pool,
  network: TrailNetwork,
  root: Hex,
  bytes: Uint8Array,
): Promise<TrailResult | undefined> {
  try {
    return await inTransaction(pool, async (db) => {
      if (!(await insertTrail(db, root, 'parsed', null))) return undefined
      return writeLines(db, network, root, bytes)
    })
  } catch (error) {
    if (!(error instanceof TrailRefused)) throw error
    const reason = cleanText(error.message, 500)
    await insertTrail(pool, root, 'rejected', reason)
    return { status: 'rejected', reason }
  }
}

/** Takes back what was written of a trail whose later line is bad. */
class TrailRefused extends Error {
  override name = 'TrailRefused'
}

async function insertTrail(db: Queryable, root: Hex, status: TrailResult['status'], reason: string | null) {
  const { rowCount } = await db.query(
    `insert into verdicts.trail (root, status, reason, parsed_at, reading) values ($1, $2, $3, now(), $4)
     on conflict (root) do update set status = excluded.status, reason = excluded.reason,
       parsed_at = excluded.parsed_at, reading = excluded.reading, header = null, records = 0
     where trail.reading < excluded.reading`,
    [root, status, reason, READER_VERSION],
  )
  if (rowCount !== 1) return false
  await db.query('delete from verdicts.inference_record where root = $1', [root])
  await db.query('delete from verdicts.trail_settlement where root = $1', [root])
  return true
}

async function writeLines(db: Queryable, network: TrailNetwork, root: Hex, bytes: Uint8Array): Promise<TrailResult> {
  let header: TrailHeader | undefined
  let records = 0
  let batch: RecordLine[] = []
  const settlements = new Map<string, number>()
  const flush = async () => {
    if (batch.length > 0) await insertRecords(db, root, batch)
    batch = []
  }
  for (const line of readTrail(bytes)) {
    switch (line.kind) {
      case 'rejected':
        throw new TrailRefused(`Line ${line.line}: ${line.reason}`)
      case 'header':
        header = requireOurs(line.header, network)
        break
      case 'record':
        records += 1
        batch.push(line)
        settlements.set(line.record.settlement, (settlements.get(line.record.settlement) ?? 0) + 1)
        if (batch.length >= BATCH) await flush()
    }
  }
  await flush()
  if (!header) throw new TrailRefused('The file has no header.')
  await writeSettlements(db, root, header, settlements)
  await db.query('update verdicts.trail set header = $2, records = $3 where root = $1', [
    root,
    canonicalize(header),
    records,
  ])
  return { status: 'parsed', records }
}

function requireOurs(header: TrailHeader, { chainId, contract }: TrailNetwork): TrailHeader {
  if (header.chainId !== chainId)
    throw new TrailRefused(`Line 1: the trail is about chain ${header.chainId}, expected ${chainId}.`)
  if (header.contract !== contract)
    throw new TrailRefused(`Line 1: the trail is about contract ${header.contract}, expected ${contract}.`)
  return header
}

async function writeSettlements(
  db: Queryable,
  root: Hex,
  { payer, provider }: TrailHeader,
  settlements: ReadonlyMap<string, number>,
) {
  await db.query(
    `insert into verdicts.trail_settlement (root, payer, provider, nonce, records)
     select $1, $2, $3, * from unnest($4::numeric[], $5::int[])`,
    [root, payer, provider, [...settlements.keys()], [...settlements.values()]],
  )
}
