import { events, functions } from '../../abi/InferenceServing'
import type { ChainLog, ChainTransaction } from '../chain'
import type { AccountLevel, SettlementEvent, SettlementItem } from '../event'
import { parseAddress, toBoundedHex } from '../text'

/** An accepted signature has 65 bytes; a refused item may carry anything. */
const MAX_SIGNATURE_BYTES = 1024

/** A TEESettlementResult log with the logs of the same item that stood right before it. */
export interface SettlementResult {
  payer: string
  status: number
  unsettledAmount: bigint
  logIndex: number
  /** The serving contract that logged it. */
  contract: string
  fundSpent: bigint | null
  level: (AccountLevel & { logIndex: number }) | null
}

export function decodeResult(log: ChainLog) {
  const { user, status, unsettledAmount } = events.TEESettlementResult.decode(log)
  return { payer: parseAddress(user), status, unsettledAmount }
}

/** Whether the contract took the item: SUCCESS or PARTIAL. */
export function isAccepted(status: number): boolean {
  return status === 0 || status === 1
}

/** Whether the transaction itself is the settle call, so that its input is the call's calldata. */
export function isDirectSettleCall(tx: ChainTransaction, proxy: string): boolean {
  return tx.to === proxy && functions.settleFeesWithTEE.is(tx.input)
}

/** A settlement and where its result stands. */
export interface PlacedSettlement {
  logIndex: number
  contract: string
  settlement: SettlementEvent
}

/**
 * Joins the results of one transaction, in log order, with the items of its calldata. Only a direct call is read, and
 * only as a whole: where counts, users or amounts disagree anywhere, every item's calldata is unavailable, since a
 * result that is paired with another item's payer or hash would be a false fact.
 */
export function joinSettlements(results: SettlementResult[], tx: ChainTransaction): PlacedSettlement[] {
  const contract = results[0]?.contract
  // Without a result the contract has not read the calldata: an array's length in it is anybody's number.
  if (contract === undefined) return []
  const isOne = results.every((result) => result.contract === contract)
  const items = isOne && isDirectSettleCall(tx, contract) ? findItems(tx.input) : null
  const paired = items !== null && agrees(results, items, tx.from)
  return results.map((result, n) => ({
    logIndex: result.logIndex,
    contract: result.contract,
    settlement: {
      kind: 'settlement',
      n,
      payer: result.payer,
      caller: findCaller(result, results, tx),
      status: result.status,
      unsettledAmount: result.unsettledAmount,
      item: paired ? (items[n] ?? null) : null,
      calldata: paired ? 'transaction' : 'unavailable',
      fundSpent: result.fundSpent,
      level: result.level,
    },
  }))
}

/** An inner call's sender is named by the log of the account that it moved, or of another item's. */
function findCaller(result: SettlementResult, results: SettlementResult[], tx: ChainTransaction): string {
  if (tx.to === result.contract) return tx.from
  if (result.level) return result.level.provider
  const named = results.find((other) => other.level !== null && other.contract === result.contract)
  return named?.level?.provider ?? tx.to ?? tx.from
}

function findItems(input: string): SettlementItem[] | null {
  try {
    return functions.settleFeesWithTEE.decode(input).settlements.map((item) => ({
      user: parseAddress(item.user),
      provider: parseAddress(item.provider),
      totalFee: item.totalFee,
      requestsHash: item.requestsHash,
      nonce: item.nonce,
      signature: toBoundedHex(item.signature, MAX_SIGNATURE_BYTES),
    }))
  } catch {
    // Solidity follows offsets that this decoder does not (negative ones): what it cannot read is unavailable.
    return null
  }
}

function agrees(results: SettlementResult[], items: SettlementItem[], caller: string): boolean {
  return (
    items.length === results.length &&
    results.every((result, n) => {
      const item = items[n]
      return item !== undefined && item.user === result.payer && amountsAgree(result, item, caller)
    })
  )
}

/** What the contract's own arithmetic leaves possible: PARTIAL pays less than the fee, a refused item pays nothing. */
function amountsAgree(result: SettlementResult, item: SettlementItem, caller: string): boolean {
  if (!isAccepted(result.status)) return result.unsettledAmount === item.totalFee
  const settled = item.totalFee - result.unsettledAmount
  if (item.provider !== caller || settled < 0n) return false
  return result.fundSpent === null || result.fundSpent === settled
}
