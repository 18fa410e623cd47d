import { buildLogEntry, type KeyRing, type LogStatement, leafHash, readLogEntry } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { VerdictSigner } from '../judge/key.js'

/** A checkpoint as it was signed. */
export interface CheckpointRow {
  size: number
  /** Hex. */
  root: string
  note: string
}

/** The log's origin; undefined before its first entry. */
export async function findOrigin(db: Queryable): Promise<string | undefined> {
  const { rows } = await db.query<{ origin: string }>('select origin from verdicts.log')
  return rows[0]?.origin
}

/** Number of entries. */
export async function countEntries(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ size: string }>(
    'select coalesce(max(index) + 1, 0) as size from verdicts.log_entry',
  )
  return Number(rows[0]?.size)
}

/** The keys that the log has had, the one in force last. */
export async function listKeys(db: Queryable): Promise<KeyRing> {
  const { rows } = await db.query<{ entry: string }>(
    `select entry from verdicts.log_entry where kind = 'key' order by index`,
  )
  return rows.map(({ entry }) => {
    const read = readLogEntry(Buffer.from(entry, 'utf8'))
    if (read.kind !== 'key') throw new Error('A row of kind key holds another entry.')
    return read.publicKey
  })
}

/** Entries in the order of their indices. */
export async function listEntries(db: Queryable, from: number, to: number): Promise<Uint8Array[]> {
  const { rows } = await db.query<{ entry: string }>(
    'select entry from verdicts.log_entry where index >= $1 and index < $2 order by index',
    [from, to],
  )
  return rows.map(({ entry }) => Buffer.from(entry, 'utf8'))
}

/** The newest checkpoint, or the newest of those that an entry is in. */
export async function findCheckpoint(db: Queryable): Promise<CheckpointRow | undefined> {
  const { rows } = await db.query<{ size: string; root: string; note: string }>(
    'select size, root, note from verdicts.log_checkpoint order by size desc limit 1',
  )
  const row = rows[0]
  return row && { ...row, size: Number(row.size) }
}

/** @throws where a checkpoint of that size was signed before. */
export async function insertCheckpoint(db: Queryable, { size, root, note }: CheckpointRow): Promise<void> {
  await db.query('insert into verdicts.log_checkpoint (size, root, note) values ($1, $2, $3)', [size, root, note])
}

/** Appends an entry that introduces a key, signed by `signer`. */
export async function insertKeyEntry(
  db: Queryable,
  index: number,
  publicKey: Uint8Array,
  signer: VerdictSigner,
): Promise<void> {
  const statement = { kind: 'key', publicKey: Buffer.from(publicKey).toString('base64') } as const
  await insertEntries(db, index, [{ statement, verdictId: null }], signer)
}

/**
 * Appends entries for the oldest verdicts that wait, at most `most`. In the caller's transaction.
 * @returns how many.
 */
export async function sequenceVerdicts(
  db: Queryable,
  index: number,
  most: number,
  signer: VerdictSigner,
): Promise<number> {
  const { rows } = await db.query<PendingRow>(
    `with taken as (
       delete from verdicts.log_pending
       where verdict_id in (select verdict_id from verdicts.log_pending order by verdict_id limit $1)
       returning verdict_id)
     select v.id, v.settlement_id, v.supersedes, v.body_signature, v.key_id,
       encode(sha256(convert_to(v.body, 'UTF8')), 'hex') as body_sha256
     from taken join verdicts.verdict v on v.id = taken.verdict_id order by v.id`,
    [most],
  )
  await insertEntries(
    db,
    index,
    rows.map((row) => ({ statement: toStatement(row), verdictId: row.id })),
    signer,
  )
  return rows.length
}

interface PendingRow {
  id: string
  settlement_id: string
  supersedes: string | null
  body_signature: string
  key_id: string
  body_sha256: string
}

function toStatement(row: PendingRow): LogStatement {
  const { id, settlement_id: settlement, supersedes, body_sha256: bodySha256 } = row
  const signed = { bodySha256, bodySignature: row.body_signature, bodyKeyId: row.key_id }
  return { kind: 'verdict', settlement, verdict: id, supersedes, ...signed }
}

async function insertEntries(
  db: Queryable,
  first: number,
  entries: readonly { statement: LogStatement; verdictId: string | null }[],
  signer: VerdictSigner,
): Promise<void> {
  const bytes = entries.map(({ statement }) => buildLogEntry(statement, signer.keyId, signer.signBytes))
  await db.query(
    `insert into verdicts.log_entry (index, kind, verdict_id, entry, leaf_hash)
     select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])`,
    [
      entries.map((_, at) => first + at),
      entries.map(({ statement }) => statement.kind),
      entries.map(({ verdictId }) => verdictId),
      bytes.map((entry) => Buffer.from(entry).toString('utf8')),
      bytes.map((entry) => Buffer.from(leafHash(entry)).toString('hex')),
    ],
  )
}
