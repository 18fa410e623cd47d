import { DiskFile, type FileRef } from './diskFile.js'

/** A payload at hand: in memory where it is small, else on disk. */
export type HeldBytes = Uint8Array | DiskFile

/** From here on a payload lies on disk. */
export const DISK_FROM_BYTES = 1024 * 1024

/** The same as it is sent to a thread. */
export type SentBytes = Uint8Array | FileRef

export function toSent(bytes: HeldBytes): SentBytes {
  return bytes instanceof Uint8Array ? bytes : bytes.ref
}

/** What a thread reads of what it was sent. */
export function fromSent(bytes: SentBytes): HeldBytes {
  return bytes instanceof Uint8Array ? bytes : new DiskFile(bytes)
}

/** Pieces of any payload for who keeps them; others get their turn between two. */
export async function* streamOf(bytes: HeldBytes): AsyncGenerator<Uint8Array, void> {
  if (bytes instanceof Uint8Array) yield bytes
  else yield* bytes.stream()
}
