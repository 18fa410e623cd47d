/** Places of SHA-256 digests, each digest once: 32 bytes of it and some eight of a table, where a Map takes two hundred. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { createByteList } from './byteList.js'
import type { KeptBytes } from './keptBytes.js'

const DIGEST = 32
const FIRST_SLOTS = 64
/** A slot that is taken for every so many that are there. */
const FULL = 0.7

export interface DigestTable {
  /** Different digests in it. */
  readonly size: number
  /** Place of a digest, from 0 in the order added; undefined where it was not. */
  find(digest: Uint8Array): number | undefined
  /** Place of a digest that is there or becomes the last. @throws KeptTooMuch */
  add(digest: Uint8Array): number
}

export function createDigestTable(kept: KeptBytes): DigestTable {
  const digests = createByteList(kept)
  let size = 0
  kept.take(FIRST_SLOTS * 4)
  // Place and one; 0 is free.
  let slots = new Uint32Array(FIRST_SLOTS)
  // Nobody can make digests that all begin alike at a place that they do not know, and so make each search walk all.
  const at = Math.floor(Math.random() * (DIGEST - 3))

  const isAt = (place: number, digest: Uint8Array): boolean => {
    const own = digests.view(place * DIGEST, DIGEST)
    for (let at = 0; at < DIGEST; at += 1) if (own[at] !== digest[at]) return false
    return true
  }
  /** The slot that holds the digest, or the free one where it belongs. */
  const slotOf = (digest: Uint8Array): number => {
    let slot = startOf(digest, at) % slots.length
    for (;;) {
      const found = slots[slot] ?? 0
      if (found === 0 || isAt(found - 1, digest)) return slot
      slot = (slot + 1) % slots.length
    }
  }
  const grow = (): void => {
    kept.take(slots.length * 4)
    slots = new Uint32Array(slots.length * 2)
    for (let place = 0; place < size; place += 1) slots[slotOf(digests.view(place * DIGEST, DIGEST))] = place + 1
  }
  return {
    get size() {
      return size
    },
    find: (digest) => {
      const found = slots[slotOf(digest)] ?? 0
      return found === 0 ? undefined : found - 1
    },
    add: (digest) => {
      const found = slots[slotOf(digest)] ?? 0
      if (found !== 0) return found - 1
      if (size + 1 > slots.length * FULL) grow()
      digests.append(digest)
      size += 1
      slots[slotOf(digest)] = size
      return size - 1
    },
  }
}

/** What any text goes by in a table. */
export function digestOfText(text: string): Uint8Array {
  return sha256(utf8ToBytes(text))
}

/** Four of a digest's bytes as a number. */
function startOf(digest: Uint8Array, at: number): number {
  const byte = (n: number): number => digest[at + n] ?? 0
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0
}
