import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { FetchedPayload } from '../fetch/storage/fetchRoot.js'
import { cleanText } from '../untrusted/text.js'

/** What is known about the bytes of a root: kept, withdrawn at the publisher's wish, or not here. */
export type PayloadState = { kind: 'kept'; bytes: Uint8Array } | { kind: 'withdrawn' } | { kind: 'missing' }

/** Bytes that were kept but are gone from the blob store count as missing: they are fetched again. */
export async function getPayload(db: Queryable, blobs: BlobStore, root: Hex): Promise<PayloadState> {
  const { rows } = await db.query<{ withdrawn_at: Date | null }>(
    'select withdrawn_at from verdicts.payload where root = $1',
    [root],
  )
  const row = rows[0]
  if (!row) return { kind: 'missing' }
  if (row.withdrawn_at) return { kind: 'withdrawn' }
  const bytes = await blobs.find(root)
  return bytes ? { kind: 'kept', bytes } : { kind: 'missing' }
}

/** Keeps bytes that recompute to the root: first the bytes, then the row that says so. */
export async function keepPayload(db: Queryable, blobs: BlobStore, root: Hex, payload: FetchedPayload): Promise<void> {
  await blobs.put(root, payload.bytes)
  await db.query(
    `insert into verdicts.payload (root, size, sha256, source, fetched_at) values ($1, $2, $3, $4, now())
     on conflict (root) do nothing`,
    [root, payload.bytes.length, await digest(payload.bytes), cleanText(payload.source, 300)],
  )
}

const PIECE = 8 * 1024 * 1024

/** SHA-256, lower-case hex. Others get their turn between the pieces. */
async function digest(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE))
    await setImmediate()
  }
  return hash.digest('hex')
}
