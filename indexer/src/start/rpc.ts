import { RpcClient } from '@subsquid/rpc-client'
import type { Network } from '@touchstone/networks'
import type { Env } from '../env'
import { ConfigError } from './config-error'

const CALL_TIMEOUT_MS = 5_000

/** The few questions that are asked before the processor takes over. */
export interface Rpc {
  url: string
  chainId(): Promise<number>
  head(): Promise<number>
  /** Hash of the block at that height, or undefined where the chain is shorter. */
  findBlockHash(height: number): Promise<string | undefined>
  hasCode(address: string): Promise<boolean>
  /** Logs of these contracts in one block, as the node gives them. */
  getLogs(height: number, addresses: string[]): Promise<unknown>
  close(): void
}

/** Endpoint to index from: the environment's before the network's, WebSocket before HTTP. */
export function chooseRpcUrl(env: Pick<Env, 'RPC_URL' | 'WS_URL'>, network: Network): string {
  // An overridden HTTP endpoint is another node: the network's WebSocket would answer for a different one.
  const url = env.WS_URL ?? env.RPC_URL ?? network.ws[0] ?? network.rpc[0]
  if (url) return url
  throw new ConfigError(`Network ${network.name} names no RPC: set RPC_URL or WS_URL, or add one under rpc or ws.`)
}

/** Opens a client for `url`; nothing is dialled before the first call. Every call ends within a deadline. */
export function openRpc(url: string): Rpc {
  const client = new RpcClient({ url, requestTimeout: CALL_TIMEOUT_MS, retryAttempts: 0, log: null })
  const call = <T>(method: string, params: unknown[]) => withDeadline<T>(client.call(method, params))
  return {
    url,
    chainId: async () => Number(await call<string>('eth_chainId', [])),
    head: async () => Number(await call<string>('eth_blockNumber', [])),
    findBlockHash: async (height) =>
      (await call<{ hash: string } | null>('eth_getBlockByNumber', [`0x${height.toString(16)}`, false]))?.hash,
    hasCode: async (address) => (await call<string>('eth_getCode', [address, 'latest'])) !== '0x',
    getLogs: (height, address) => {
      const block = `0x${height.toString(16)}`
      return call<unknown>('eth_getLogs', [{ fromBlock: block, toBlock: block, address }])
    },
    close: () => client.close(),
  }
}

/** What an RPC said of itself at the start. */
export interface FirstAnswers {
  chainId: number
  /** Height of its newest block. */
  head: number
  /** Whether there is code at each of the network's contracts, in their order. */
  hasCode: boolean[]
}

/**
 * Asks an RPC what it is, all at once: one question after the other, a slow one would hold up every start. Waits until it
 * answers, saying so once a failure; pauses grow to ten seconds.
 */
export async function waitForRpc(
  rpc: Pick<Rpc, 'url' | 'chainId' | 'head' | 'hasCode'>,
  network: Network,
  warn: (sentence: string) => void,
): Promise<FirstAnswers> {
  for (let attempt = 0; ; attempt++) {
    try {
      const codes = Promise.all(network.contracts.map(({ address }) => rpc.hasCode(address)))
      const [chainId, head, hasCode] = await Promise.all([rpc.chainId(), rpc.head(), codes])
      return { chainId, head, hasCode }
    } catch (error) {
      const pause = Math.min(1000 * 2 ** attempt, 10_000)
      const why = (error as Error).message.replaceAll(new URL(rpc.url).href, printableUrl(rpc.url))
      warn(`RPC ${printableUrl(rpc.url)} does not answer (${why}); next try in ${pause / 1000} s.`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/**
 * Asserts that the chain behind the RPC is the one that the network's file describes. A contract in use without code
 * stops: its silence would read as "nothing was paid". A retired or unconfirmed one without code is warned of: it adds
 * no facts, and whoever starts can do nothing about it.
 * @throws ConfigError where the chain id differs or the address of a contract in use holds no code.
 */
export function assertNetwork(
  url: string,
  { chainId, hasCode }: Pick<FirstAnswers, 'chainId' | 'hasCode'>,
  network: Network,
  warn: (sentence: string) => void,
): void {
  if (chainId !== network.chainId)
    throw new ConfigError(
      `RPC ${printableUrl(url)} serves chain ${chainId}, network ${network.name} is chain ${network.chainId}: set RPC_URL, WS_URL or NETWORK.`,
    )
  for (const [n, contract] of network.contracts.entries()) {
    if (hasCode[n]) continue
    const missing = `There is no contract at ${contract.address} (${contract.label}) on chain ${chainId}`
    if (!contract.retired && !contract.unconfirmed)
      throw new ConfigError(`${missing}: correct contracts in the file of network ${network.name}.`)
    warn(
      `${missing}; the file calls it ${contract.retired ? 'retired' : 'unconfirmed'}, so indexing goes on without it.`,
    )
  }
}

/** The URL without what could be a secret: credentials, path and query. */
export function printableUrl(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** The client's own timeout counts from sending: while a socket does not connect there is none. */
async function withDeadline<T>(answer: Promise<unknown>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CALL_TIMEOUT_MS / 1000} s`)), CALL_TIMEOUT_MS)
  })
  try {
    return (await Promise.race([answer, deadline])) as T
  } finally {
    clearTimeout(timer)
  }
}
