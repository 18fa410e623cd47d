const POINT_BYTES = 97
const UNCOMPRESSED = 4
const SIGNATURE_BYTES = 96

/** Whether sizes are such that both implementations look at the numbers at all. */
export function isP384Sized(point: Uint8Array, signature: Uint8Array): boolean {
  return point.length === POINT_BYTES && point[0] === UNCOMPRESSED && signature.length === SIGNATURE_BYTES
}
