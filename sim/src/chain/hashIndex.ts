/**
 * From the first four bytes of a hash to heights, in flat memory: eight bytes and some slack an entry, so that millions of
 * transactions can be found again without being kept. Entries that share four bytes are all returned.
 */
export class HashIndex {
  private keys = new Uint32Array(1024)
  /** Height + 1; 0 is an empty slot. */
  private heights = new Uint32Array(1024)
  private count = 0

  /** @param key the first four bytes of the hash, see `keyOf`. */
  add(key: number, height: number): void {
    if (this.count * 2 >= this.keys.length) this.grow()
    this.put(key, height + 1)
  }

  /** Heights at which this hash, or one with the same beginning, was added. */
  find(hash: string): number[] {
    const key = keyOf(hash)
    const found: number[] = []
    const mask = this.keys.length - 1
    for (let slot = spread(key) & mask; this.heights[slot] !== 0; slot = (slot + 1) & mask)
      if (this.keys[slot] === key) found.push((this.heights[slot] ?? 0) - 1)
    return found
  }

  private put(key: number, value: number): void {
    const mask = this.keys.length - 1
    let slot = spread(key) & mask
    while (this.heights[slot] !== 0) slot = (slot + 1) & mask
    this.keys[slot] = key
    this.heights[slot] = value
    this.count += 1
  }

  private grow(): void {
    const { keys, heights } = this
    this.keys = new Uint32Array(keys.length * 2)
    this.heights = new Uint32Array(keys.length * 2)
    this.count = 0
    for (const [slot, value] of heights.entries()) if (value !== 0) this.put(keys[slot] ?? 0, value)
  }
}

/** The first four bytes of a hash as a number. */
export function keyOf(hash: string): number {
  return Number.parseInt(hash.slice(2, 10), 16) >>> 0
}

function spread(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 0
}
