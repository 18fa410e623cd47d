/** Byte strings one behind the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** A number of so many bytes, least significant first. */
export function littleEndian(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256)
}

/** The bytes at the start of so many zero bytes. @throws RangeError when they do not fit. */
export function padded(value: Uint8Array, size: number): Uint8Array {
  if (value.length > size) throw new RangeError(`Expected at most ${size} bytes, got ${value.length}.`)
  const field = new Uint8Array(size)
  field.set(value)
  return field
}

/** A copy with one bit of one byte turned. */
export function flipped(value: Uint8Array, at: number): Uint8Array {
  const copy = value.slice()
  const place = at < 0 ? copy.length + at : at
  copy[place] = (copy[place] ?? 0) ^ 1
  return copy
}
