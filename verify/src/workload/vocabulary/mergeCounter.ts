import type { MergeTable } from './mergeTable.js'
import { PairQueue } from './pairQueue.js'

/** Longer words are merged by a queue: looking for the strongest pair anew each time takes the square of their length. */
const SHORT = 48
const FIRST_MERGED = 256

/** Counts the tokens that are left of a word when no two neighbours merge any more: the strongest pair first, of equal ones the leftmost. */
export class MergeCounter {
  readonly #merges: MergeTable
  readonly #tokens = new Uint32Array(SHORT)
  readonly #ranks = new Int32Array(SHORT)

  constructor(merges: MergeTable) {
    this.#merges = merges
  }

  /** @param bytes the word is their first `length`. */
  count(bytes: Uint8Array, length: number): number {
    if (length < 2) return length
    return length <= SHORT ? this.#countShort(bytes, length) : this.#countLong(bytes, length)
  }

  #countShort(bytes: Uint8Array, length: number): number {
    const [tokens, ranks, merges] = [this.#tokens, this.#ranks, this.#merges]
    const rankAt = (at: number) => merges.rankOf(tokens[at] ?? 0, tokens[at + 1] ?? 0)
    for (let at = 0; at < length; at += 1) tokens[at] = bytes[at] ?? 0
    for (let at = 0; at + 1 < length; at += 1) ranks[at] = rankAt(at)
    let left = length
    for (;;) {
      let best = -1
      let at = 0
      for (let n = 0; n + 1 < left; n += 1) {
        const rank = ranks[n] ?? -1
        if (rank >= 0 && (best < 0 || rank < best)) {
          best = rank
          at = n
        }
      }
      if (best < 0) return left
      left -= 1
      tokens[at] = FIRST_MERGED + best
      tokens.copyWithin(at + 1, at + 2, left + 1)
      ranks.copyWithin(at, at + 1, left)
      if (at > 0) ranks[at - 1] = rankAt(at - 1)
      if (at + 1 < left) ranks[at] = rankAt(at)
    }
  }

  #countLong(bytes: Uint8Array, length: number): number {
    const tokens = Uint32Array.from(bytes.subarray(0, length))
    const next = Uint32Array.from({ length }, (_, at) => at + 1)
    const before = Int32Array.from({ length }, (_, at) => at - 1)
    const queue = new PairQueue()
    const rankAt = (at: number) => {
      const other = next[at] ?? length
      return other >= length ? -1 : this.#merges.rankOf(tokens[at] ?? 0, tokens[other] ?? 0)
    }
    const offer = (at: number) => {
      const rank = at < 0 ? -1 : rankAt(at)
      if (rank >= 0) queue.push(rank, at)
    }
    for (let at = 0; at < length; at += 1) offer(at)
    const gone = new Uint8Array(length)
    let left = length
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      const { rank, at } = pair
      // Queued before one of its tokens merged with another one.
      if (gone[at] === 1 || rankAt(at) !== rank) continue
      const other = next[at] ?? length
      const behind = next[other] ?? length
      tokens[at] = FIRST_MERGED + rank
      gone[other] = 1
      next[at] = behind
      if (behind < length) before[behind] = at
      left -= 1
      offer(before[at] ?? -1)
      offer(at)
    }
    return left
  }
}
