import { status } from '@grpc/grpc-js'
import { cleanText } from '../../untrusted/text.js'
import { type Refusal, refuse } from '../attempt.js'

const TEXTS: readonly (readonly [RegExp, Refusal['outcome']])[] = [
  // grpc-js, about a message above our own limit, before and after decompression.
  [/larger than max|message that decompresses to a size larger/i, 'too-large'],
  [/rate ?limited|request pool is full/i, 'rate-limited'],
  [/failed to dial retriever/i, 'unreachable'],
  // What the retriever says about rows that do not fit each other.
  [/incorrect scalar|incorrect length field|non zero in padding/i, 'da-decode-error'],
  [/not enough valid lines|slice is missing/i, 'rows-missing'],
  [/quorum of epoch .* not found/i, 'node-behind'],
]

const CODES: Partial<Record<status, Refusal['outcome']>> = {
  [status.DEADLINE_EXCEEDED]: 'time-out',
  [status.CANCELLED]: 'time-out',
  [status.UNAVAILABLE]: 'unreachable',
  [status.RESOURCE_EXHAUSTED]: 'rate-limited',
  [status.NOT_FOUND]: 'unknown-root',
}

/**
 * What the end of a call without an answer means. 0G's services tell nearly everything by text, most of it under the code
 * UNKNOWN; a text that is not known is a bad answer, which says nothing about the blob.
 */
export function fromStatus(code: status, details: string): Refusal {
  const detail = cleanText(`${status[code] ?? code}: ${details}`, 200)
  const byText = TEXTS.find(([pattern]) => pattern.test(details))
  return refuse(byText?.[1] ?? CODES[code] ?? 'bad-answer', detail)
}
