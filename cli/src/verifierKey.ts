import { NoteError, type NoteVerifier, parseVerifierKey } from '@touchstone/verify'
import { UsageError } from './usage.js'

/** A key of a log, name+id+base64. @throws UsageError naming the option. */
export function readVerifierKey(text: string, option: string): NoteVerifier {
  try {
    return parseVerifierKey(text)
  } catch (cause) {
    if (cause instanceof NoteError) throw new UsageError(`${option}: ${cause.message}`, { cause })
    throw cause
  }
}
