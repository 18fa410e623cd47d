import { resolve } from 'node:path'
import { z } from 'zod'

/** Exit code of a process whose configuration is wrong: starting it again would not help. */
export const EXIT_CONFIG = 78

/** The environment is wrong; the message has one line for each variable, saying what to set. */
export class EnvError extends Error {
  override name = 'EnvError'
}

const port = (fallback: number) => {
  const expected = `expected a port between 1 and 65535, for example ${fallback}`
  const digits = z.string().regex(/^\d{1,5}$/, expected)
  return digits.transform(Number).pipe(z.number().min(1, expected).max(65_535, expected)).default(fallback)
}

const url = (protocol: RegExp, example: string) => {
  const isUrl = (value: string) => URL.canParse(value) && protocol.test(new URL(value).protocol)
  return z.string().refine(isUrl, `expected a URL such as ${example}`).optional()
}

const urls = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .refine(
    (entries) => entries.every((entry) => URL.canParse(entry) && /^https?:$/.test(new URL(entry).protocol)),
    'expected URLs such as https://host/path, separated by commas',
  )
  .optional()

const schema = z.object({
  WEB_PORT: port(3000),
  API_PORT: port(4000),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: url(/^postgres(ql)?:$/, 'postgres://user:password@host:5432/touchstone'),
  NETWORK: z.string().default('devnet'),
  RPC_URL: url(/^https?:$/, 'https://host/path'),
  RPC_URLS: urls,
  GATEWAY_URL: url(/^https?:$/, 'http://host:4400'),
  WS_URL: url(/^wss?:$/, 'wss://host/path'),
})

/** What whoever typed the command chose. Everything else follows from it. */
export type StackEnv = {
  webPort: number
  apiPort: number
  /** Absolute. */
  dataDir: string
  /** An outside server in place of the embedded one. */
  databaseUrl: string | undefined
  /** `devnet`, another name in networks/, or the absolute path of a network's file. */
  network: string
  /** Where the head comes from, in place of the network's own RPC. */
  rpcUrl: string | undefined
  /** What the gateway asks, in place of the network's own RPCs; none: those. */
  rpcUrls: string[]
  /** An outside gateway in place of one that is started. */
  gatewayUrl: string | undefined
  wsUrl: string | undefined
  /** The whole environment, for the processes that are started. */
  inherited: NodeJS.ProcessEnv
}

/**
 * Reads the variables of `npm start`. Relative paths are relative to `root`, the repository's folder. An empty port is an
 * error, since it mostly is a variable that a script failed to fill; any other empty variable counts as unset.
 * @throws EnvError naming every variable that is wrong.
 */
export function parseEnv(env: NodeJS.ProcessEnv, root: string): StackEnv {
  const given = Object.entries(env).filter(([name, value]) => value !== '' || name.endsWith('_PORT'))
  const result = schema.safeParse(Object.fromEntries(given))
  if (!result.success) {
    const names = new Map(result.error.issues.map((issue) => [String(issue.path[0]), issue.message]))
    throw new EnvError(
      [...names].map(([name, message]) => `${name} ${describe(name, env[name])}: ${message}.`).join('\n'),
    )
  }
  const value = result.data
  const parsed: StackEnv = {
    webPort: value.WEB_PORT,
    apiPort: value.API_PORT,
    dataDir: resolve(root, value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    network: value.NETWORK.endsWith('.json') ? resolve(root, value.NETWORK) : value.NETWORK,
    rpcUrl: value.RPC_URL ?? value.RPC_URLS?.[0],
    rpcUrls: value.RPC_URLS ?? (value.RPC_URL === undefined ? [] : [value.RPC_URL]),
    gatewayUrl: value.GATEWAY_URL,
    wsUrl: value.WS_URL,
    inherited: env,
  }
  refuseContradictions(parsed)
  return parsed
}

function refuseContradictions(env: StackEnv): void {
  if (env.webPort === env.apiPort)
    throw new EnvError(`WEB_PORT and API_PORT are both ${env.webPort}: give the two servers different ports.`)
  if (env.network === 'devnet' && (env.rpcUrl || env.wsUrl || env.gatewayUrl))
    throw new EnvError(
      'RPC_URL, RPC_URLS, WS_URL and GATEWAY_URL name an outside chain, but the devnet is a chain of its own: unset them or set NETWORK.',
    )
}

/** A URL may hold a password. */
function describe(name: string, value: string | undefined): string {
  if (!value) return 'is empty'
  return /_URLS?$/.test(name) ? 'is not usable' : `is ${JSON.stringify(value)}`
}
