import { z } from 'zod'
import type { CallFrame } from '../decode/chain'
import { printableUrl } from '../start/rpc'
import { type FrameSource, NO_FRAMES } from './frameSource'
import { FIRST_PAUSES, PAUSES, tryAgain } from './retry'

const TIMEOUT_MS = 120_000

const status = z.object({
  capability: z.string(),
  rpcs: z.array(z.object({ abilities: z.array(z.string()) })),
})

const hex = z.string().regex(/^0x([0-9a-f]{2})*$/)
const frame = z.object({
  path: z.array(z.int().nonnegative()),
  type: z.enum(['call', 'delegatecall', 'staticcall', 'callcode', 'create', 'create2', 'selfdestruct']),
  from: hex,
  to: hex.nullable(),
  input: hex,
  value: z
    .string()
    .regex(/^0x[0-9a-f]+$/)
    .transform((value) => BigInt(value)),
  failed: z.boolean(),
})
const answer = z.object({ frames: z.record(z.string(), z.array(frame).nullable()) })

/**
 * Frames by a gateway's `POST /frames`, which keeps them. Its `/status` says what its RPCs have.
 * @throws FramesError where the gateway does not answer.
 */
export async function openGatewayFrames(
  url: string,
  { first = FIRST_PAUSES, later = PAUSES } = {},
): Promise<FrameSource> {
  const at = (path: string) => `${url.replace(/\/+$/, '')}${path}`
  const name = printableUrl(url)
  const { capability, rpcs } = await tryAgain(
    `Gateway ${name} does not say what it can trace`,
    async () => status.parse(await ask(at('/status'))),
    first,
  )
  if (capability === 'none') return NO_FRAMES
  return {
    capability: rpcs.some(({ abilities }) => abilities.includes('traceFilter')) ? 'frames+calls' : 'frames',
    read: (block, hashes) =>
      tryAgain(
        `Gateway ${name} gives no frames of block ${block.height} ${block.hash}`,
        async () => {
          const body = JSON.stringify({ blockNumber: block.height, blockHash: block.hash, transactions: hashes })
          const { frames } = answer.parse(await ask(at('/frames'), body))
          return hashes.map((hash) => frames[hash] ?? refuse(hash))
        },
        later,
      ),
    close: () => undefined,
  }
}

async function ask(url: string, body?: string): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 200)}`)
  return response.json()
}

/** A transaction that is in another block by now, or one that no RPC of the gateway can trace: it does not tell them apart. */
function refuse(hash: string): CallFrame[] {
  throw new Error(`it has none of transaction ${hash}: give it an RPC that has pruned nothing`)
}
