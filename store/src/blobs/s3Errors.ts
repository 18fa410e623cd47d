import { S3ServiceException } from '@aws-sdk/client-s3'
import { BlobPlaceError, BlobServerError } from './errors'

/** What is told of a bucket in a sentence about it. */
export interface BucketName {
  bucket: string
  /** Undefined for Amazon's. */
  endpoint?: string | undefined
}

/** Sentences by the name of the server's or the client's error. */
const PLACE_ERRORS: Record<string, (at: { bucket: string; server: string }) => string> = {
  NoSuchBucket: ({ bucket, server }) =>
    `BLOBS: there is no bucket ${bucket} at ${server}. Create it, or name another in s3://bucket/prefix.`,
  InvalidAccessKeyId: ({ server }) => `AWS_ACCESS_KEY_ID: ${server} does not know this key.`,
  SignatureDoesNotMatch: ({ server }) =>
    `AWS_SECRET_ACCESS_KEY: ${server} refuses what is signed with it; it is not that of AWS_ACCESS_KEY_ID.`,
  AccessDenied: ({ bucket, server }) =>
    `AWS_ACCESS_KEY_ID: ${server} does not let this key do that in bucket ${bucket}. It must be allowed to get, put and delete objects and to list them and their versions.`,
  AuthorizationHeaderMalformed: ({ bucket, server }) =>
    `AWS_REGION: bucket ${bucket} at ${server} is of another region.`,
  PermanentRedirect: ({ bucket, server }) => `AWS_REGION: bucket ${bucket} at ${server} is of another region.`,
  RequestTimeTooSkewed: ({ server }) => `The clocks of this machine and of ${server} differ too much.`,
  CredentialsProviderError: () =>
    'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are not set, and no other keys were found.',
}

/** The client says it in words alone. */
const REGION_IS_MISSING = 'Region is missing'

/** The same error as one sentence that names the variable to correct, with the client's own as its cause. */
export function explain({ bucket, endpoint }: BucketName, error: unknown): Error {
  if (!(error instanceof Error)) return new BlobServerError(String(error))
  const server = endpoint ?? 'Amazon S3'
  const options = { cause: error }
  const sentence = PLACE_ERRORS[error.name]?.({ bucket, server })
  if (sentence !== undefined) return new BlobPlaceError(sentence, options)
  if (error.message === REGION_IS_MISSING)
    return new BlobPlaceError('AWS_REGION: is not set. A server that knows no regions takes us-east-1.', options)
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  const what = status === undefined ? `does not answer (${reasonOf(error)})` : `answers ${error.name} (HTTP ${status})`
  return new BlobServerError(`S3_ENDPOINT: ${server} ${what}.`, options)
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'it was silent for too long'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/** Whether the server says that there is no such object. A missing bucket, and a server of something else, say it not. */
export function isNoSuchObject(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'NoSuchKey'
}

/** Whether the same request may succeed another time: nothing was answered, or the server had a fault of its own. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return error instanceof Error && 'code' in error
  const status = error.$metadata.httpStatusCode ?? 0
  return status === 429 || status >= 500
}
