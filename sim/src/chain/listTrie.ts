import { keccak256 } from '@touchstone/verify'
import { toUint } from './hex.js'
import { encodeRlp, type RlpItem } from './rlp.js'

/**
 * Root of the trie of a list (key RLP(index), value the raw bytes), 32 bytes. Builds no proofs and keeps no nodes: several
 * times faster than a trie that does, which counts where a chain has millions of entries.
 */
export function listRoot(values: readonly Uint8Array[]): Uint8Array {
  if (values.length === 0) return keccak256(encodeRlp(new Uint8Array(0)))
  const entries = sortedIndexes(values.length).map((index) => ({
    key: nibblesOf(index),
    value: values[index] ?? EMPTY,
  }))
  return keccak256(encodeNode(entries, 0, entries.length, 0))
}

interface Entry {
  key: Uint8Array
  value: Uint8Array
}

const EMPTY = new Uint8Array(0)

/** Indexes in the order of their keys: 0 is encoded as 0x80 and so stands behind 127. */
function sortedIndexes(count: number): number[] {
  const order: number[] = []
  for (let index = 1; index < Math.min(count, 128); index++) order.push(index)
  order.push(0)
  for (let index = 128; index < count; index++) order.push(index)
  return order
}

function nibblesOf(index: number): Uint8Array {
  const bytes = encodeRlp(toUint(index))
  const nibbles = new Uint8Array(bytes.length * 2)
  for (const [at, byte] of bytes.entries()) {
    nibbles[2 * at] = byte >> 4
    nibbles[2 * at + 1] = byte & 15
  }
  return nibbles
}

/** The node over entries [from, to), whose keys agree before `depth`. Sorted keys that share a half-byte lie together. */
function encodeNode(entries: readonly Entry[], from: number, to: number, depth: number): Uint8Array {
  const first = entries[from]
  const last = entries[to - 1]
  if (!first || !last) throw new RangeError('A trie node stands for at least one entry.')
  if (to - from === 1) return encodeRlp([compact(first.key, depth, first.key.length, true), first.value])
  let shared = 0
  // The first and the last of a sorted run agree in what all of it agrees in.
  while (first.key[depth + shared] === last.key[depth + shared]) shared += 1
  if (shared > 0)
    return encodeRlp([compact(first.key, depth, depth + shared, false), reference(entries, from, to, depth + shared)])
  const items: RlpItem[] = new Array<RlpItem>(17).fill(EMPTY)
  for (let start = from; start < to; ) {
    const nibble = entries[start]?.key[depth] ?? 0
    let end = start + 1
    while (end < to && entries[end]?.key[depth] === nibble) end += 1
    items[nibble] = reference(entries, start, end, depth + 1)
    start = end
  }
  return encodeRlp(items)
}

/** How a node names one below it. Values are receipts and transactions, far above the 32 bytes that would be inlined. */
function reference(entries: readonly Entry[], from: number, to: number, depth: number): Uint8Array {
  return keccak256(encodeNode(entries, from, to, depth))
}

/** Half-bytes [from, to) of a key in hex-prefix form (Yellow Paper, appendix C). */
function compact(key: Uint8Array, from: number, to: number, isLeaf: boolean): Uint8Array {
  const isOdd = (to - from) % 2 === 1
  const bytes = new Uint8Array(1 + ((to - from) >> 1))
  bytes[0] = (isLeaf ? 0x20 : 0) | (isOdd ? 0x10 | (key[from] ?? 0) : 0)
  for (let at = isOdd ? from + 1 : from, into = 1; at < to; at += 2, into++)
    bytes[into] = ((key[at] ?? 0) << 4) | (key[at + 1] ?? 0)
  return bytes
}
