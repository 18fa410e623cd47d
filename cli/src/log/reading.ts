import {
  bundlesOf,
  type Checkpoint,
  decodeEntries,
  EntryBundleError,
  followEntry,
  type KeyRing,
  LogEntryError,
  NoteError,
  type NoteVerifier,
  openCheckpoint,
  readCheckpoint,
  readLogEntry,
} from '@touchstone/verify'
import { CannotCheckError } from '../usage.js'
import type { LogSource } from './source.js'

/** What a source says that its checkpoint is; nothing is checked yet. */
export interface ClaimedCheckpoint extends Checkpoint {
  note: string
}

/** @throws CannotCheckError where there is none. */
export async function readClaimed(source: LogSource): Promise<ClaimedCheckpoint> {
  const note = Buffer.from(await source.read('checkpoint')).toString('utf8')
  return { note, ...orCannotCheck(() => readCheckpoint(note)) }
}

/** Checks that the log's key in force signed the checkpoint, and that the log has the keys that the caller trusts. */
export function requireSigned(
  { note, origin }: ClaimedCheckpoint,
  ring: KeyRing,
  trusted: readonly NoteVerifier[],
): void {
  const own = ring.map((key): NoteVerifier => ({ name: origin, publicKey: Buffer.from(key, 'base64') }))
  const missing = trusted.find(
    ({ name, publicKey }) => name !== origin || !ring.includes(Buffer.from(publicKey).toString('base64')),
  )
  if (missing !== undefined)
    throw new CannotCheckError(`the log ${origin} never had the key given for ${missing.name}.`)
  orCannotCheck(() => openCheckpoint(note, own.slice(-1)))
}

/** Entries from one index on, in their order. @throws CannotCheckError where a bundle is missing or torn. */
export async function* readEntries(source: LogSource, from: number, size: number): AsyncGenerator<Uint8Array> {
  for (const tile of bundlesOf(size, from)) {
    const bytes = await source.readTile(tile)
    const entries = orCannotCheck(() => decodeEntries(bytes)).slice(0, tile.width)
    if (entries.length !== tile.width)
      throw new CannotCheckError(`bundle ${tile.index} has ${entries.length} entries instead of ${tile.width}.`)
    yield* entries.slice(Math.max(0, from - tile.index * 256))
  }
}

/** The keys behind an entry, or why it may not stand there. */
export function follow(ring: KeyRing, entry: Uint8Array): { ring: KeyRing } | { why: string } {
  try {
    return { ring: followEntry(ring, readLogEntry(entry)) }
  } catch (error) {
    if (error instanceof LogEntryError) return { why: error.message }
    throw error
  }
}

/** What is not of its form was served by somebody, and convicts nobody. */
export function orCannotCheck<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof NoteError || cause instanceof EntryBundleError || cause instanceof RangeError)
      throw new CannotCheckError(cause.message, { cause })
    throw cause
  }
}
