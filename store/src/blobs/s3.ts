import type { Readable } from 'node:stream'
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type BlobStore, MAX_BLOB_BYTES, pathOf } from './blobStore'
import { type Bucket, findHead, findObject, hasVersions } from './s3Bucket'
import { explain } from './s3Errors'
import { upload } from './s3Upload'

/** The bucket keeps old versions: what was deleted is still there. */
export class BlobKeptError extends Error {
  override name = 'BlobKeptError'
}

/** Where blobs lie on an S3 server. Credentials and region come by the variables of the AWS SDK. */
export interface S3Place {
  bucket: string
  /** Folder within the bucket, without slashes at its ends; may be empty. */
  prefix: string
  /** Address of a server that is not Amazon's; its buckets are asked for by path. */
  endpoint?: string | undefined
}

/** What a bucket store is held to. */
export interface S3Limits {
  /** Bytes of a blob. */
  maxBytes: number
  /** Pause of a connection, within a request or an answer, after which nothing more is expected of it, milliseconds. */
  silenceMs: number
}

const LIMITS: S3Limits = { maxBytes: MAX_BLOB_BYTES, silenceMs: 60_000 }
const CONNECT_MS = 10_000
/** The SDK would write to the console about each exchange that is lost; errors reach the caller all the same. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/**
 * A blob store in a bucket. An object is visible once its last byte was taken and its SHA-256 checked by the server. It is
 * created only where there is none, and replaced only where it is still the one that was looked at, so that the server must
 * know conditional writes (`If-None-Match`, `If-Match`).
 *
 * Every method throws BlobPlaceError where a variable of the place is wrong, naming it, and BlobServerError where the server
 * does not answer as one: no blob is only what the server says is none.
 */
export function openS3Blobs({ bucket, prefix, endpoint }: S3Place, limits: Partial<S3Limits> = {}): BlobStore {
  const { maxBytes, silenceMs } = { ...LIMITS, ...limits }
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    logger: SILENT,
    // Not the client's `requestTimeout`, which only warns, and would cut a large blob that is on its way.
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: silenceMs },
  })
  const at: Bucket = { client, bucket, endpoint, hasBareTags: false }
  const keyOf = (root: string) => (prefix === '' ? pathOf(root) : `${prefix}/${pathOf(root)}`)
  return {
    put: async (root, bytes) => upload(at, keyOf(root), bytes, maxBytes),
    find: async (root) => {
      const found = await findObject(at, keyOf(root))
      return found?.Body?.transformToByteArray().catch((error: unknown) => {
        throw explain(at, error)
      })
    },
    findSize: async (root) => (await findHead(at, keyOf(root)))?.ContentLength,
    findStream: async (root) => (await findObject(at, keyOf(root)))?.Body as Readable | undefined,
    remove: async (root) => remove(at, keyOf(root)),
  }
}

/** Looks for versions also where there is nothing: a deletion may have left some behind before. @throws BlobKeptError */
async function remove(at: Bucket, key: string): Promise<boolean> {
  const wasThere = (await findHead(at, key)) !== undefined
  if (wasThere)
    await at.client.send(new DeleteObjectCommand({ Bucket: at.bucket, Key: key })).catch((error: unknown) => {
      throw explain(at, error)
    })
  if (await hasVersions(at, key))
    throw new BlobKeptError(
      `Bucket ${at.bucket} keeps versions, so that ${key} is hidden and not deleted. Delete its versions, and switch versioning off.`,
    )
  return wasThere
}
