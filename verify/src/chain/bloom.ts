import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import type { Log } from './receipt.js'

const BYTES = 256

/** The logs bloom of a receipt: three of 2 048 bits for each address and topic (Yellow Paper 4.4.1). */
export function logsBloom(logs: readonly Pick<Log, 'address' | 'topics'>[]): Uint8Array {
  const bloom = new Uint8Array(BYTES)
  // One contract writes most logs of a receipt, about the same few parties: each of them is hashed once.
  const values = new Map(
    logs.flatMap(({ address, topics }) => [address, ...topics].map((value) => [toHex(value), value])),
  )
  for (const value of values.values()) add(bloom, value)
  return bloom
}

/** Whether every bit of `inner` is set in `outer`: a block's bloom covers those of its receipts. */
export function covers(outer: Uint8Array, inner: Uint8Array): boolean {
  return inner.every((byte, at) => (byte & ~(outer[at] ?? 0)) === 0)
}

function add(bloom: Uint8Array, value: Uint8Array): void {
  const hash = keccak256(value)
  for (const at of [0, 2, 4]) {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & (BYTES * 8 - 1)
    const byte = BYTES - 1 - (bit >> 3)
    bloom[byte] = (bloom[byte] ?? 0) | (1 << (bit & 7))
  }
}
