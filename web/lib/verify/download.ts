import { CannotCheckError } from './judged'

const TIMEOUT_MS = 120_000

/**
 * Reads an answer of this site, told of every piece.
 * @throws CannotCheckError with the server's words where it has none, stops, or sends more than `most` bytes.
 */
export async function download(
  path: string,
  most: number,
  onBytes: (bytes: number, total: number | undefined) => void = () => {},
): Promise<Uint8Array> {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
    if (!response.ok) throw new CannotCheckError(await readRefusal(response, path))
    return await readBody(response, path, most, onBytes)
  } catch (cause) {
    if (cause instanceof CannotCheckError) throw cause
    throw new CannotCheckError(`This site does not answer for ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** The bytes of an answer. @throws CannotCheckError where they are more than `most`; whatever a broken stream throws. */
export async function readBody(
  response: Response,
  name: string,
  most: number,
  onBytes: (bytes: number, total: number | undefined) => void = () => {},
): Promise<Uint8Array> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = Number.isSafeInteger(length) ? length : undefined
  const parts: Uint8Array[] = []
  let bytes = 0
  for (const reader = response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > most) throw new CannotCheckError(`${name} has more than ${most} bytes.`)
    parts.push(value)
    onBytes(bytes, total)
  }
  return join(parts, bytes)
}

async function readRefusal(response: Response, path: string): Promise<string> {
  const text = (await response.text()).slice(0, 500)
  const said = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"')
  return said ?? `This site answers ${response.status} for ${path}.`
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
