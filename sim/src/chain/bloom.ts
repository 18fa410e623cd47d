import { keccak256 } from '@touchstone/verify'
import type { LogDraft } from './draft.js'
import { toBytes } from './hex.js'

/** Few addresses and first topics make up most of all logs. */
const MOST_KNOWN = 50_000
const known = new Map<string, readonly number[]>()

/** Logs bloom of these logs, 256 bytes. */
export function bloomOf(logs: readonly LogDraft[]): Uint8Array {
  const bloom = new Uint8Array(256)
  for (const { address, topics } of logs) {
    add(bloom, address)
    for (const topic of topics) add(bloom, topic)
  }
  return bloom
}

/** Bits of all of them. */
export function joinBlooms(blooms: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(256)
  for (const bloom of blooms) for (let at = 0; at < 256; at++) joined[at] = (joined[at] ?? 0) | (bloom[at] ?? 0)
  return joined
}

function add(bloom: Uint8Array, value: string): void {
  for (const bit of bitsOf(value)) {
    const at = 255 - (bit >> 3)
    bloom[at] = (bloom[at] ?? 0) | (1 << (bit & 7))
  }
}

function bitsOf(value: string): readonly number[] {
  const found = known.get(value)
  if (found) return found
  const hash = keccak256(toBytes(value))
  const bits = [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(value, bits)
  return bits
}
