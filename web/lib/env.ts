import { z } from 'zod'

const schema = z.object({
  /** Base address of the GraphQL API, as this server reaches it. */
  API_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http(s) address such as http://127.0.0.1:4000' })
    .default('http://127.0.0.1:4000'),
  /** The same API as visitors reach it, for what they copy; this server's own address unless given. */
  API_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) address' }).optional(),
  /** Whether that API has the list lib/generated/operations.json: documents are then named by their SHA-256. */
  API_LISTED: z.enum(['true', 'false', ''], { error: 'expected true or false' }).default('false'),
  /** Base address of a running devnet, for the attacks that it stages. Elsewhere there is none. */
  DEVNET_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'expected an http(s) address or nothing' })])
    .optional(),
  /** Pages that are told new settlements by events at the same time; the others ask now and then. */
  LIVE_READERS: z
    .string()
    .regex(/^\d{1,6}$/, { error: 'expected a number of pages, 0 to 999999' })
    .default('1000')
    .transform(Number),
})

/** The environment of the web server has a wrong variable; the message names each and what was expected. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** The web server's environment, parsed. */
export interface Env {
  apiUrl: string
  /** For visitors; undefined where nobody said it and this server's own way may be another. */
  publicApiUrl: string | undefined
  isListed: boolean
  /** Undefined where there is no devnet. */
  devnetUrl: string | undefined
  /** Pages that may have an event stream open at the same time. */
  liveReaders: number
}

/** Parses the environment of the web server. @throws EnvironmentError naming every bad variable. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = schema.safeParse(source)
  if (parsed.success) {
    const { API_URL, API_PUBLIC_URL, API_LISTED, DEVNET_URL, LIVE_READERS } = parsed.data
    const apiUrl = trimmed(API_URL)
    // On one machine both ways are the same; between machines only the operator knows the visitors' one.
    const ownMachine = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(apiUrl) ? apiUrl : undefined
    const publicApiUrl = API_PUBLIC_URL === undefined ? ownMachine : trimmed(API_PUBLIC_URL)
    const devnetUrl = trimmed(DEVNET_URL ?? '') || undefined
    return { apiUrl, publicApiUrl, isListed: API_LISTED === 'true', devnetUrl, liveReaders: LIVE_READERS }
  }
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new EnvironmentError(`The web server cannot start. ${lines.join('. ')}.`)
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '')
}

let env: Env | undefined

/** The environment, read at the first request so that a build needs none. */
export function getEnv(): Env {
  env ??= parseEnv(process.env)
  return env
}
