const BLOCK = 512

/**
 * The bytes of one file of an uncompressed tar archive, or undefined where it holds none of that path. Reads ustar headers;
 * paths of a hundred characters and more, which need extensions, are not found.
 */
export function readTarFile(archive: Uint8Array, path: string): Uint8Array | undefined {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = Buffer.from(archive.buffer, archive.byteOffset + at, BLOCK)
    const size = Number.parseInt(readText(header, 124, 12), 8)
    if (!Number.isSafeInteger(size) || size < 0) return undefined
    const from = at + BLOCK
    if (readText(header, 0, 100) === path)
      return from + size <= archive.length ? archive.subarray(from, from + size) : undefined
    at = from + Math.ceil(size / BLOCK) * BLOCK
  }
  return undefined
}

function readText(header: Buffer, from: number, length: number): string {
  return (
    header
      .toString('latin1', from, from + length)
      .replace(/[\0 ]*$/, '')
      .split('\0')[0] ?? ''
  )
}
