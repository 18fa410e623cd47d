/** Text of a response, or null where it is longer than `maxBytes` after decompression. */
export async function readBody(response: Response, maxBytes: number): Promise<string | null> {
  if (!response.body) return ''
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body) {
    length += part.byteLength
    if (length > maxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts, length).toString('utf8')
}
