import type { Hex } from '@touchstone/verify'
import { z } from 'zod'
import { call, type RpcSource } from '../../fetch/jsonRpc.js'
import { type Door, openDoor } from '../../safe/door.js'

/** Anchoring waits for something; the message is the whole sentence. */
export class AnchorProblem extends Error {
  override name = 'AnchorProblem'
  /** For metrics. */
  readonly kind: 'rpc' | 'balance' | 'price' | 'refused'

  constructor(kind: AnchorProblem['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

/** What became of a mined transaction. */
export interface MinedTransaction {
  block: number
  /** False where it reverted. */
  succeeded: boolean
}

/** One node of the chain, as far as anchors need it. Every call throws AnchorProblem. */
export interface AnchorChain {
  height(): Promise<number>
  /** Neuron. */
  balance(address: Hex): Promise<bigint>
  /** Transactions that the account has in blocks. */
  nonce(address: Hex): Promise<number>
  /** Neuron a unit of gas, as the node suggests. */
  gasPrice(): Promise<bigint>
  /** The answer of a view without arguments, as one word. */
  view(contract: Hex, selector: Hex): Promise<bigint>
  /** Gas that the call takes. `refused` where it would revert. */
  estimate(asked: { from: Hex; to: Hex; value: bigint; data: Hex }): Promise<bigint>
  /** Returns also where the node has the transaction, or its nonce is used: its receipt tells what became of it. */
  send(raw: Hex): Promise<void>
  mined(tx: Hex): Promise<MinedTransaction | undefined>
}

/** Finds a node of the chain, and lets the connections go. */
export interface AnchorNodes {
  /** The first node that answers and serves the chain. @throws AnchorProblem */
  find(signal: AbortSignal): Promise<AnchorChain>
  close(): Promise<void>
}

const MAX_BYTES = 256 * 1024
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform(BigInt)
const count = quantity.refine((value) => value <= Number.MAX_SAFE_INTEGER).transform(Number)
const receipt = z.object({ blockNumber: count, status: count }).nullable()

/** @param urls addresses from the network's file or the environment, which may carry secrets: only their origin is shown. */
export function openAnchorNodes(
  urls: readonly string[],
  chainId: number,
  limits: { connectMs: number; requestMs: number },
): AnchorNodes {
  const door = openDoor(urls, limits)
  return {
    find: async (signal) => {
      const refusals: string[] = []
      for (const url of urls) {
        const source = { door, url, timeoutMs: limits.requestMs, signal }
        const found = await call(source, { method: 'eth_chainId', params: [], result: count, maxBytes: MAX_BYTES })
        if (found.ok && found.value === chainId) return toChain(source)
        const { origin } = new URL(url)
        refusals.push(found.ok ? `${origin} serves chain ${found.value}` : `${origin}: ${found.detail}`)
      }
      throw new AnchorProblem('rpc', `no node of chain ${chainId} answers (${refusals.join('; ') || 'none is named'})`)
    },
    close: () => door.close(),
  }
}

function toChain(source: RpcSource & { door: Door }): AnchorChain {
  const answer = <T>(method: string, params: unknown[], result: z.ZodType<T>) =>
    call(source, { method, params, result, maxBytes: MAX_BYTES })
  const ask = async <T>(method: string, params: unknown[], result: z.ZodType<T>): Promise<T> => {
    const found = await answer(method, params, result)
    if (found.ok) return found.value
    throw new AnchorProblem('rpc', `${new URL(source.url).origin}: ${found.detail}`)
  }
  return {
    height: () => ask('eth_blockNumber', [], count),
    balance: (address) => ask('eth_getBalance', [address, 'latest'], quantity),
    nonce: (address) => ask('eth_getTransactionCount', [address, 'latest'], count),
    gasPrice: () => ask('eth_gasPrice', [], quantity),
    view: (to, data) => ask('eth_call', [{ to, data }, 'latest'], quantity),
    estimate: async ({ from, to, value, data }) => {
      const params = [{ from, to, data, value: `0x${value.toString(16)}` }]
      const found = await answer('eth_estimateGas', params, quantity)
      if (found.ok) return found.value
      throw new AnchorProblem('code' in found ? 'refused' : 'rpc', `${new URL(source.url).origin}: ${found.detail}`)
    },
    send: async (raw) => {
      const sent = await answer('eth_sendRawTransaction', [raw], z.string())
      if (sent.ok || ('code' in sent && /already|known|nonce too low/i.test(sent.detail))) return
      const isPoor = 'code' in sent && /insufficient funds/i.test(sent.detail)
      throw new AnchorProblem(isPoor ? 'balance' : 'refused', `${new URL(source.url).origin}: ${sent.detail}`)
    },
    mined: async (tx) => {
      const found = await ask('eth_getTransactionReceipt', [tx], receipt)
      return found === null ? undefined : { block: found.blockNumber, succeeded: found.status === 1 }
    },
  }
}
