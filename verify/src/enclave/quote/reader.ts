/** A quote that cannot be taken apart; the message names the field. */
export class QuoteError extends Error {
  override name = 'QuoteError'

  /** `malformed`: its own lengths or values contradict each other. `unsupported`: a kind that is not read here. */
  constructor(
    readonly kind: 'malformed' | 'unsupported',
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${field}: expected ${expected}, found ${found}`)
  }
}

/** Reads little-endian fields one behind the other. Takes copies, never more than there is. */
export class QuoteReader {
  #position = 0

  constructor(
    private readonly source: Uint8Array,
    private readonly name: string,
  ) {}

  /** Bytes read so far. */
  get position(): number {
    return this.#position
  }

  /** A copy of the next bytes. @throws QuoteError when there are fewer. */
  take(size: number, field: string): Uint8Array {
    const left = this.source.length - this.#position
    if (size > left) throw new QuoteError('malformed', field, `${size} bytes`, `${left}`)
    const from = this.#position
    this.#position += size
    return this.source.slice(from, this.#position)
  }

  /** A reader of the next bytes alone. */
  enter(size: number, field: string): QuoteReader {
    return new QuoteReader(this.take(size, field), field)
  }

  u16(field: string): number {
    const [low = 0, high = 0] = this.take(2, field)
    return low + high * 256
  }

  u32(field: string): number {
    return this.u16(field) + this.u16(field) * 65_536
  }

  /** @throws QuoteError when something is left. */
  end(): void {
    const left = this.source.length - this.#position
    if (left !== 0) throw new QuoteError('malformed', this.name, 'its exact size', `${left} bytes more`)
  }

  /** How many zero bytes are left. @throws QuoteError when another byte is among them. */
  endPadded(): number {
    const rest = this.source.subarray(this.#position)
    if (rest.some((byte) => byte !== 0)) {
      throw new QuoteError('malformed', this.name, 'nothing but zero bytes behind its end', `${rest.length} bytes more`)
    }
    return rest.length
  }
}
