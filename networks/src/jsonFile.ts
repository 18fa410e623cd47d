/** Reading of this folder's files: one error, which says which field is wrong and what was expected. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

/** A file of a network or of its trust material is missing, unreadable or wrong. */
export class NetworkFileError extends Error {
  override name = 'NetworkFileError'
}

/** Path of a file of this folder, or the path itself where one is given. */
export function resolveFile(nameOrPath: string, folder = ''): string {
  if (nameOrPath.endsWith('.json')) return nameOrPath
  return fileURLToPath(new URL(`../${folder}${nameOrPath}.json`, import.meta.url))
}

/** Text of a file of that kind. @throws NetworkFileError with `hint` where there is none. */
export function readText(path: string, kind: string, hint: string): string {
  if (!existsSync(path)) throw new NetworkFileError(`No ${kind} file at ${path}. ${hint}`)
  return readFileSync(path, 'utf8')
}

/** The value of a JSON text by a schema. @throws NetworkFileError with one line for each field that is wrong. */
export function parseJson<S extends z.ZodType>(schema: S, text: string, path: string, kind: string): z.infer<S> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new NetworkFileError(`${path} is not JSON: ${(cause as Error).message}`, { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`)
  throw new NetworkFileError(`${path} is not ${kind}:\n${lines.join('\n')}`)
}
