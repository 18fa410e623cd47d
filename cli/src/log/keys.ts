import { NoteError, type NoteVerifier, parseVerifierKey } from '@touchstone/verify'
import { CannotCheckError } from '../usage.js'
import type { LogSource } from './source.js'

/** The keys that a log says it has had. @throws CannotCheckError where it says none. */
export async function readKeys(source: LogSource): Promise<NoteVerifier[]> {
  const lines = Buffer.from(await source.read('keys'))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  try {
    return lines.map(parseVerifierKey)
  } catch (cause) {
    if (cause instanceof NoteError) throw new CannotCheckError(`${source.name}: ${cause.message}`, { cause })
    throw cause
  }
}
