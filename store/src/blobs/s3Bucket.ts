import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { explain, isNoSuchObject } from './s3Errors'

/** A bucket and how it is asked. */
export interface Bucket {
  client: S3Client
  bucket: string
  endpoint: string | undefined
  /** Whether the server wants a tag without its quotes as a condition; learned from its answers. */
  hasBareTags: boolean
}

/** The object with its bytes still to be read, or undefined where there is none. @throws BlobPlaceError, BlobServerError */
export async function findObject({ client, bucket, ...named }: Bucket, key: string) {
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  } catch (error) {
    if (isNoSuchObject(error)) return undefined
    throw explain({ bucket, ...named }, error)
  }
}

/** What is known of the object without its bytes, or undefined where there is none. @throws BlobPlaceError, BlobServerError */
export async function findHead(at: Bucket, key: string) {
  try {
    return await at.client.send(new HeadObjectCommand({ Bucket: at.bucket, Key: key }))
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw explain(at, error)
  }
  // A refusal of HEAD has no body that says whether the object, the bucket or the key is wrong; one of GET has.
  const found = await findObject(at, key)
  ;(found?.Body as Readable | undefined)?.destroy()
  return found
}

/** Whether bytes of the key are kept that are hidden. A server that knows no versions keeps none. */
export async function hasVersions(at: Bucket, key: string): Promise<boolean> {
  try {
    const { Versions } = await at.client.send(new ListObjectVersionsCommand({ Bucket: at.bucket, Prefix: key }))
    return (Versions ?? []).some((version) => version.Key === key)
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 501) return false
    throw explain(at, error)
  }
}
