import { loadNetwork, type Network } from '@touchstone/networks'
import { BLOBS_URL, type BlobPlace } from '@touchstone/store/blobs'
import { z } from 'zod'
import { LIMIT_VARIABLES, readLimits } from './limits/env'
import type { Limits } from './limits/limits'

/** Configuration is wrong: a supervisor must not start the process again. */
export const EXIT_CONFIG = 78

/** The environment is incomplete or wrong; the message has one line for each variable. */
export class EnvError extends Error {
  override name = 'EnvError'
}

const port = z.coerce
  .number({ error: 'expected a port, 0 to 65535' })
  .int('expected a port, 0 to 65535')
  .min(0, 'expected a port, 0 to 65535')
  .max(65_535, 'expected a port, 0 to 65535')

const envSchema = z.object({
  ...LIMIT_VARIABLES,
  DATABASE_URL: z
    .string({ error: 'is not set: expected postgres://user@host:port/database' })
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user@host:port/database'),
  NETWORK: z.string({ error: 'is not set: expected a name in networks/ or the path of a network file' }).min(1),
  API_PORT: port.default(4000),
  API_HOST: z.string().min(1).default('0.0.0.0'),
  RPC_URL: z.url('expected an http(s) URL').optional(),
  AUDITOR_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
  DATA_DIR: z.string().startsWith('/', 'expected an absolute path').optional(),
  BLOBS: z.string().regex(BLOBS_URL, 'expected s3://bucket/prefix').optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
  API_TRUST_PROXY: z.string().min(1).optional(),
  API_UNLIMITED: z.string().default('127.0.0.1,::1'),
  API_OPERATIONS: z.string().startsWith('/', 'expected an absolute path').optional(),
  API_ONLY_OPERATIONS: z.enum(['true', 'false'], { error: 'expected true or false' }).default('false'),
  API_LOOKS_PER_SECOND: z.coerce
    .number({ error: 'expected a number, 0 to 1000' })
    .int('expected a number, 0 to 1000')
    .min(0, 'expected a number, 0 to 1000')
    .max(1_000, 'expected a number, 0 to 1000')
    .default(20),
  API_CACHE_BYTES: z.coerce
    .number({ error: 'expected a whole number, 0 to 4294967296' })
    .int('expected a whole number, 0 to 4294967296')
    .min(0, 'expected a whole number, 0 to 4294967296')
    .max(2 ** 32, 'expected a whole number, 0 to 4294967296')
    .default(32 * 1024 * 1024),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
})

/** What the process was told: everything else in the program takes it from here. */
export interface ApiConfig {
  databaseUrl: string
  network: Network
  port: number
  host: string
  /** Base URL of the chain's JSON-RPC, for the head alone; undefined where none is known. */
  rpcUrl: string | undefined
  /** Where the auditor serves bundles and the log; undefined where none is known: neither is served here then. */
  auditorUrl?: string | undefined
  /** Where the published payloads lie, read only; undefined where none are at hand: bodies are then not shown. */
  blobs: BlobPlace | undefined
  logLevel: string
  /** Pages that somebody opened and the auditor is told of, a second; 0: none. */
  looksPerSecond: number
  /** Bytes of answers that are kept; 0: every request is executed by itself. */
  cacheBytes: number
  limits: Limits
  /** Addresses of proxies whose word on the client counts, comma-separated; undefined: nobody's. */
  trustProxy: string | undefined
  /** Addresses of clients without limit of requests; `private` stands for all private ones. */
  unlimited: ReadonlySet<string>
  /** Seconds of a clock that never goes back, for what a client may ask; the process's own unless given. */
  now?: () => number
  /** File of documents that may be asked for by digest, and whether only those may be. */
  operations: { file: string; only: boolean } | undefined
}

/**
 * Reads and checks the environment once.
 * @throws EnvError naming every variable that is wrong, NetworkFileError where the network's file is.
 */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const parsed = envSchema.safeParse(withoutEmpty(env))
  if (!parsed.success)
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const value = parsed.data
  const network = loadNetwork(value.NETWORK)
  return {
    databaseUrl: value.DATABASE_URL,
    network,
    port: value.API_PORT,
    host: value.API_HOST,
    rpcUrl: value.RPC_URL ?? network.rpc[0],
    auditorUrl: value.AUDITOR_URL,
    blobs: value.BLOBS === undefined && value.DATA_DIR === undefined ? undefined : value,
    logLevel: value.LOG_LEVEL,
    looksPerSecond: value.API_LOOKS_PER_SECOND,
    cacheBytes: value.API_CACHE_BYTES,
    limits: readLimits(value),
    trustProxy: value.API_TRUST_PROXY,
    unlimited: new Set(value.API_UNLIMITED.split(',').map((client) => client.trim())),
    operations: readOperationsPlace(value.API_OPERATIONS, value.API_ONLY_OPERATIONS === 'true'),
  }
}

function readOperationsPlace(file: string | undefined, only: boolean) {
  if (file !== undefined) return { file, only }
  if (only) throw new EnvError('API_ONLY_OPERATIONS: needs API_OPERATIONS, else nothing could be asked')
  return undefined
}

/** Compose files pass an unset variable as an empty one. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}
