import { CannotCheckError } from './usage.js'

const TIMEOUT_MS = 15_000

/** The block that a bundle rests on. */
export interface NamedBlock {
  blockHash: string
  blockNumber: number
  chainId: number
}

/**
 * Asks a node that the user trusts whether its chain has that block at that height.
 * @throws CannotCheckError where it has another one, or does not answer: without an answer there is nothing to rest on.
 */
export async function confirmBlock(rpc: string, { blockHash, blockNumber, chainId }: NamedBlock): Promise<void> {
  const chain = await call(rpc, 'eth_chainId', [])
  if (typeof chain !== 'string' || Number(chain) !== chainId)
    throw new CannotCheckError(`--rpc: ${rpc} serves chain ${String(chain)}, the bundle is about chain ${chainId}.`)
  const block = await call(rpc, 'eth_getBlockByNumber', [`0x${blockNumber.toString(16)}`, false])
  const found = typeof block === 'object' && block !== null ? (block as { hash?: unknown }).hash : block
  if (found !== blockHash)
    throw new CannotCheckError(
      `--rpc: ${rpc} has ${String(found)} at height ${blockNumber}, the bundle rests on ${blockHash}.`,
    )
}

async function call(rpc: string, method: string, params: unknown[]): Promise<unknown> {
  try {
    const response = await fetch(rpc, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer = (await response.json()) as { result?: unknown; error?: { message?: string } }
    if (answer.error !== undefined) throw new Error(answer.error.message ?? 'error without words')
    return answer.result
  } catch (cause) {
    throw new CannotCheckError(`--rpc: ${rpc} did not answer ${method}: ${(cause as Error).message}`, { cause })
  }
}
