import {
  type Beginning,
  compareCheckpoints,
  type KeyRing,
  type NoteVerifier,
  openCheckpoint,
  readCheckpoint,
  readConsistency,
  readRoot,
  rememberTiles,
} from '@touchstone/verify'
import { CannotCheckError } from '../usage.js'
import { forkOf } from './misbehaviour.js'
import { orCannotCheck } from './reading.js'
import type { LogSource } from './source.js'

/** What the source's tiles say about the first `oldSize` of `newSize` entries. @throws CannotCheckError */
export async function readBeginning(source: LogSource, oldSize: number, newSize: number): Promise<Beginning> {
  const read = rememberTiles(source.readTile)
  const found = Promise.all([readRoot(read, oldSize, newSize), readConsistency(read, oldSize, newSize)])
  const [root, path] = await found.catch((error: Error) =>
    orCannotCheck((): never => {
      throw error
    }),
  )
  return { root, path }
}

/**
 * Tells whether two notes signed by keys of one log are consistent, by the source's tiles where they are needed.
 * @throws Misbehaviour with the proof where they are not, CannotCheckError where the tiles do not tell or a note is not
 *   signed.
 */
export async function requireJoined(
  source: LogSource | undefined,
  verifiers: readonly NoteVerifier[],
  a: string,
  b: string,
) {
  const [one, other] = [a, b].map((note) => orCannotCheck(() => openCheckpoint(note, verifiers))) as [
    ReturnType<typeof openCheckpoint>,
    ReturnType<typeof openCheckpoint>,
  ]
  if (one.origin !== other.origin)
    throw new CannotCheckError(`the checkpoints are of two logs, ${one.origin} and ${other.origin}.`)
  const [older, newer] = one.size <= other.size ? [one, other] : [other, one]
  if (older.size !== newer.size && source === undefined)
    throw new CannotCheckError(
      'checkpoints of different sizes are compared by the tiles of the log: name them by --url.',
    )
  const beginning =
    older.size === newer.size || source === undefined ? undefined : await readBeginning(source, older.size, newer.size)
  const comparison = compareCheckpoints(older, newer, beginning)
  if (comparison === 'forked') throw older === one ? forkOf(a, b, beginning) : forkOf(b, a, beginning)
  if (comparison === 'unknown')
    throw new CannotCheckError(
      'the tiles are not those of the larger checkpoint, so that they tell nothing about the log.',
    )
  return { older, newer }
}

/** The same of the keys that a log has had. @throws Misbehaviour where the notes convict it; returns in every other case. */
export async function requireNoFork(source: LogSource, ring: KeyRing, a: string, b: string): Promise<void> {
  const { origin } = orCannotCheck(() => readCheckpoint(a))
  const verifiers = ring.map((key): NoteVerifier => ({ name: origin, publicKey: Buffer.from(key, 'base64') }))
  await requireJoined(source, verifiers, a, b)
}
