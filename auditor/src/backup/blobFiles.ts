import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { BlobStore } from '@touchstone/store/blobs'
import { openDiskBlobs } from '@touchstone/store/blobs/disk'
import { z } from 'zod'
import type { Queryable } from '../database.js'
import { BackupError } from './manifest.js'

/** The two stores of blobs. */
export interface BlobStores {
  blobs: BlobStore
  reports: BlobStore
}

const KINDS = ['blobs', 'reports'] as const

const lineShape = z.object({
  store: z.enum(KINDS),
  root: z.string(),
  size: z.number().int().nonnegative(),
  sha256: z.string(),
})
type BlobLine = z.infer<typeof lineShape>

/** Stores within a backup. */
export function openBackupBlobs(folder: string): BlobStores {
  return { blobs: openDiskBlobs(join(folder, 'blobs')), reports: openDiskBlobs(join(folder, 'reports')) }
}

/** Every blob that the snapshot names and that was not withdrawn. */
async function listNamed(db: Queryable) {
  const { rows } = await db.query<{ store: (typeof KINDS)[number]; root: string; sha256: string }>(
    `select 'blobs' as store, root, sha256 from verdicts.payload where withdrawn_at is null
     union all
     select 'reports', '0x' || sha256, sha256
       from (select sha256 from verdicts.enclave_report union select sha256 from verdicts.provider_answer) captured
       where not exists (select from verdicts.withdrawal w where w.root = '0x' || captured.sha256)
     order by 1, 2`,
  )
  return rows
}

/**
 * Copies the blobs of a snapshot and yields a line for each. One that is lost or no longer what its row says is left out and
 * handed to `onGap`; what was withdrawn meanwhile is left out silently.
 * @param now sees what was withdrawn since the snapshot.
 */
export async function* copyOut(
  { snapshot, now }: { snapshot: Queryable; now: Queryable },
  from: BlobStores,
  to: BlobStores,
  onGap: (gap: string) => void,
): AsyncGenerator<string> {
  for (const { store, root, sha256 } of await listNamed(snapshot)) {
    const found = await copyBlob(from[store], to[store], root)
    const { rowCount } = await now.query('select from verdicts.withdrawal where root = $1', [root])
    const isWithdrawn = rowCount === 1
    if (found?.sha256 === sha256 && !isWithdrawn) yield JSON.stringify({ store, root, ...found } satisfies BlobLine)
    else if (found) await to[store].remove(root)
    if (found?.sha256 !== sha256 && !isWithdrawn)
      onGap(`${store} ${root}: ${found ? `its SHA-256 is ${found.sha256}, expected ${sha256}` : 'lost'}`)
  }
}

/** Copies the blobs that the lines name, each compared while it is copied. @throws BackupError */
export async function copyIn(lines: AsyncIterable<string>, from: BlobStores, to: BlobStores): Promise<number> {
  let copied = 0
  for await (const line of lines) {
    const { store, root, size, sha256 } = lineShape.parse(JSON.parse(line))
    await compare(from[store], { store, root, size, sha256 })
    await copyBlob(from[store], to[store], root)
    copied += 1
  }
  return copied
}

/** @throws BackupError where a blob is not what was written. */
export async function compareAll(lines: AsyncIterable<string>, from: BlobStores): Promise<void> {
  for await (const line of lines) {
    const named = lineShape.parse(JSON.parse(line))
    await compare(from[named.store], named)
  }
}

async function compare(from: BlobStore, { store, root, size, sha256 }: BlobLine): Promise<void> {
  const stream = await from.findStream(root)
  const found = stream && (await measure(stream))
  if (found?.size !== size || found.sha256 !== sha256)
    throw new BackupError(`${store} ${root} is not what was written: ${found ? 'other bytes' : 'missing'}.`)
}

async function copyBlob(from: BlobStore, to: BlobStore, root: string) {
  const stream = await from.findStream(root)
  if (stream === undefined) return undefined
  const measured = measuring(stream)
  await to.put(root, measured.bytes)
  return measured.result()
}

async function measure(stream: AsyncIterable<Uint8Array>) {
  const measured = measuring(stream)
  for await (const _ of measured.bytes);
  return measured.result()
}

function measuring(stream: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let size = 0
  async function* pass() {
    for await (const chunk of stream) {
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  return { bytes: pass(), result: () => ({ size, sha256: hash.digest('hex') }) }
}
