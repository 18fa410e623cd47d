import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StackEnv } from '../env.js'
import type { Health, ServiceSpec } from '../supervisor/service.js'

const PROBE_DEADLINE_MS = 5_000
const GUARD = new URL('../supervisor/guard.js', import.meta.url).href

/** Where the processes find each other. */
export type Places = {
  root: string
  databaseUrl: string
  /** Name of the network, or the file that a running devnet writes. */
  network: string
  devnetPort: number
  gatewayPort: number
  indexerPort: number
  auditorPort: number
}

/** The local 0G: chain, contracts, storage nodes, providers and agents. */
export function buildDevnet(env: StackEnv, places: Omit<Places, 'databaseUrl'>): ServiceSpec {
  const variables = { DATA_DIR: env.dataDir, PORT: String(places.devnetPort) }
  return buildRoom('devnet', env, places.root, variables, `http://127.0.0.1:${places.devnetPort}/healthz`)
}

/**
 * Serves final blocks to the indexer, from its folder where it has them. Ready once it knows the chain's height: the indexer
 * asks it at its start.
 */
export function buildGateway(env: StackEnv, places: Places): ServiceSpec {
  const variables = {
    NETWORK: places.network,
    DATA_DIR: join(env.dataDir, 'gateway'),
    ...SPARING,
    PORT: String(places.gatewayPort),
    ...(env.rpcUrls.length > 0 && { RPC_URLS: env.rpcUrls.join(',') }),
    ...(env.network === 'devnet' && { RESET_ON_DEEP_REORG: '1' }),
  }
  const url = `http://127.0.0.1:${places.gatewayPort}/readyz`
  return buildRoom('gateway', env, places.root, variables, url, { program: PACKED })
}

/** A program in one file, with what was compiled of it: it starts faster (pack/). */
const PACKED = join('packed', 'start.cjs')

/**
 * What the C library does with memory that is free again. A pool for each thread keeps what that thread once took. Naming a
 * threshold, which is the library's own first one, keeps it from raising that with the largest piece it ever gave back: large
 * pieces go back at once (docs/benchmarks.md).
 */
export const SPARING = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }

/** The processes that need the database and a chain, in the order in which they are started. */
export function buildServices(env: StackEnv, places: Places): ServiceSpec[] {
  const shared = {
    DATABASE_URL: places.databaseUrl,
    NETWORK: places.network,
    DATA_DIR: env.dataDir,
    ...(env.rpcUrl && { RPC_URL: env.rpcUrl }),
    ...(env.wsUrl && { WS_URL: env.wsUrl }),
  }
  const health = (port: number) => `http://127.0.0.1:${port}/healthz`
  const indexerVariables = {
    ...shared,
    ...SPARING,
    PORT: String(places.indexerPort),
    GATEWAY_URL: env.gatewayUrl ?? `http://127.0.0.1:${places.gatewayPort}`,
    // A devnet that lost its newest blocks is no reason to look at anything by hand: the facts are read again.
    ...(env.network === 'devnet' && { RESET_ON_DEEP_REORG: '1' }),
  }
  const auditorVariables = {
    ...shared,
    ...(env.rpcUrls.length > 0 && { RPC_URLS: env.rpcUrls.join(',') }),
    // A memory pool of its own for each of its threads would keep what each once took (docs/auditor.md).
    MALLOC_ARENA_MAX: '2',
    PORT: String(places.auditorPort),
    // The devnet's own account pays; elsewhere whoever typed the command names one, or nothing is anchored.
    ...(env.network === 'devnet' && {
      ANCHOR_KEY_FILE: join(env.dataDir, 'devnet', 'anchor.key'),
      ANCHOR_SECONDS: '30',
    }),
  }
  const apiVariables = {
    ...shared,
    API_PORT: String(env.apiPort),
    AUDITOR_URL: `http://127.0.0.1:${places.auditorPort}`,
    API_OPERATIONS: join(places.root, 'web', 'lib', 'generated', 'operations.json'),
  }
  return [
    buildRoom('indexer', env, places.root, indexerVariables, health(places.indexerPort), { program: PACKED }),
    buildRoom('auditor', env, places.root, auditorVariables, health(places.auditorPort), { flags: AUDITOR_FLAGS }),
    buildRoom('api', env, places.root, apiVariables, health(env.apiPort), { flags: API_FLAGS }),
    buildWeb(env, places),
  ]
}

/** What fetched segments leave behind is collected before it adds up, by the thread that left it (docs/auditor.md). */
const AUDITOR_FLAGS = ['--max-semi-space-size=8', '--single-threaded-gc']

/**
 * A page takes 1 to 2 MB that die with its answer: with V8's 16 MB they are looked through every few pages. What V8 expects to live
 * long it makes in old space, where it keeps alive what it refers to, rows of answers above all (docs/api.md).
 */
const API_FLAGS = ['--max-semi-space-size=64', '--no-allocation-site-pretenuring']

function buildRoom(
  name: string,
  env: StackEnv,
  root: string,
  variables: Record<string, string>,
  healthUrl: string,
  { program = 'main.js', flags = [] }: { program?: string; flags?: readonly string[] } = {},
): ServiceSpec {
  return {
    name,
    command: [process.execPath, ...nodeFlags(), ...flags, join(root, name, 'dist', program)],
    cwd: join(root, name),
    env: { ...withoutChoices(env.inherited), ...variables },
    stopSignal: 'SIGTERM',
    probe: () => probe(healthUrl, (status) => status === 200),
  }
}

function buildWeb(env: StackEnv, { root, devnetPort }: Places): ServiceSpec {
  const next = createRequire(join(root, 'web', 'package.json')).resolve('next/dist/bin/next')
  const variables = {
    API_URL: `http://127.0.0.1:${env.apiPort}`,
    API_LISTED: 'true',
    ...(env.network === 'devnet' && { DEVNET_URL: `http://127.0.0.1:${devnetPort}` }),
    WEB_PORT: String(env.webPort),
    PORT: String(env.webPort),
    DATA_DIR: env.dataDir,
    NODE_ENV: 'production',
  }
  return {
    name: 'web',
    command: [process.execPath, ...nodeFlags(), next, 'start', '--port', String(env.webPort)],
    cwd: join(root, 'web'),
    env: { ...withoutChoices(env.inherited), ...variables },
    stopSignal: 'SIGTERM',
    // It is well whatever the API does: a page says that itself. Whatever else listens there is not the explorer.
    probe: () => probe(`http://127.0.0.1:${env.webPort}/healthz`, (status) => status === 200),
  }
}

/** The repository's own folder, from where this file lies in it. */
export function repositoryRoot(): string {
  return fileURLToPath(new URL('../../../', import.meta.url))
}

/** CommonJS rooms load ES modules with `require`, of which Node 20 warns at every start. */
function nodeFlags(): string[] {
  return ['--disable-warning=ExperimentalWarning', '--import', GUARD]
}

/** What whoever typed the command set is handed on by name, so that an empty or stray variable changes nothing. */
function withoutChoices(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL, NETWORK, RPC_URL, RPC_URLS, WS_URL, API_PORT, WEB_PORT, DATA_DIR, PORT, ...own } = env
  const { GATEWAY_URL, DEVNET_URL, CHAIN_ID, FINALITY, HOST, ...rest } = own
  return rest
}

async function probe(url: string, isReady: (status: number) => boolean): Promise<Health> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_DEADLINE_MS), redirect: 'manual' })
    await response.body?.cancel()
    return isReady(response.status) ? 'ready' : 'alive'
  } catch {
    return 'silent'
  }
}
