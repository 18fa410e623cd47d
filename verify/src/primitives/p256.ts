/** What both implementations of P-256 take for a key and a signature: the lengths alone. */
const POINT_BYTES = 65
const SIGNATURE_BYTES = 64
const UNCOMPRESSED = 4

/** Whether the point is an uncompressed one of 65 bytes and the signature r‖s has 64. */
export function isP256Sized(point: Uint8Array, signature: Uint8Array): boolean {
  return point.length === POINT_BYTES && point[0] === UNCOMPRESSED && signature.length === SIGNATURE_BYTES
}
