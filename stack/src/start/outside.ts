import { loadNetwork } from '@touchstone/networks'
import pg from 'pg'
import { EnvError, type StackEnv } from '../env.js'
import { isPortFree } from '../net/port.js'

const RPC_DEADLINE_MS = 10_000

/** @throws EnvError where a port that the stack is to serve on is taken. */
export async function requireFreePorts(env: StackEnv): Promise<void> {
  for (const [name, port] of [
    ['WEB_PORT', env.webPort],
    ['API_PORT', env.apiPort],
  ] as const) {
    if (!(await isPortFree(port)))
      throw new EnvError(
        `Port ${port} is in use by another program: stop that, or choose another port with ${name}, for example ${name}=${port + 10}.`,
      )
  }
}

/** @throws EnvError where the server that DATABASE_URL names does not answer. */
export async function requireDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
  } catch (error) {
    throw new EnvError(
      `The PostgreSQL that DATABASE_URL names (${new URL(url).host}) does not answer: ${describe(error)}. Start it or correct the URL, or unset DATABASE_URL to use the embedded one.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Asks an outside chain for its id before anything is started.
 * @throws EnvError where nothing answers there, or another chain does; NetworkFileError where NETWORK is wrong.
 */
export async function requireChain(env: StackEnv): Promise<void> {
  const network = loadNetwork(env.network)
  const url = env.rpcUrl ?? network.rpc[0]
  if (!url)
    throw new EnvError(`Network ${network.name} names no RPC: set RPC_URL to an RPC of chain ${network.chainId}.`)
  const chainId = await askChainId(url)
  if (chainId !== network.chainId)
    throw new EnvError(
      `The RPC at ${new URL(url).host} serves chain ${chainId}, but network ${network.name} is chain ${network.chainId}: set RPC_URL to an RPC of that chain.`,
    )
}

async function askChainId(url: string): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(RPC_DEADLINE_MS),
    })
    const { result } = (await response.json()) as { result?: unknown }
    if (typeof result !== 'string' || !/^0x[0-9a-f]+$/i.test(result))
      throw new Error(`it answered HTTP ${response.status} without a chain id`)
    return Number(result)
  } catch (error) {
    throw new EnvError(
      `The RPC at ${new URL(url).host} does not answer: ${describe(error)}. Check the network connection, or set RPC_URL to another RPC.`,
    )
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${RPC_DEADLINE_MS / 1000} s`
  const cause = error.cause instanceof Error ? error.cause : error
  return cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name)
}
