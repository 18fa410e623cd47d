import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { parseHttpUrl } from '../safe/door.js'

/** The file of the webhooks, or a secret that it names, cannot be read or is wrong. */
export class WebhookFileError extends Error {
  override name = 'WebhookFileError'
}

export const CHANGE_KINDS = [
  'owner',
  'wallet',
  'signer',
  'contract',
  'code',
  'image',
  'failed',
  'cleared',
  'withdrawn',
] as const

/** A receiver that the operator chose, and what it is told of. */
export interface Webhook {
  name: string
  url: string
  agents: string[]
  providers: string[]
  kinds: readonly (typeof CHANGE_KINDS)[number][]
  /** Key of the signatures. */
  secret: Buffer
}

const lower = (pattern: RegExp, expected: string) => z.string().toLowerCase().regex(pattern, `expected ${expected}`)
const MAX_SUBJECTS = 1_000

const file = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens'),
      url: z.string(),
      agents: z
        .array(lower(/^eip155:\d{1,18}:0x[0-9a-f]{40}:\d{1,78}$/, 'eip155:<chain>:<registry>:<agent number>'))
        .max(MAX_SUBJECTS)
        .default([]),
      providers: z
        .array(lower(/^0x[0-9a-f]{40}$/, 'an address'))
        .max(MAX_SUBJECTS)
        .default([]),
      kinds: z
        .array(z.enum(CHANGE_KINDS))
        .min(1)
        .default([...CHANGE_KINDS]),
      secretFile: z.string().min(1),
    }),
  )
  .max(100)

/**
 * Reads the operator's webhooks and their secrets.
 * @param findListed whether the network's file lists an address: only those may be http, or inner ones.
 * @throws WebhookFileError naming file and field.
 */
export function readWebhooks(path: string, findListed: (url: string) => string | undefined): Webhook[] {
  const parsed = file.safeParse(parseJson(path))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new WebhookFileError(`${path}: ${lines.join('; ')}.`)
  }
  const names = parsed.data.map(({ name }) => name)
  const double = names.find((name, index) => names.indexOf(name) !== index)
  if (double !== undefined) throw new WebhookFileError(`${path}: the name ${double} is there twice.`)
  return parsed.data.map(({ secretFile, ...hook }) => {
    const url = parseHttpUrl(hook.url)
    if (url === undefined || (url.protocol === 'http:' && findListed(hook.url) === undefined))
      throw new WebhookFileError(`${path}: ${hook.name}.url: expected an https address without credentials.`)
    if (hook.agents.length + hook.providers.length === 0)
      throw new WebhookFileError(`${path}: ${hook.name}: expected agents or providers to tell of.`)
    return { ...hook, secret: readSecret(secretFile) }
  })
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new WebhookFileError(`${path} cannot be read as JSON: ${(error as Error).message}`)
  }
}

/** `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks writes a secret. The message never quotes it. */
function readSecret(path: string): Buffer {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new WebhookFileError(`The secret ${path} cannot be read: ${(error as Error).message}`)
  }
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const secret = Buffer.from(encoded, 'base64')
  if (secret.length < 24 || secret.length > 64)
    throw new WebhookFileError(`${path}: expected whsec_ and the base64 of 24 to 64 random bytes.`)
  return secret
}
