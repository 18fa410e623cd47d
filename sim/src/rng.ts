/**
 * A seeded source of numbers (mulberry32): the same seed gives the same run on every machine.
 * @param seed an unsigned 32-bit integer.
 */
export function createRng(seed: number): Rng {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const found = list[Math.floor(next() * list.length)]
      if (found === undefined) throw new RangeError('Nothing to pick from: the list is empty.')
      return found
    },
  }
}

export interface Rng {
  /** In [0, 1). */
  next(): number
  /** An integer in [from, to], both included. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  /** @throws RangeError where the list is empty. */
  pick<Item>(list: readonly Item[]): Item
}
