import type { z as Zod } from 'zod'
import { ConfigError } from './start/config-error'

const buildSchema = (z: typeof Zod) =>
  z.object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'expected a postgres:// URL'),
    /** Name in networks/ or path of a network's file. */
    NETWORK: z.string().min(1),
    /** Override the network's own endpoints. WebSocket is preferred: it is the only way to be told of new heads. */
    RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
    WS_URL: z.url({ protocol: /^wss?$/ }).optional(),
    /** Where final blocks come from: a gateway (docs/gateway.md). Without it the RPC is asked block by block. */
    GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Index from this block on; everything before stays unknown. For chains and RPCs that begin later than the network. */
    FROM_BLOCK: z.coerce.number().int().nonnegative().optional(),
    /** Port of /healthz and /metrics; neither is served without it. */
    PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    HOST: z.string().min(1).default('127.0.0.1'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    /** Ends, with 0, once this block is final and indexed. */
    TO_BLOCK: z.coerce.number().int().min(0).optional(),
    /** 1: facts that are not of the chain at hand are dropped and read again, instead of an exit with 78. */
    RESET_ON_DEEP_REORG: z.enum(['0', '1']).default('0'),
  })

/** Everything that the indexer takes from its surroundings. */
export type Env = Zod.infer<ReturnType<typeof buildSchema>>

/** @throws ConfigError naming every bad variable and what was expected of it. */
export async function parseEnv(source: Record<string, string | undefined>): Promise<Env> {
  // An empty variable is an unset one.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  // As ES modules, as the networks' files are read with it: required, it would be loaded a second time as CommonJS.
  const { z } = await import('zod')
  const parsed = buildSchema(z).safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new ConfigError(`The environment is not complete. ${lines.join('; ')}. Set these variables and start again.`)
}
