import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { capped } from './blobStore'
import { type Bucket, findHead } from './s3Bucket'
import { explain, mayPass } from './s3Errors'

/** Bytes ready to be sent: their length and digest are said before them. */
interface Upload {
  size: number
  sha256: Buffer
  body: () => Uint8Array | Readable
}

type Condition = { IfNoneMatch: string } | { IfMatch: string }

/** Two writers of one root settle after the first exchange; more is somebody who keeps writing. */
const MAX_EXCHANGES = 6
/** A stream is sent so often before a server that does not take it is an error; the client does so for bytes by itself. */
const MAX_SENDINGS = 3
const PAUSE_MS = 200

/** Keeps the bytes under the key, whole or not at all. @throws BlobTooLargeError, BlobPlaceError, BlobServerError */
export async function upload(
  at: Bucket,
  key: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<void> {
  if (bytes instanceof Uint8Array) return exchange(at, key, await measured(bytes, maxBytes))
  await spooled(bytes, maxBytes, (ready) => exchange(at, key, ready))
}

async function exchange(at: Bucket, key: string, ready: Upload): Promise<void> {
  const sha256 = ready.sha256.toString('hex')
  let condition: Condition = { IfNoneMatch: '*' }
  let seen: string | undefined
  for (let round = 0; round < MAX_EXCHANGES; round += 1) {
    const isWritten = await send(at, key, ready, condition)
    if (isWritten) return
    const found = await findHead(at, key)
    if (found?.Metadata?.sha256 === sha256 && found.ContentLength === ready.size) return
    // Ceph 16 compares with the tag without its quotes. Nothing changed, and yet the condition did not hold: the other form.
    if (found?.ETag !== undefined && found.ETag === seen) at.hasBareTags = !at.hasBareTags
    seen = found?.ETag
    condition = seen === undefined ? { IfNoneMatch: '*' } : { IfMatch: at.hasBareTags ? bare(seen) : seen }
  }
  throw new Error(`Somebody else keeps writing ${key} in bucket ${at.bucket}.`)
}

const bare = (tag: string) => tag.replace(/^"(.*)"$/, '$1')

/** @returns false where the condition did not hold. */
async function send(at: Bucket, key: string, ready: Upload, condition: Condition): Promise<boolean> {
  for (let sending = 1; ; sending += 1) {
    const content = ready.body()
    try {
      await at.client.send(command(at, key, ready, condition, content))
      return true
    } catch (error) {
      if (isConditionError(error)) return false
      const isOver = !(content instanceof Readable) || sending === MAX_SENDINGS || !mayPass(error)
      if (isOver) throw explain(at, error)
    } finally {
      if (content instanceof Readable) content.destroy()
    }
    await pause(PAUSE_MS * 2 ** sending)
  }
}

/** 412, 409: another conditional write of the same key was under way; 404: what was to be replaced is gone. */
function isConditionError(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false
  const status = error.$metadata.httpStatusCode
  return status === 412 || status === 409 || error.name === 'NoSuchKey'
}

function command(
  { bucket }: Bucket,
  key: string,
  { size, sha256 }: Upload,
  condition: Condition,
  content: Uint8Array | Readable,
): PutObjectCommand {
  const put = new PutObjectCommand({
    ...{ Bucket: bucket, Key: key, Body: content, ContentLength: size, ...condition },
    ...{ ChecksumSHA256: sha256.toString('base64'), Metadata: { sha256: sha256.toString('hex') } },
    ContentType: 'application/octet-stream',
  })
  // The digest is signed too: not every server knows the checksum's header (Ceph 16 does not), but each knows its signature.
  put.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['x-amz-content-sha256'] = sha256.toString('hex')
      return next(args)
    },
    { step: 'build', name: 'signTheDigest' },
  )
  return put
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
  // Opened before anything can go wrong: a stream that opens its file itself may make it after it was removed.
  const handle = await open(file, 'wx', 0o600)
  try {
    await pipeline(Readable.from(measure(), { objectMode: false }), handle.createWriteStream())
    await use({ size, sha256: hash.digest(), body: () => createReadStream(file) })
  } finally {
    await rm(file, { force: true })
  }
}
