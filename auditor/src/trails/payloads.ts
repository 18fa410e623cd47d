import { createHash } from 'node:crypto'
import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import type { FetchedPayload } from '../fetch/storage/fetchRoot.js'
import { DiskFile } from '../files/diskFile.js'
import { DISK_FROM_BYTES, type HeldBytes, streamOf } from '../files/heldBytes.js'
import type { Scratch } from '../files/spool.js'
import { cleanText } from '../untrusted/text.js'
import { isWithdrawn } from '../withdraw/isWithdrawn.js'

/** What is known about the bytes of a root: kept, withdrawn at the publisher's wish, or not here. */
export type PayloadState = { kind: 'kept'; bytes: HeldBytes } | { kind: 'withdrawn' } | { kind: 'missing' }

/** Bytes that were kept but are gone from the blob store count as missing: they are fetched again. */
export async function getPayload(db: Queryable, blobs: BlobStore, root: Hex, scratch: Scratch): Promise<PayloadState> {
  if (await isWithdrawn(db, root)) return { kind: 'withdrawn' }
  const { rows } = await db.query<{ size: string }>('select size from verdicts.payload where root = $1', [root])
  if (rows[0] === undefined) return { kind: 'missing' }
  const bytes = await openPayload(blobs, root, Number(rows[0].size), scratch)
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
    prepared(
      `with same as (
       select w.reason from verdicts.payload p join verdicts.withdrawal w on w.root = p.root
       where p.sha256 = $2 and p.withdrawn_at is not null limit 1),
     marked as (
       insert into verdicts.withdrawal (root, reason, removed_at) select $1, reason, now() from same
       on conflict (root) do nothing)
     insert into verdicts.payload (root, size, sha256, source, fetched_at, withdrawn_at)
     select $1, $3, $2, $4, now(), date_trunc('milliseconds', now()) from same on conflict (root) do nothing`,
      [root, sha256, payload.bytes.length, source],
    ),
  )
  if (rowCount === 1) return false
  await blobs.put(root, streamOf(payload.bytes))
  await db.query(
    prepared(
      `insert into verdicts.payload (root, size, sha256, source, fetched_at) values ($1, $2, $3, $4, now())
     on conflict (root) do nothing`,
      [root, payload.bytes.length, sha256, source],
    ),
  )
  return true
}

/** SHA-256, lower-case hex. Others get their turn between the pieces. */
async function digest(bytes: HeldBytes): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of streamOf(bytes)) hash.update(piece)
  return hash.digest('hex')
}

/**
 * Kept bytes: small ones read, others open where they lie, or copied to this machine from a store that is elsewhere.
 * @param size that they had when they were kept.
 * @returns undefined where the store has none.
 */
export async function openPayload(
  blobs: BlobStore,
  root: Hex,
  size: number,
  scratch: Scratch,
): Promise<HeldBytes | undefined> {
  if (size < DISK_FROM_BYTES) return blobs.find(root)
  if (blobs.findHandle === undefined) return copyHere(await blobs.findStream(root), size, scratch)
  const handle = await blobs.findHandle(root)
  if (handle === undefined) return undefined
  scratch.adopt(handle)
  return new DiskFile({ fd: handle.fd, length: (await handle.stat()).size, digests: [] })
}

async function copyHere(
  stream: AsyncIterable<Uint8Array> | undefined,
  size: number,
  scratch: Scratch,
): Promise<HeldBytes | undefined> {
  if (stream === undefined) return undefined
  const file = await scratch.create(size)
  let length = 0
  for await (const piece of stream) {
    await file.write(piece, length)
    length += piece.length
  }
  return file.read(length)
}
