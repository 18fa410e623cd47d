import type { Basis, RestingBlock } from './judged'

const TIMEOUT_MS = 15_000
const HASH = /^0x[0-9a-f]{64}$/

/** What a result says about its block before anybody confirmed it. */
export function unconfirmedBlock({ blockHash }: RestingBlock): Basis {
  return {
    ...{ id: 'block', status: 'absent', isNamedOnly: false },
    text: `Relative to block ${blockHash}: that it is part of the chain, a node that you trust has to say.`,
  }
}

/** Compares with a hash that the visitor knows from elsewhere. */
export function compareNamed({ blockHash }: RestingBlock, named: string): Basis {
  const found = named.trim().toLowerCase()
  const basis = { id: 'block', isNamedOnly: false } as const
  if (!HASH.test(found))
    return { ...basis, status: 'unavailable', text: 'What you named is no block hash: expected 0x and 64 hex digits.' }
  const pair = { expected: blockHash, found }
  if (found === blockHash) return { ...basis, ...pair, status: 'pass', text: 'The block is the one that you named.' }
  return { ...basis, ...pair, status: 'fail', text: 'The file rests on another block than the one that you named.' }
}

/**
 * Asks a node for chain and block hash at that height: the one thing that no file can prove. Never throws; a node that
 * does not answer, or that lets no page ask it, leaves the block unconfirmed.
 */
export async function askBlock(rpc: string, { blockHash, blockNumber, chainId }: RestingBlock): Promise<Basis> {
  const basis = { id: 'block', isNamedOnly: false } as const
  try {
    const chain = await call(rpc, 'eth_chainId', [])
    if (Number(chain) !== chainId)
      return {
        ...{ ...basis, status: 'fail', expected: `chain ${chainId}`, found: `chain ${Number(chain)}` },
        text: `${rpc} serves another chain than the one that the file is about.`,
      }
    const block = await call(rpc, 'eth_getBlockByNumber', [`0x${blockNumber.toString(16)}`, false])
    const found = typeof block === 'object' && block !== null ? (block as { hash?: unknown }).hash : undefined
    if (typeof found !== 'string' || !HASH.test(found))
      return { ...basis, status: 'unavailable', text: `${rpc} has no block at height ${blockNumber}.` }
    const pair = { expected: blockHash, found }
    if (found === blockHash)
      return {
        ...basis,
        ...pair,
        status: 'pass',
        text: `${rpc} has this block at height ${blockNumber} of chain ${chainId}.`,
      }
    return {
      ...{ ...basis, ...pair, status: 'fail' },
      text: `${rpc} has another block at height ${blockNumber} of chain ${chainId}: node or file is wrong, or the chain was reorganised.`,
    }
  } catch (error) {
    return {
      ...{ ...basis, status: 'unavailable' },
      text: `${rpc} did not answer this page: ${(error as Error).message}. It may not let pages ask it (CORS); ask it with curl and name the hash instead.`,
    }
  }
}

async function call(rpc: string, method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(rpc, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
  })
  const answer: unknown = await response.json()
  const { result, error } = (answer ?? {}) as { result?: unknown; error?: { message?: unknown } }
  if (error) throw new Error(String(error.message ?? 'an error without words').slice(0, 200))
  return result
}
