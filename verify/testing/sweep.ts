/** Mutations of bytes in a fixed order, so that a failure can be made again. */

/** Seeds the positions and bits of every sweep. */
export const SEED = 20_261_122

/** Numbers from 0 up to 1 that follow from the seed (mulberry32). */
export function createRandom(seed = SEED): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Flip {
  at: number
  mask: number
  bytes: Uint8Array
}

/** Every bit of every byte, one at a time. */
export function* everyBit(bytes: Uint8Array): Generator<Flip> {
  for (let at = 0; at < bytes.length; at += 1) for (let bit = 0; bit < 8; bit += 1) yield flip(bytes, at, 1 << bit)
}

/** `count` bytes in random places, each changed to a random other one. */
export function* someBytes(bytes: Uint8Array, count: number, random = createRandom()): Generator<Flip> {
  for (let n = 0; n < count; n += 1)
    yield flip(bytes, Math.floor(random() * bytes.length), 1 + Math.floor(random() * 255))
}

/** Every byte once, changed to a random other one. */
export function* everyByte(bytes: Uint8Array, random = createRandom()): Generator<Flip> {
  for (let at = 0; at < bytes.length; at += 1) yield flip(bytes, at, 1 + Math.floor(random() * 255))
}

function flip(bytes: Uint8Array, at: number, mask: number): Flip {
  return { at, mask, bytes: bytes.with(at, (bytes[at] ?? 0) ^ mask) }
}

/**
 * Judges every mutation: how many there were, how many stayed green because they mean the same, and which of them are
 * green though they mean something else.
 */
export async function sweep(
  flips: Iterable<Flip>,
  isGreen: (bytes: Uint8Array) => boolean | Promise<boolean>,
  isSame: (bytes: Uint8Array) => boolean = () => false,
): Promise<{ mutations: number; same: number; greens: string[] }> {
  let mutations = 0
  let same = 0
  const greens: string[] = []
  for (const { at, mask, bytes } of flips) {
    mutations += 1
    if (!(await isGreen(bytes))) continue
    if (isSame(bytes)) same += 1
    else greens.push(`byte ${at} xor ${mask} (seed ${SEED})`)
  }
  return { mutations, same, greens }
}
