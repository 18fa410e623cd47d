/** A view of the bytes that a thread gets without a copy of its own; the caller keeps theirs. */
export function share(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

/** The buffers of big bytes that nobody reads any more: handed over, not copied. Small ones may lie in a shared pool. */
export function listOwnBuffers(all: readonly Uint8Array[]): ArrayBuffer[] {
  const buffers = all.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength >= 64 * 1024 ? [buffer] : [],
  )
  return [...new Set(buffers)]
}
