/** Places of SHA-256 digests, each digest once: 32 bytes of it and some eight of a table, where a Map takes two hundred. */
import { sha256 } from '#primitives'
import { createByteList } from './byteList.js'
import type { KeptBytes } from './keptBytes.js'

const DIGEST = 32
/** A power of two, as every number of slots. */
const FIRST_SLOTS = 256
/** A slot that is taken for every so many that are there. */
const FULL = 0.7
/** Slots that a search walks before all are laid anew; by chance the longest search is some 230 for a million digests. */
const LONGEST = 2_048
/** And so many more for each time that they were, so that it ends for any bytes. */
const LONGER = 16

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
  const search = createSearch(kept, (place) => digests.view(place * DIGEST, DIGEST))
  return {
    get size() {
      return size
    },
    find: (digest) => search.placeAt(search.slotOf(digest, size)),
    add: (digest) => {
      let slot = search.slotOf(digest, size)
      const found = search.placeAt(slot)
      if (found !== undefined) return found
      if (search.growFor(size)) slot = search.slotOf(digest, size)
      digests.append(digest)
      search.setPlace(slot, size)
      size += 1
      return size - 1
    },
  }
}

/** The slots that say at which place a digest lies. `size`: how many are there. */
function createSearch(kept: KeptBytes, digestAt: (place: number) => Uint8Array) {
  kept.take(FIRST_SLOTS * 4)
  // Place and one; 0 is free.
  let slots = new Uint32Array(FIRST_SLOTS)
  // Digests can be made that begin at one slot. Laid anew they do not, and those for the next round have to be made too:
  // no search walks all of them, and the same digests always lie the same way.
  let round = 0
  /** The slot that holds the digest, or the free one where it belongs; undefined where that is too long a search. */
  const walk = (digest: Uint8Array): number | undefined => {
    let slot = startOf(digest, round) & (slots.length - 1)
    for (let left = LONGEST + LONGER * round; left > 0; left -= 1) {
      const found = slots[slot] ?? 0
      if (found === 0 || isSame(digestAt(found - 1), digest)) return slot
      slot = (slot + 1) & (slots.length - 1)
    }
    return undefined
  }
  const layAnew = (size: number): void => {
    slots.fill(0)
    for (let place = 0; place < size; place += 1) {
      const slot = walk(digestAt(place))
      if (slot !== undefined) {
        slots[slot] = place + 1
        continue
      }
      round += 1
      slots.fill(0)
      place = -1
    }
  }
  return {
    slotOf: (digest: Uint8Array, size: number): number => {
      for (;;) {
        const slot = walk(digest)
        if (slot !== undefined) return slot
        round += 1
        layAnew(size)
      }
    },
    placeAt: (slot: number): number | undefined => {
      const found = slots[slot] ?? 0
      return found === 0 ? undefined : found - 1
    },
    setPlace: (slot: number, place: number): void => {
      slots[slot] = place + 1
    },
    /** Makes room for one more. @returns whether everything lies elsewhere now. @throws KeptTooMuch */
    growFor: (size: number): boolean => {
      if (size + 1 <= slots.length * FULL) return false
      kept.take(slots.length * 4)
      slots = new Uint32Array(slots.length * 2)
      layAnew(size)
      return true
    },
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  for (let at = 0; at < DIGEST; at += 1) if (one[at] !== other[at]) return false
  return true
}

const utf8 = new TextEncoder()

/** What any text goes by in a table. */
export function digestOfText(text: string): Uint8Array {
  return sha256(utf8.encode(text))
}

/** A number of 32 bits by which a digest's search begins in a round. */
function startOf(digest: Uint8Array, round: number): number {
  const first = Math.imul(wordAt(digest, 0) ^ Math.imul(round, 0x9e37_79b1), 0x85eb_ca6b)
  const both = Math.imul(first ^ (first >>> 15) ^ wordAt(digest, 4), 0xc2b2_ae35)
  return (both ^ (both >>> 13)) >>> 0
}

function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (n: number): number => bytes[at + n] ?? 0
  return (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)
}
