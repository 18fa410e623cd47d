import { loadNetwork } from '@touchstone/networks'
import { z } from 'zod'
import { ConfigError } from './config-error.js'
import type { GatewaySettings } from './settings.js'

const MAX_FINALITY = 100_000

const schema = z.object({
  /** Name in networks/ or path of a network's file: gives chain, finality and RPCs. */
  NETWORK: z.string().min(1).optional(),
  /** RPCs, separated by commas; they replace the network's. */
  RPC_URLS: z.string().min(1).optional(),
  RPC_URL: z.string().min(1).optional(),
  CHAIN_ID: z.coerce.number().int().positive().optional(),
  FINALITY: z.coerce.number().int().min(0).max(MAX_FINALITY).optional(),
  DATA_DIR: z.string().min(1).default('.data/gateway'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Calls a second for each RPC. */
  RPC_RATE: z.coerce.number().positive().max(100_000).optional(),
  RPC_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(300_000).default(30_000),
  /** 1: what is kept of another chain is dropped and asked again, instead of an exit with 78. */
  RESET_ON_DEEP_REORG: z.enum(['0', '1']).default('0'),
  /** 0: what is kept is not recomputed. */
  AUDIT: z.enum(['0', '1']).default('1'),
})

export type Env = z.infer<typeof schema>

/** @throws ConfigError naming every bad or missing variable and what was expected of it. */
export function parseEnv(source: Record<string, string | undefined>): {
  settings: GatewaySettings
  logLevel: Env['LOG_LEVEL']
} {
  // An empty variable is an unset one.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`The environment is not complete. ${lines.join('; ')}. Set these variables and start again.`)
  }
  const env = parsed.data
  return {
    settings: {
      ...readChain(env),
      dataDir: env.DATA_DIR,
      host: env.HOST,
      port: env.PORT,
      rpcTimeoutMs: env.RPC_TIMEOUT_MS,
      resetOnDeepReorg: env.RESET_ON_DEEP_REORG === '1',
      audit: env.AUDIT === '1',
      ...(env.RPC_RATE !== undefined && { rpcRate: env.RPC_RATE }),
    },
    logLevel: env.LOG_LEVEL,
  }
}

function readChain(env: Env): Pick<GatewaySettings, 'rpcUrls' | 'chainId' | 'finality'> {
  const network = env.NETWORK === undefined ? undefined : loadNetwork(env.NETWORK)
  const listed = env.RPC_URLS ?? env.RPC_URL
  const rpcUrls = listed === undefined ? (network?.rpc ?? []) : listed.split(',').map((url) => url.trim())
  if (rpcUrls.length === 0)
    throw new ConfigError('No RPC is named: set RPC_URLS to HTTP addresses, separated by commas, or set NETWORK.')
  for (const [n, url] of rpcUrls.entries())
    if (!/^https?:\/\/[^/]/i.test(url) || !URL.canParse(url))
      throw new ConfigError(`Entry ${n + 1} of the list of RPCs is not an http or https address: correct RPC_URLS.`)
  const chainId = env.CHAIN_ID ?? network?.chainId
  const finality = env.FINALITY ?? network?.finality
  if (chainId === undefined) throw new ConfigError('The chain is not named: set CHAIN_ID, or NETWORK.')
  if (finality === undefined)
    throw new ConfigError('It is not said how many blocks make a block final: set FINALITY, or NETWORK.')
  return { rpcUrls, chainId, finality }
}
