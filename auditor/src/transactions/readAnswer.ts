import type { Hex } from '@touchstone/verify'
import { z } from 'zod'

/** What a node says of one transaction. */
export type TransactionLook =
  /** It knows it in no block; pending counts so too. */
  | { status: 'not-found' }
  | {
      status: 'mined'
      sender: Hex
      /** Null where it created a contract. */
      recipient: Hex | null
      nonce: number
      reverted: boolean
      blockNumber: number
      blockHash: Hex
    }

/** A wallet at the end of a block. `contract`: any code but a delegation (EIP-7702). */
export type WalletCount = { account: 'plain'; sent: number } | { account: 'delegated' | 'contract' }

/** Of PostgreSQL's integer, in which blocks are kept. */
const MAX_BLOCK = 2 ** 31 - 1
/** End of the year 9999, in seconds. */
const MAX_TIME = 253_402_300_799

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`))
    .transform((text) => text.toLowerCase() as Hex)
const quantity = (most: number) =>
  z
    .string()
    .regex(/^0x[0-9a-fA-F]{1,16}$/)
    .transform(Number)
    .refine((value) => value <= most)

const transactionShape = z.object({
  hash: hex(32),
  from: hex(20),
  to: hex(20).nullish(),
  nonce: quantity(Number.MAX_SAFE_INTEGER),
  blockHash: hex(32).nullish(),
  blockNumber: quantity(MAX_BLOCK).nullish(),
})
const receiptShape = z.object({
  transactionHash: hex(32),
  from: hex(20),
  status: z.enum(['0x0', '0x1']),
  blockHash: hex(32),
  blockNumber: quantity(MAX_BLOCK),
})
const blockShape = z.object({ hash: hex(32), number: quantity(MAX_BLOCK), timestamp: quantity(MAX_TIME) })

/**
 * Reads what a node answered to `eth_getTransactionByHash` and `eth_getTransactionReceipt` about one hash.
 * @returns undefined where the two are malformed, speak of something else or contradict each other, which also happens
 *   while a block is replaced: then nothing is known.
 */
export function readTransaction(hash: Hex, transaction: unknown, receipt: unknown): TransactionLook | undefined {
  if (transaction === null && receipt === null) return { status: 'not-found' }
  const sent = transactionShape.safeParse(transaction)
  if (!sent.success || sent.data.hash !== hash) return undefined
  const { from: sender, to, nonce, blockHash, blockNumber } = sent.data
  if (receipt === null) return blockHash == null && blockNumber == null ? { status: 'not-found' } : undefined
  const got = receiptShape.safeParse(receipt)
  if (!got.success || got.data.transactionHash !== hash) return undefined
  const mined = got.data
  if (mined.blockHash !== blockHash || mined.blockNumber !== blockNumber || mined.from !== sender) return undefined
  const where = { blockNumber: mined.blockNumber, blockHash: mined.blockHash }
  return { status: 'mined', sender, recipient: to ?? null, nonce, reverted: mined.status === '0x0', ...where }
}

/**
 * Reads what a node answered to `eth_getBlockByHash`.
 * @returns milliseconds; undefined where it is another block, or none.
 */
export function readBlockTime(hash: Hex, number: number, block: unknown): number | undefined {
  const parsed = blockShape.safeParse(block)
  if (!parsed.success || parsed.data.hash !== hash || parsed.data.number !== number) return undefined
  return parsed.data.timestamp * 1_000
}

/**
 * Reads what a node answered to `eth_getCode` and `eth_getTransactionCount`. A contract's nonce counts what it created, that
 * of a delegated account its delegations too: neither is a number of transactions.
 */
export function readWalletCount(code: unknown, nonce: unknown): WalletCount | undefined {
  if (typeof code !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(code)) return undefined
  if (/^0xef0100[0-9a-f]{40}$/i.test(code)) return { account: 'delegated' }
  if (code !== '0x') return { account: 'contract' }
  const parsed = quantity(Number.MAX_SAFE_INTEGER).safeParse(nonce)
  return parsed.success ? { account: 'plain', sent: parsed.data } : undefined
}
