import { createHash } from 'node:crypto'

export type Outcome = 'pass' | 'fail' | 'unavailable' | 'absent' | 'refused'
type Edit = readonly [string, ...(string | number)[]]
type Source = { hex: string } | { text: string } | { file: string } | { pattern: number }
/** Bytes as a vector describes them; see README.md. */
export interface Bytes {
  bytes: Source & { edits?: readonly Edit[] }
}

const MAX_INLINE = 400
const MAX_SPLICE = 1_500

/** Collects vectors and the files that they share. */
export class Writer {
  /** By path in verify/conformance/. */
  readonly files = new Map<string, Uint8Array>()
  readonly #names = new Map<string, string>()

  /** One vector, `<operation>/<what-it-is>.<outcome>`. @throws where the name is taken. */
  vector(id: `${string}/${string}.${Outcome}`, about: string, input: Record<string, unknown>): void {
    const path = `vectors/${id.replaceAll('_', '-')}.json`
    if (this.files.has(path)) throw new Error(`${path} exists twice.`)
    this.files.set(path, Buffer.from(`${JSON.stringify({ about, input }, null, 2)}\n`))
  }

  /** Bytes in hex where there are few, else as a file of that name; the same bytes are kept once. */
  bytes(name: string, bytes: Uint8Array): Bytes {
    if (bytes.length <= MAX_INLINE) return { bytes: { hex: Buffer.from(bytes).toString('hex') } }
    const digest = createHash('sha256').update(bytes).digest('hex')
    const file = this.#names.get(digest) ?? name.replaceAll('_', '-')
    if (!this.#names.has(digest)) {
      if (this.files.has(`files/${file}`)) throw new Error(`files/${file} exists twice.`)
      this.#names.set(digest, file)
      this.files.set(`files/${file}`, bytes)
    }
    return { bytes: { file } }
  }

  /** Bytes as a change of others where the two differ in one short place, else as a file. */
  variant(name: string, bytes: Uint8Array, base: { bytes: Uint8Array; as: Bytes }): Bytes {
    const { at, removed, inserted } = difference(base.bytes, bytes)
    if (inserted.length > MAX_SPLICE && inserted.every((byte) => byte === inserted[0]))
      return edited(base.as, ...cutTo(base.bytes, at, removed), ['fill', hex(inserted.subarray(0, 1)), inserted.length])
    if (inserted.length > MAX_SPLICE) return this.bytes(name, bytes)
    if (removed + inserted.length === 0) return base.as
    return edited(base.as, ['splice', at, removed, hex(inserted)])
  }
}

/** The bytes with further edits. */
export function edited({ bytes }: Bytes, ...edits: Edit[]): Bytes {
  return { bytes: { ...bytes, edits: [...(bytes.edits ?? []), ...edits] } }
}

/** UTF-8. */
export function text(value: string): Bytes {
  return { bytes: { text: value } }
}

/** Byte i is (31 i + 7) mod 256. */
export function pattern(length: number, ...edits: Edit[]): Bytes {
  return edits.length === 0 ? { bytes: { pattern: length } } : { bytes: { pattern: length, edits } }
}

/** What `pattern` stands for. */
export function patternBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (31 * at + 7) % 256)
}

function difference(a: Uint8Array, b: Uint8Array) {
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a[at] === b[at]) at += 1
  let tail = 0
  while (tail < shorter - at && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  return { at, removed: a.length - at - tail, inserted: b.subarray(at, b.length - tail) }
}

function cutTo(base: Uint8Array, at: number, removed: number): Edit[] {
  if (at + removed !== base.length) throw new Error('Only an end is filled.')
  return removed === 0 ? [] : [['cut', removed]]
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
