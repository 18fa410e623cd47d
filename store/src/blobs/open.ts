import path from 'node:path'
import type { BlobStore } from './blobStore'
import { openDiskBlobs } from './disk'
import { BlobServerError } from './errors'
import type { S3Limits } from './s3'

export type { BlobStore } from './blobStore'

/** Where blobs lie, as the environment says it. */
export interface BlobPlace {
  /** `s3://bucket/prefix`; a folder where it is undefined. */
  BLOBS?: string | undefined
  /** Address of an S3 server that is not Amazon's. */
  S3_ENDPOINT?: string | undefined
  /** Folder whose `blobs` holds them where BLOBS is undefined. */
  DATA_DIR?: string | undefined
}

/** The form of BLOBS: a bucket's name, then folders, none of them `.` or `..`, which a server may resolve. */
export const BLOBS_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*)\/?$/

/**
 * Opens the payloads, or the part of them with a name of its own such as `reports`; the limits are those of a bucket.
 * @throws RangeError where BLOBS is no `s3://bucket/prefix`.
 */
export function openBlobs(
  { BLOBS, S3_ENDPOINT, DATA_DIR }: BlobPlace,
  part?: string,
  limits?: Partial<S3Limits>,
): BlobStore {
  if (BLOBS === undefined && DATA_DIR !== undefined) return openDiskBlobs(path.join(DATA_DIR, 'blobs', part ?? ''))
  const [, bucket, folders] = BLOBS_URL.exec(BLOBS ?? '') ?? []
  if (bucket === undefined) throw new RangeError('BLOBS: expected s3://bucket/prefix.')
  const prefix = [...(folders ?? '').split('/'), part ?? ''].filter((name) => name !== '').join('/')
  return lazily(async () => (await import('./s3.js')).openS3Blobs({ bucket, prefix, endpoint: S3_ENDPOINT }, limits))
}

/** A root that no bytes have. */
const NOBODYS = `0x${'0'.repeat(64)}`

/**
 * Asks the bucket once, at a start: a wrong key or name is then told to who started, and not job by job. Nothing is asked of a
 * folder.
 * @returns what is wrong with a server that does not answer now, as a sentence; the start may go on.
 * @throws BlobPlaceError naming the variable that is wrong.
 */
export async function checkBlobs(place: BlobPlace): Promise<string | undefined> {
  if (place.BLOBS === undefined) return undefined
  try {
    await openBlobs(place).findSize(NOBODYS)
    return undefined
  } catch (error) {
    if (error instanceof BlobServerError) return error.message
    throw error
  }
}

/** The client of S3 is large and greets on the console: only who uses it loads it. */
function lazily(open: () => Promise<BlobStore>): BlobStore {
  let opened: Promise<BlobStore> | undefined
  const store = () => (opened ??= open())
  return {
    put: async (root, bytes) => (await store()).put(root, bytes),
    find: async (root) => (await store()).find(root),
    findSize: async (root) => (await store()).findSize(root),
    findStream: async (root) => (await store()).findStream(root),
    remove: async (root) => (await store()).remove(root),
  }
}
