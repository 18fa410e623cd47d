const WORD_BYTES = 32
const WORD_DIGITS = 2 * WORD_BYTES

/**
 * Reads ABI words straight from hex text, in place of the `Src` of `@subsquid/evm-codec` 0.3.0: the methods that the codecs
 * of our events and calls use, with the same values. That one notes each instance in a weak set and adds up every number
 * from four others. Throws wherever a word does not lie within the text.
 */
export class HexSource {
  private at = 0
  private before = 0

  /** @param hex digits in lower case. @param from index of the first digit. @param to behind the last one. */
  constructor(
    private readonly hex: string,
    private readonly from: number,
    private readonly to: number,
  ) {}

  slice(start: number): HexSource {
    return new HexSource(this.hex, Math.min(this.from + 2 * start, this.to), this.to)
  }

  u8(): number {
    return this.readNumber(2)
  }

  u32(): number {
    return this.readNumber(8)
  }

  u64(): bigint {
    return this.readBigInt(16)
  }

  u128(): bigint {
    return this.readBigInt(32)
  }

  u256(): bigint {
    return this.readBigInt(WORD_DIGITS)
  }

  i128(): bigint {
    return BigInt.asIntN(128, this.u128())
  }

  /** Of a word with more than 20 bytes set all that is set. */
  address(): string {
    const start = this.takeWord()
    const word = this.hex.slice(start, start + WORD_DIGITS)
    if (word.startsWith('000000000000000000000000')) return `0x${word.slice(24)}`
    return `0x${word.replace(/^0+/, '')}`
  }

  bool(): boolean {
    return this.u8() !== 0
  }

  staticBytes(size: number): Uint8Array {
    const start = this.takeWord()
    return Buffer.from(this.hex.slice(start, start + 2 * size), 'hex')
  }

  bytes(): Uint8Array {
    this.safeJump(this.u32())
    const size = Number(this.u256())
    const start = this.from + 2 * this.at
    if (start + 2 * size > this.to) throw new RangeError('The bytes end behind the data.')
    this.jumpBack()
    return Buffer.from(this.hex.slice(start, start + 2 * size), 'hex')
  }

  string(): string {
    return (this.bytes() as Buffer).toString('utf-8')
  }

  safeJump(to: number): void {
    if (this.from + 2 * to >= this.to) throw new RangeError('A pointer leads behind the data.')
    this.before = this.at
    this.at = to
  }

  jumpBack(): void {
    this.at = this.before
  }

  /** The word's last digits, as the codecs of short types read it. */
  private readNumber(digits: number): number {
    const end = this.takeWord() + WORD_DIGITS
    return Number.parseInt(this.hex.slice(end - digits, end), 16)
  }

  private readBigInt(digits: number): bigint {
    const end = this.takeWord() + WORD_DIGITS
    return BigInt(`0x${this.hex.slice(end - digits, end)}`)
  }

  /** @returns the index of its first digit. */
  private takeWord(): number {
    const start = this.from + 2 * this.at
    if (start + WORD_DIGITS > this.to) throw new RangeError('A word ends behind the data.')
    this.at += WORD_BYTES
    return start
  }
}
