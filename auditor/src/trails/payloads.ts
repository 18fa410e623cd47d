import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import type { FetchedPayload } from '../fetch/storage/fetchRoot.js'
import { cleanText } from '../untrusted/text.js'
import { isWithdrawn } from '../withdraw/isWithdrawn.js'

/** What is known about the bytes of a root: kept, withdrawn at the publisher's wish, or not here. */
export type PayloadState = { kind: 'kept'; bytes: Uint8Array } | { kind: 'withdrawn' } | { kind: 'missing' }

/** Bytes that were kept but are gone from the blob store count as missing: they are fetched again. */
export async function getPayload(db: Queryable, blobs: BlobStore, root: Hex): Promise<PayloadState> {
  if (await isWithdrawn(db, root)) return { kind: 'withdrawn' }
  const { rowCount } = await db.query('select from verdicts.payload where root = $1', [root])
  if (rowCount !== 1) return { kind: 'missing' }
  const bytes = await blobs.find(root)
  return bytes ? { kind: 'kept', bytes } : { kind: 'missing' }
}

/**
 * Keeps bytes that recompute to the root: first the bytes, then the row that says so. Bytes that were withdrawn under another
 * root are not kept: this root is withdrawn with them.
 * @returns whether they are kept.
 */
export async function keepPayload(
  db: Queryable,
  blobs: BlobStore,
  root: Hex,
  payload: FetchedPayload,
): Promise<boolean> {
  const sha256 = await digest(payload.bytes)
  const source = cleanText(payload.source, 300)
  const { rowCount } = await db.query(
    `with same as (
       select w.reason from verdicts.payload p join verdicts.withdrawal w on w.root = p.root
       where p.sha256 = $2 and p.withdrawn_at is not null limit 1),
     marked as (
       insert into verdicts.withdrawal (root, reason, removed_at) select $1, reason, now() from same
       on conflict (root) do nothing)
     insert into verdicts.payload (root, size, sha256, source, fetched_at, withdrawn_at)
     select $1, $3, $2, $4, now(), date_trunc('milliseconds', now()) from same on conflict (root) do nothing`,
    [root, sha256, payload.bytes.length, source],
  )
  if (rowCount === 1) return false
  await blobs.put(root, payload.bytes)
  await db.query(
    `insert into verdicts.payload (root, size, sha256, source, fetched_at) values ($1, $2, $3, $4, now())
     on conflict (root) do nothing`,
    [root, payload.bytes.length, sha256, source],
  )
  return true
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
