/** A byte string or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** RLP of an item. Independent of the verifier's encoder, which the tests compare it with. */
export function encodeRlp(item: RlpItem): Uint8Array {
  const out = Buffer.allocUnsafe(sizeOf(item))
  write(out, 0, item)
  return out
}

function payloadSize(item: RlpItem): number {
  if (item instanceof Uint8Array) return item.length
  let size = 0
  for (const inner of item) size += sizeOf(inner)
  return size
}

function sizeOf(item: RlpItem): number {
  const size = payloadSize(item)
  if (item instanceof Uint8Array && size === 1 && (item[0] ?? 0) < 0x80) return 1
  return size + 1 + (size > 55 ? lengthSize(size) : 0)
}

function lengthSize(size: number): number {
  return size < 2 ** 8 ? 1 : size < 2 ** 16 ? 2 : size < 2 ** 24 ? 3 : 4
}

/** @returns where the next item begins. */
function write(out: Buffer, at: number, item: RlpItem): number {
  const size = payloadSize(item)
  if (item instanceof Uint8Array) {
    const body = size === 1 && (item[0] ?? 0) < 0x80 ? at : writePrefix(out, at, 0x80, size)
    out.set(item, body)
    return body + size
  }
  let next = writePrefix(out, at, 0xc0, size)
  for (const inner of item) next = write(out, next, inner)
  return next
}

function writePrefix(out: Buffer, at: number, base: number, size: number): number {
  if (size <= 55) return out.writeUInt8(base + size, at)
  const bytes = lengthSize(size)
  return out.writeUIntBE(size, out.writeUInt8(base + 55 + bytes, at), bytes)
}
