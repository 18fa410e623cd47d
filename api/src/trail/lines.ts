const NEWLINE = 0x0a

/**
 * Picks lines of a file by their 1-based numbers, reading no further than the last one wanted.
 * @param maxBytes the reading ends there; lines behind it are left out.
 */
export async function pickLines(
  chunks: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<number>,
  maxBytes: number,
): Promise<Map<number, Buffer>> {
  const last = Math.max(...wanted)
  const found = new Map<number, Buffer>()
  let line = 1
  let read = 0
  let parts: Uint8Array[] = []
  const close = () => {
    if (wanted.has(line)) found.set(line, Buffer.concat(parts))
    parts = []
    line += 1
  }
  for await (const chunk of chunks) {
    read += chunk.length
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && line <= last; end = chunk.indexOf(NEWLINE, start)) {
      if (wanted.has(line)) parts.push(chunk.subarray(start, end))
      close()
      start = end + 1
    }
    if (line > last) return found
    if (read > maxBytes) return found
    if (wanted.has(line)) parts.push(chunk.subarray(start))
  }
  close()
  return found
}
