/** FNV-1a, 32 bit. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5
  for (let at = from; at < to; at += 1) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193)
  return value ^ (value >>> 15)
}

const START = 2 ** 19

/** Tokens by the bytes that they stand for, while a vocabulary is read: one buffer of bytes, their ends, one table. */
export class TokenIndex {
  #bytes = new Uint8Array(START)
  #ends = new Uint32Array(START)
  #count = 0
  /** Token + 1; 0 where a place is free. At most half full. */
  #table = new Uint32Array(START)

  constructor() {
    for (let byte = 0; byte < 256; byte += 1) {
      this.#bytes[byte] = byte
      this.#keep(1)
    }
  }

  /** Makes the next token of two that are known. Where the same bytes had a token, that one stays found. */
  add(left: number, right: number): void {
    const from = this.#startOf(this.#count)
    const length = this.#lengthOf(left) + this.#lengthOf(right)
    while (from + length > this.#bytes.length) this.#bytes = grow(this.#bytes, new Uint8Array(this.#bytes.length * 2))
    this.#copy(left, from)
    this.#copy(right, from + this.#lengthOf(left))
    this.#keep(length)
  }

  /** The token of the first `length` bytes; -1 where there is none. */
  find(bytes: Uint8Array, length: number): number {
    return (this.#table[this.#placeOf(bytes, 0, length)] ?? 0) - 1
  }

  #keep(length: number): void {
    const from = this.#startOf(this.#count)
    if (this.#count * 2 >= this.#table.length) this.#rebuild()
    this.#ends[this.#count] = from + length
    this.#count += 1
    this.#enter(this.#count - 1)
  }

  #enter(token: number): void {
    const place = this.#placeOf(this.#bytes, this.#startOf(token), this.#startOf(token + 1))
    if (this.#table[place] === 0) this.#table[place] = token + 1
  }

  #rebuild(): void {
    this.#ends = grow(this.#ends, new Uint32Array(this.#ends.length * 2))
    this.#table = new Uint32Array(this.#table.length * 2)
    for (let token = 0; token < this.#count; token += 1) this.#enter(token)
  }

  /** Where these bytes stand in the table, or the free place where they would. */
  #placeOf(bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#table.length - 1
    let place = hash(bytes, from, to) & mask
    for (;;) {
      const entry = this.#table[place] ?? 0
      if (entry === 0 || this.#equals(entry - 1, bytes, from, to)) return place
      place = (place + 1) & mask
    }
  }

  #equals(token: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#lengthOf(token) !== to - from) return false
    const start = this.#startOf(token)
    for (let at = from; at < to; at += 1) if (this.#bytes[start + at - from] !== bytes[at]) return false
    return true
  }

  #copy(token: number, to: number): void {
    this.#bytes.copyWithin(to, this.#startOf(token), this.#startOf(token + 1))
  }

  #startOf(token: number): number {
    return token === 0 ? 0 : (this.#ends[token - 1] ?? 0)
  }

  #lengthOf(token: number): number {
    return this.#startOf(token + 1) - this.#startOf(token)
  }
}

function grow<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
