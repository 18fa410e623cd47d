const PLACES = 2 ** 32

/** A heap of pairs by rank, then by place. */
export class PairQueue {
  /** Rank × 2^32 + place: below 2^53, since there are fewer than 2^21 ranks. */
  readonly #keys: number[] = []

  push(rank: number, at: number): void {
    const [keys, key] = [this.#keys, rank * PLACES + at]
    let child = keys.length
    while (child > 0) {
      const parent = (child - 1) >> 1
      const above = keys[parent] ?? 0
      if (above <= key) break
      keys[child] = above
      child = parent
    }
    keys[child] = key
  }

  pop(): { rank: number; at: number } | undefined {
    const keys = this.#keys
    const [top, last] = [keys[0], keys.pop()]
    if (top === undefined || last === undefined) return undefined
    if (keys.length > 0) this.#sink(last)
    return { rank: Math.floor(top / PLACES), at: top % PLACES }
  }

  /** Puts a key at the top and lets it down to its place. */
  #sink(key: number): void {
    const keys = this.#keys
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      if (child >= keys.length) break
      if (child + 1 < keys.length && (keys[child + 1] ?? 0) < (keys[child] ?? 0)) child += 1
      const below = keys[child] ?? 0
      if (below >= key) break
      keys[parent] = below
      parent = child
    }
    keys[parent] = key
  }
}
