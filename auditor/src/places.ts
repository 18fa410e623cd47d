import { isAbsolute } from 'node:path'
import { BLOBS_URL } from '@touchstone/store/blobs'
import { z } from 'zod'

/** Variables that say where everything is kept. */
export const PLACES = {
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'expected a postgres:// URL'),
  DATA_DIR: z.string().refine(isAbsolute, 'expected an absolute path'),
  /** Bucket and folder of the payloads on an S3 server; without it they lie in DATA_DIR. */
  BLOBS: z.string().regex(BLOBS_URL, 'expected s3://bucket/prefix').optional(),
  /** Address of an S3 server that is not Amazon's. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
}

const schema = z.object(PLACES)

export type Places = z.infer<typeof schema>

/** A variable of the environment is missing or wrong; the message names every one of them. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/** @throws EnvError naming every bad variable and what was expected of it. */
export function parsePlaces(source: Record<string, string | undefined>): Places {
  return parseVariables(schema, source)
}

/** Reads variables by a schema; an empty one is an unset one. @throws EnvError */
export function parseVariables<T>(variables: z.ZodType<T>, source: Record<string, string | undefined>): T {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new EnvError(`The environment is not complete. ${lines.join('; ')}. Set these variables and start again.`)
}
