import { ReportError } from './reportError.js'

/** Reads values of SCALE one behind the other. Lengths are bounded by what is there before anything is taken. */
export class ScaleReader {
  #position = 0

  constructor(
    private readonly source: Uint8Array,
    private readonly field: string,
  ) {}

  /** The next `size` bytes, a copy. @throws ReportError */
  take(size: number, part: string): Uint8Array {
    const end = this.#position + size
    if (end > this.source.length) throw this.#wrong(part, `${size} bytes, of which not all are there`)
    const bytes = this.source.slice(this.#position, end)
    this.#position = end
    return bytes
  }

  byte(part: string): number {
    return this.take(1, part)[0] ?? 0
  }

  uint32(part: string): number {
    return this.take(4, part).reduceRight((sum, byte) => sum * 256 + byte, 0)
  }

  /** Bytes behind their length. */
  vector(part: string, most: number): Uint8Array {
    const length = this.#compact(part)
    if (length > most) throw this.#wrong(part, `at most ${most} bytes`)
    return this.take(length, part)
  }

  /** UTF-8 behind its length. */
  text(part: string, most: number): string {
    const bytes = this.vector(part, most)
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw this.#wrong(part, 'UTF-8')
    }
  }

  /** As many values as the count before them says. */
  list<T>(part: string, most: number, readOne: (part: string) => T): T[] {
    const count = this.#compact(part)
    if (count > most) throw this.#wrong(part, `at most ${most} entries`)
    const entries: T[] = []
    while (entries.length < count) entries.push(readOne(`${this.field}.${part}[${entries.length}]`))
    return entries
  }

  /** @throws ReportError when something is left. */
  end(): void {
    const left = this.source.length - this.#position
    if (left > 0) throw new ReportError(this.field, `nothing behind the end, found ${left} bytes`)
  }

  // Compact numbers of one, two or four bytes in their shortest form; nothing here is longer.
  #compact(part: string): number {
    const first = this.byte(part)
    const more = [0, 1, 3][first & 3]
    if (more === undefined) throw this.#wrong(part, 'a length below 2^30')
    const raw = this.take(more, part).reduceRight((sum, byte) => sum * 256 + byte, 0) * 256 + first
    const value = Math.floor(raw / 4)
    const smallest = [0, 64, 16_384][first & 3] ?? 0
    if (value < smallest) throw this.#wrong(part, 'a length in its shortest form')
    return value
  }

  #wrong(part: string, expected: string): ReportError {
    return new ReportError(part.startsWith(this.field) ? part : `${this.field}.${part}`, expected)
  }
}
