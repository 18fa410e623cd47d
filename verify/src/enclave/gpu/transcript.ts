/** SPDM 1.1 measurements of a GPU: the request that was sent, the response, and the signature over both. */

/** Why bytes are not such a transcript. */
export class TranscriptError extends Error {
  override name = 'TranscriptError'
}

export interface Transcript {
  /** Nonce of the one who asked, 32 bytes. */
  nonce: Uint8Array
  /** Everything before the signature: what the device signed. */
  signed: Uint8Array
  /** r‖s on P-384, 96 bytes. */
  signature: Uint8Array
  /** How many blocks of measurements the response holds. */
  blocks: number
}

const SPDM_1_1 = 0x11
const GET_MEASUREMENTS = 0xe0
const MEASUREMENTS = 0x60
const WITH_SIGNATURE = 0x01
const ALL_MEASUREMENTS = 0xff
const REQUEST_BYTES = 37
const NONCE_BYTES = 32
const RESPONSE_HEAD_BYTES = 8
const SIGNATURE_BYTES = 96

/**
 * Reads request (37 bytes) ‖ head of the response (8) ‖ record ‖ nonce of the device (32) ‖ length and opaque data ‖
 * signature (96). Lengths must add up to the last byte.
 *
 * @throws TranscriptError
 */
export function parseTranscript(bytes: Uint8Array): Transcript {
  const least = REQUEST_BYTES + RESPONSE_HEAD_BYTES + NONCE_BYTES + 2 + SIGNATURE_BYTES
  if (bytes.length < least) throw new TranscriptError(`expected at least ${least} bytes, found ${bytes.length}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  expectBytes(view, 0, [SPDM_1_1, GET_MEASUREMENTS, WITH_SIGNATURE, ALL_MEASUREMENTS], 'a request for all measurements')
  expectBytes(view, REQUEST_BYTES, [SPDM_1_1, MEASUREMENTS], 'a response with measurements')
  const head = REQUEST_BYTES + 4
  const recordBytes = view.getUint16(head + 1, true) + view.getUint8(head + 3) * 65_536
  const opaqueAt = REQUEST_BYTES + RESPONSE_HEAD_BYTES + recordBytes + NONCE_BYTES
  if (opaqueAt + 2 + SIGNATURE_BYTES > bytes.length) throw new TranscriptError('the record of measurements is cut off')
  const end = opaqueAt + 2 + view.getUint16(opaqueAt, true)
  if (end + SIGNATURE_BYTES !== bytes.length) {
    throw new TranscriptError(`expected ${end + SIGNATURE_BYTES} bytes by its lengths, found ${bytes.length}`)
  }
  return {
    nonce: bytes.slice(4, 4 + NONCE_BYTES),
    signed: bytes.slice(0, end),
    signature: bytes.slice(end),
    blocks: view.getUint8(head),
  }
}

function expectBytes(view: DataView, at: number, expected: readonly number[], what: string): void {
  if (expected.some((byte, n) => view.getUint8(at + n) !== byte)) throw new TranscriptError(`expected ${what}`)
}
