/** Which two tokens merge, and how strongly: pairs in the order of their rank, and an open-addressing table over them. */
export class MergeTable {
  readonly #pairs: Uint32Array
  /** Rank + 1; 0 where a place is free. At most half full. */
  readonly #table: Uint32Array

  /** @param pairs left and right token of each merge, one after the other, the strongest first. */
  constructor(pairs: Uint32Array) {
    this.#pairs = pairs
    let size = 16
    while (size < pairs.length) size *= 2
    this.#table = new Uint32Array(size)
    for (let rank = 0; rank * 2 < pairs.length; rank += 1) {
      const place = this.#placeOf(pairs[rank * 2] ?? 0, pairs[rank * 2 + 1] ?? 0)
      if (this.#table[place] === 0) this.#table[place] = rank + 1
    }
  }

  /** The rank of the merge of two tokens, the lowest first; -1 where they do not merge. */
  rankOf(left: number, right: number): number {
    return (this.#table[this.#placeOf(left, right)] ?? 0) - 1
  }

  #placeOf(left: number, right: number): number {
    const mask = this.#table.length - 1
    const mixed = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b)
    let place = (mixed ^ (mixed >>> 15)) & mask
    for (;;) {
      const entry = this.#table[place] ?? 0
      if (entry === 0 || (this.#pairs[entry * 2 - 2] === left && this.#pairs[entry * 2 - 1] === right)) return place
      place = (place + 1) & mask
    }
  }
}
