import { type Refusal, refuse } from '../attempt.js'
import type { Locator } from '../locator.js'

const NOT_PLAIN = /[^\x21-\x7e ]/

/** The bytes that a data: address carries, in base64 (either alphabet, padded or not) or percent form. */
export function decodeDataUri(
  { isBase64, payload }: Extract<Locator, { kind: 'data' }>,
  maxBytes: number,
): { ok: true; served: Uint8Array } | Refusal {
  const served = isBase64 ? fromBase64(payload) : fromPercent(payload)
  if (!served) return refuse('bad-answer', `the data: address is no ${isBase64 ? 'base64' : 'percent form'}`)
  if (served.length > maxBytes) return refuse('too-large', `the data: address holds more than ${maxBytes} bytes`)
  return { ok: true, served }
}

function fromBase64(payload: string): Uint8Array | undefined {
  const plain = payload.includes('%') ? fromPercent(payload)?.toString('latin1') : payload
  const digits = plain?.replace(/[\t\n\f\r ]/g, '').replace(/={1,2}$/, '')
  // Node would skip what is no digit, so that many texts would be one file.
  if (digits === undefined || !/^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(digits) || digits.length % 4 === 1)
    return undefined
  return Buffer.from(digits, 'base64')
}

function fromPercent(payload: string): Buffer | undefined {
  const text = payload.replace(/[\t\n\r]/g, '')
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined
  // Cards in the wild carry their JSON unescaped; what is no ASCII counts as UTF-8, as browsers read it.
  const raw = NOT_PLAIN.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
  return Buffer.from(
    raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
