import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { type BlobStore, capped, MAX_BLOB_BYTES, pathOf } from './blobStore'

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

interface Bucket {
  client: S3Client
  bucket: string
}

/** Bytes ready to be sent: their length and digest are said before them. */
interface Upload {
  size: number
  sha256: Buffer
  body: () => Uint8Array | Readable
}

/** Pause before nothing more is expected of a connection, milliseconds. */
const REQUEST_MS = 60_000
const CONNECT_MS = 10_000
/** The SDK would write to the console about each exchange that is lost; errors reach the caller all the same. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
/** Two writers of one root settle after the first exchange; more is somebody who keeps writing. */
const MAX_EXCHANGES = 5

/**
 * A blob store in a bucket. An object is visible once its last byte was taken and its SHA-256 checked by the server. It is
 * created only where there is none, and replaced only where it is still the one that was looked at, so that the server must
 * know conditional writes (`If-None-Match`, `If-Match`).
 */
export function openS3Blobs({ bucket, prefix, endpoint }: S3Place, maxBytes = MAX_BLOB_BYTES): BlobStore {
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    logger: SILENT,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
  })
  const at = { client, bucket }
  const keyOf = (root: string) => (prefix === '' ? pathOf(root) : `${prefix}/${pathOf(root)}`)
  const get = async (root: string) =>
    orUndefined(client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(root) })))
  const head = async (root: string) => findHead(at, keyOf(root))
  return {
    put: async (root, bytes) => {
      const key = keyOf(root)
      if (bytes instanceof Uint8Array) return upload(at, key, await measured(bytes, maxBytes))
      await spooled(bytes, maxBytes, (ready) => upload(at, key, ready))
    },
    find: async (root) => (await get(root))?.Body?.transformToByteArray(),
    findSize: async (root) => (await head(root))?.ContentLength,
    findStream: async (root) => (await get(root))?.Body as Readable | undefined,
    remove: async (root) => {
      if ((await head(root)) === undefined) return false
      const { DeleteMarker, VersionId } = await client.send(
        new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(root) }),
      )
      // A null version is that of a bucket that keeps none.
      if (DeleteMarker === true && VersionId !== 'null')
        throw new BlobKeptError(
          `Bucket ${bucket} keeps versions, so that ${root} is hidden and not deleted. Delete its versions, and switch versioning off.`,
        )
      return true
    },
  }
}

async function upload(at: Bucket, key: string, ready: Upload): Promise<void> {
  const sha256 = ready.sha256.toString('hex')
  let condition: { IfNoneMatch: string } | { IfMatch: string } = { IfNoneMatch: '*' }
  for (let exchange = 0; exchange < MAX_EXCHANGES; exchange += 1) {
    const isWritten = await putObject(at, key, ready, condition)
    if (isWritten) return
    const found = await findHead(at, key)
    if (found?.Metadata?.sha256 === sha256 && found.ContentLength === ready.size) return
    condition = found?.ETag === undefined ? { IfNoneMatch: '*' } : { IfMatch: found.ETag }
  }
  throw new Error(`Somebody else keeps writing ${key} in bucket ${at.bucket}.`)
}

/** @returns false where the condition did not hold. */
async function putObject(
  { client, bucket }: Bucket,
  key: string,
  { size, sha256, body }: Upload,
  condition: { IfNoneMatch: string } | { IfMatch: string },
): Promise<boolean> {
  const content = body()
  try {
    await client.send(
      new PutObjectCommand({
        ...{ Bucket: bucket, Key: key, Body: content, ContentLength: size, ...condition },
        ...{ ChecksumSHA256: sha256.toString('base64'), Metadata: { sha256: sha256.toString('hex') } },
        ContentType: 'application/octet-stream',
      }),
    )
    return true
  } catch (error) {
    // 409: another conditional write of the same key was under way; 404: what was to be replaced is gone.
    if (error instanceof S3ServiceException && [404, 409, 412].includes(statusOf(error) ?? 0)) {
      if (error.name === 'NoSuchBucket') throw error
      return false
    }
    throw error
  } finally {
    if (content instanceof Readable) content.destroy()
  }
}

async function findHead({ client, bucket }: Bucket, key: string) {
  return orUndefined(client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })))
}

async function measured(bytes: Uint8Array, maxBytes: number): Promise<Upload> {
  for await (const _ of capped(bytes, maxBytes));
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest(), body: () => bytes }
}

/** A request says its length and digest first: a stream of unknown length goes through a temporary file. */
async function spooled(bytes: AsyncIterable<Uint8Array>, maxBytes: number, use: (ready: Upload) => Promise<void>) {
  const file = path.join(tmpdir(), `touchstone-blob-${randomUUID()}`)
  const hash = createHash('sha256')
  let size = 0
  const measure = async function* () {
    for await (const chunk of capped(bytes, maxBytes)) {
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  try {
    await pipeline(Readable.from(measure(), { objectMode: false }), createWriteStream(file, { mode: 0o600 }))
    await use({ size, sha256: hash.digest(), body: () => createReadStream(file) })
  } finally {
    await rm(file, { force: true })
  }
}

function statusOf(error: S3ServiceException): number | undefined {
  return error.$metadata.httpStatusCode
}

/** Undefined where there is no such object; a bucket that is not there is an error. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof S3ServiceException && statusOf(error) === 404 && error.name !== 'NoSuchBucket')
      return undefined
    throw error
  }
}
