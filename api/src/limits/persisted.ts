import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const file = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1))

/** Documents that may be asked for by their SHA-256, and whether others may be sent. */
export interface PersistedOperations {
  find(sha256: string): string | undefined
  /** Documents on the list. */
  size: number
  /** Only documents of the list are answered. */
  only: boolean
}

/** No list: every document is sent in full. */
export const NO_OPERATIONS: PersistedOperations = { find: () => undefined, size: 0, only: false }

/**
 * Reads a list of documents: JSON of lower-case hex SHA-256 of the document's UTF-8 to the document.
 * @throws Error naming the file where it cannot be read, is not of that form, or a digest is wrong.
 */
export function readOperations(path: string, only: boolean): PersistedOperations {
  const parsed = file.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: expected a JSON object of SHA-256 to GraphQL document.`)
  const documents = new Map(Object.entries(parsed.data))
  for (const [digest, document] of documents)
    if (createHash('sha256').update(document).digest('hex') !== digest)
      throw new Error(`${path}: ${digest} is not the SHA-256 of its document.`)
  return { find: (sha256) => documents.get(sha256), size: documents.size, only }
}
