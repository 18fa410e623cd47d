import { cleanText } from '../untrusted/text.js'

/** Names that are kept of one list, and characters of each. */
const MAX_MODELS = 1_000
const MAX_NAME = 200

/**
 * Names in a model list in the form of the OpenAI interface, `{ data: [{ id }] }`: sorted, each once.
 * @returns null for anything else, a list that is too long or a name that is.
 */
export function readModelList(body: Uint8Array): string[] | null {
  const data = parse(body)
  if (!Array.isArray(data) || data.length > MAX_MODELS) return null
  const names = data.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined,
  )
  if (!names.every((name) => typeof name === 'string' && name.length > 0 && name.length <= MAX_NAME)) return null
  return [...new Set((names as string[]).map((name) => cleanText(name, MAX_NAME)))].sort()
}

function parse(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined
  } catch {
    return undefined
  }
}
