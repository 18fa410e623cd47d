/** A variable that says where blobs lie, or with which keys, is wrong: asking again would not help. */
export class BlobPlaceError extends Error {
  override name = 'BlobPlaceError'
}

/** The S3 server did not answer, or not as one: asking again may help. */
export class BlobServerError extends Error {
  override name = 'BlobServerError'
}
