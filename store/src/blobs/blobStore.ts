import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'

const ROOT = /^0x[0-9a-f]{64}$/

/** Largest blob that a store takes where nothing else is said; one request to an S3 server may carry 5 GiB. */
export const MAX_BLOB_BYTES = 2 * 1024 * 1024 * 1024

/** The name is not a root: 0x and 64 lower-case hex digits. */
export class BlobNameError extends Error {
  override name = 'BlobNameError'
  constructor(root: string) {
    super(`Not a blob's root: ${JSON.stringify(root.slice(0, 80))}. Expected 0x and 64 lower-case hex digits.`)
  }
}

/** More bytes than the store takes; nothing of them is kept. */
export class BlobTooLargeError extends Error {
  override name = 'BlobTooLargeError'
  constructor(maxBytes: number) {
    super(`The blob has more than ${maxBytes} bytes.`)
  }
}

/** Payloads keyed by the root that their bytes recompute to. The caller has checked the bytes. */
export interface BlobStore {
  /**
   * Keeps the bytes under the root, replacing what lay there; whole or not at all, also across a crash.
   * @throws BlobTooLargeError
   */
  put(root: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>
  /** The bytes, or undefined where there are none. */
  find(root: string): Promise<Uint8Array | undefined>
  /** Size in bytes, or undefined where there are none. */
  findSize(root: string): Promise<number | undefined>
  /** A stream of the bytes, or undefined where there are none. */
  findStream(root: string): Promise<Readable | undefined>
  /** The file of the bytes, open for reading, or undefined where there are none. Only of a store whose blobs are files. */
  findHandle?(root: string): Promise<FileHandle | undefined>
  /** Deletes the bytes; true where there were some. */
  remove(root: string): Promise<boolean>
}

/** `ab/cd/0xabcd…`: two levels of 256, so that no folder grows large. @throws BlobNameError, so that no name leaves it. */
export function pathOf(root: string): string {
  if (!ROOT.test(root)) throw new BlobNameError(root)
  return `${root.slice(2, 4)}/${root.slice(4, 6)}/${root}`
}

/** The same chunks, up to the cap. @throws BlobTooLargeError behind it. */
export async function* capped(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    size += chunk.length
    if (size > maxBytes) throw new BlobTooLargeError(maxBytes)
    yield chunk
  }
}
