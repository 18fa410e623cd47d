import { z } from 'zod'

const schema = z.object({
  /** Base address of the GraphQL API, as this server reaches it. */
  API_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http(s) address such as http://127.0.0.1:4000' })
    .default('http://127.0.0.1:4000'),
  /** Whether that API has the list lib/generated/operations.json: documents are then named by their SHA-256. */
  API_LISTED: z.enum(['true', 'false', ''], { error: 'expected true or false' }).default('false'),
})

/** The environment of the web server has a wrong variable; the message names each and what was expected. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** The web server's environment, parsed. */
export interface Env {
  apiUrl: string
  isListed: boolean
}

/** Parses the environment of the web server. @throws EnvironmentError naming every bad variable. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = schema.safeParse(source)
  if (parsed.success)
    return { apiUrl: parsed.data.API_URL.replace(/\/+$/, ''), isListed: parsed.data.API_LISTED === 'true' }
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new EnvironmentError(`The web server cannot start. ${lines.join('. ')}.`)
}

let env: Env | undefined

/** The environment, read at the first request so that a build needs none. */
export function getEnv(): Env {
  env ??= parseEnv(process.env)
  return env
}
