/** Bytes of a 0x-prefixed hex string with an even number of digits. */
export function toBytes(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), 'hex')
}

/** Bytes as 0x-prefixed lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

/** A number as JSON-RPC writes quantities: hex without leading zeros. */
export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`
}

/** A whole number as RLP carries it: big-endian without leading zeros, zero as no bytes. */
export function toUint(value: number | bigint): Uint8Array {
  if (!value) return new Uint8Array(0)
  const digits = value.toString(16)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}
