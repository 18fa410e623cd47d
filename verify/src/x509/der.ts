import { toTime } from '../time.js'

/** Certificates or revocation lists that are not the one DER encoding of their kind. */
export class DerError extends Error {
  override name = 'DerError'
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/** One encoded value: its tag, its content and the whole encoding, as views on the source. */
export interface DerNode {
  tag: number
  value: Uint8Array
  raw: Uint8Array
}

/** Reads DER values one behind the other. Lengths must be definite and minimal and must lie within the source. */
export class DerReader {
  #position = 0

  constructor(
    private readonly source: Uint8Array,
    private readonly field: string,
  ) {}

  /** Tag of the next value; null at the end. */
  get next(): number | null {
    return this.source[this.#position] ?? null
  }

  /** The next value, which must have that tag. @throws DerError */
  read(tag: number, part: string): DerNode {
    const start = this.#position
    const found = this.source[start]
    if (found !== tag) {
      const shown = found === undefined ? 'the end' : `0x${found.toString(16)}`
      throw new DerError(`${this.field}: expected ${part} (tag 0x${tag.toString(16)}), found ${shown}`)
    }
    const { length, size } = this.#readLength(start + 1, part)
    const from = start + 1 + size
    const to = from + length
    if (to > this.source.length) throw new DerError(`${this.field}: ${part} is cut off`)
    this.#position = to
    return { tag, value: this.source.subarray(from, to), raw: this.source.subarray(start, to) }
  }

  /** The next value if it has that tag, else null. */
  readOptional(tag: number, part: string): DerNode | null {
    return this.next === tag ? this.read(tag, part) : null
  }

  /** A reader of the content of the next value. */
  enter(tag: number, part: string): DerReader {
    return new DerReader(this.read(tag, part).value, `${this.field}.${part}`)
  }

  /** @throws DerError when something is left. */
  end(): void {
    if (this.#position !== this.source.length) {
      throw new DerError(`${this.field}: ${this.source.length - this.#position} bytes behind the end`)
    }
  }

  #readLength(at: number, part: string): { length: number; size: number } {
    const first = this.source[at]
    if (first === undefined) throw new DerError(`${this.field}: ${part} is cut off`)
    if (first < 0x80) return { length: first, size: 1 }
    const count = first & 0x7f
    if (count === 0 || count > 3) throw new DerError(`${this.field}: ${part} has a length that DER does not allow`)
    const bytes = this.source.subarray(at + 1, at + 1 + count)
    if (bytes.length !== count) throw new DerError(`${this.field}: ${part} is cut off`)
    const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    const smallest = count === 1 ? 0x80 : 256 ** (count - 1)
    if (length < smallest) throw new DerError(`${this.field}: ${part} has a length that is not minimal`)
    return { length, size: 1 + count }
  }
}

/** Content of an INTEGER or ENUMERATED that is not negative and has no needless leading zero. @throws DerError */
export function readUnsigned(node: DerNode, part: string): Uint8Array {
  const [first, second] = node.value
  if (first === undefined || first >= 0x80) throw new DerError(`${part}: expected a number that is not negative`)
  if (first === 0 && second !== undefined && second < 0x80) throw new DerError(`${part}: number is not minimal`)
  return first === 0 && second !== undefined ? node.value.subarray(1) : node.value
}

/** A small INTEGER or ENUMERATED. @throws DerError above 0xffff. */
export function readSmall(node: DerNode, part: string): number {
  const bytes = readUnsigned(node, part)
  if (bytes.length > 2) throw new DerError(`${part}: expected a number below 65536`)
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** Bytes of a BIT STRING of whole bytes. @throws DerError */
export function readBits(node: DerNode, part: string): Uint8Array {
  if (node.value[0] !== 0) throw new DerError(`${part}: expected a bit string of whole bytes`)
  return node.value.subarray(1)
}

/** Content bytes of an OBJECT IDENTIFIER as hex: compared, never written out. */
export function readOid(reader: DerReader, part: string): string {
  return [...reader.read(TAG.oid, part).value].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** UTCTime or GeneralizedTime in milliseconds; both in seconds and UTC, as RFC 5280 asks. @throws DerError */
export function readTime(reader: DerReader, part: string): number {
  const tag = reader.next === TAG.generalizedTime ? TAG.generalizedTime : TAG.utcTime
  const text = String.fromCharCode(...reader.read(tag, part).value.subarray(0, 20))
  const full = tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full)
  const time = match === null ? null : toTime(match.slice(1).map(Number))
  if (time === null) throw new DerError(`${part}: expected a time in UTC, found ${JSON.stringify(text)}`)
  return time
}
