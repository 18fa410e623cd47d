import { z } from 'zod'

const schema = z.object({
  DATA_DIR: z.string().regex(/^\//, 'expected an absolute path of the state folder'),
  PORT: z.coerce.number('expected a port for GET /healthz').int().min(1).max(65535),
  RPC_PORT: z.coerce.number('expected a port').int().min(1).max(65535).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** What the process is told from outside. */
export type Env = z.infer<typeof schema>

/** The process cannot start as configured, and starting it again would change nothing. */
export class MisconfigurationError extends Error {
  override name = 'MisconfigurationError'
}

/** Reads the environment once. @throws MisconfigurationError with one line for each bad variable. */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = schema.safeParse(source)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new MisconfigurationError(`The devnet cannot start. ${lines.join('; ')}`)
}
