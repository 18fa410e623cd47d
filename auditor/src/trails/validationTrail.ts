import type { BlobStore } from '@touchstone/store/blobs'
import { type DaWitness, type Hex, parseDaPointer, startOf, storageRoot } from '@touchstone/verify'
import type pg from 'pg'
import type { FetchedPayload } from '../fetch/storage/fetchRoot.js'
import { queueJudgeNamed, queueJudgeSharing } from '../queue/jobs.js'
import { keepPayload } from './payloads.js'
import { keepPointer, keepWitness } from './pointers.js'
import { keepTrail } from './readTrail.js'
import type { TrailReader } from './trailReader.js'

export interface TrailStore {
  pool: pg.Pool
  blobs: BlobStore
  read: TrailReader
}

/** A file that has the hash of a validation request. */
export interface NamedFile extends FetchedPayload {
  root: Hex
  /** Only of a blob on 0G DA: the line that names it, and what was recomputed. */
  blob?: { line: string; witness: DaWitness }
}

/** Room for the first line of a trail. */
const HEADER_BYTES = 4_096

/**
 * The line that would be anchored to name a blob, and its storage root: a blob that only a request names is kept as if
 * that line had been anchored.
 */
export function toPointerLine(name: string): { line: string; root: Hex } {
  const line = `${name}\n`
  const { root } = storageRoot(new TextEncoder().encode(line))
  if (root === null) throw new Error('A line is never empty.')
  return { line, root }
}

/**
 * Keeps and reads the trail that a validation request names, ties it to the request, and queues the settlements that it names. A
 * file that does not begin as a trail is left alone: nothing of it is kept.
 */
export async function keepValidationTrail(
  { pool, blobs, read }: TrailStore,
  request: string,
  { root, blob, ...payload }: NamedFile,
): Promise<void> {
  const start = Buffer.from(startOf(payload.bytes, HEADER_BYTES)).toString('utf8')
  if (!start.startsWith('{') || !start.includes('"touchstone-trail/1"')) return
  const pointer = blob && parseDaPointer(blob.line.trimEnd())
  if (blob && pointer?.kind === 'pointer') {
    await keepPointer(pool, root, { ...pointer, text: blob.line }, payload.source)
    await keepWitness(pool, pointer.dataRoot, blob.witness)
  }
  if (!(await keepPayload(pool, blobs, root, payload))) return
  await keepTrail(pool, read, root, payload.bytes)
  await pool.query(
    'insert into verdicts.validation_trail (request_id, root) values ($1, $2) on conflict (request_id) do nothing',
    [request, root],
  )
  await queueJudgeNamed(pool, root)
  await queueJudgeSharing(pool, root)
}
