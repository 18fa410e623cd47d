import { eip712SettlementDigest, type Hex, requestsHash, type SettlementItem } from '@touchstone/verify'
import type { Contract, ContractTransactionReceipt, Wallet } from 'ethers'
import { CHAIN_ID } from '../chain/connect.js'
import type { Bill } from './outbox.js'

/** The contract takes no more at once. */
export const MAX_ITEMS = 50
const NONCES_A_SECOND = 10_000_000n
const SUCCESS = 0
const PARTIAL = 1

/** A nonce of the broker's form: the second of signing and seven zeros. */
export function nonceAt(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds / 1000)) * NONCES_A_SECOND
}

/** The bill as the contract takes it, hashed and signed as the broker does. */
export function signItem(bill: Bill, provider: string, contract: string, signer: Wallet): SettlementItem {
  const billed = bill.rows.map((row) => row.billed)
  const unsigned = {
    user: bill.user.toLowerCase() as Hex,
    provider: provider.toLowerCase() as Hex,
    totalFee: billed.reduce((sum, { fee }) => sum + BigInt(fee), 0n),
    requestsHash: requestsHash(billed),
    nonce: bill.nonce,
  }
  const digest = eip712SettlementDigest({ chainId: CHAIN_ID, contract: contract.toLowerCase() as Hex }, unsigned)
  return { ...unsigned, signature: signer.signingKey.sign(digest).serialized as Hex }
}

/** A mined settle call: its transaction, and the contract's status for each item, in order. */
export interface SettleResult {
  hash: string
  statuses: number[]
}

/** Sends the items, all of them, also such as the contract will refuse. */
export async function settle(inference: Contract, items: readonly SettlementItem[]): Promise<SettleResult> {
  const transaction = await inference.getFunction('settleFeesWithTEE').send(items)
  const receipt = (await transaction.wait()) as ContractTransactionReceipt | null
  if (receipt === null) throw new Error('The settlement was not mined.')
  const statuses = receipt.logs.flatMap((log) => {
    const parsed = inference.interface.parseLog(log)
    return parsed?.name === 'TEESettlementResult' ? [Number(parsed.args.status)] : []
  })
  return { hash: receipt.hash, statuses }
}

/** Id of the n-th item of a settle call, from 0, as everybody writes it who indexes this chain. */
export function toSettlementId(hash: string, n: number): string {
  return `${CHAIN_ID}-${hash.toLowerCase()}-${n}`
}

/** Users whose items the contract would refuse right now, asked of a view before anything is sent. */
export async function previewRefused(inference: Contract, items: readonly SettlementItem[]): Promise<Set<string>> {
  const [failed] = (await inference.getFunction('previewSettlementResults').staticCall(items)) as [string[]]
  return new Set([...failed].map((user) => user.toLowerCase()))
}

export function isAccepted(status: number | undefined): boolean {
  return status === SUCCESS || status === PARTIAL
}
