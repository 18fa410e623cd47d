import { events, functions } from '../../abi/InferenceServing'
import { decodeCall, decodeEvent } from '../abi/decode'
import { type ContractCall, pickCalls } from '../calls'
import type { ChainLog, ChainTransaction } from '../chain'
import type { AccountLevel, SettlementEvent, SettlementItem } from '../event'
import { parseAddress, toBoundedHex } from '../text'

/** An accepted signature has 65 bytes; a refused item may carry anything. */
const MAX_SIGNATURE_BYTES = 1024

/** `0x` and the four bytes that name the function. */
const SELECTOR_DIGITS = 10

/** A TEESettlementResult log with the logs right before it, which are its item's own only if something moved. */
export interface SettlementResult {
  payer: string
  status: number
  unsettledAmount: bigint
  logIndex: number
  /** The serving contract that logged it. */
  contract: string
  spent: bigint | null
  level: (AccountLevel & { logIndex: number; contract: string }) | null
}

export function decodeResult(log: ChainLog) {
  const { user, status, unsettledAmount } = decodeEvent(events.TEESettlementResult, log)
  return { payer: parseAddress(user), status, unsettledAmount }
}

/** Whether the contract took the item: SUCCESS or PARTIAL. */
export function isAccepted(status: number): boolean {
  return status === 0 || status === 1
}

/** Whether the transaction itself is the settle call, so that its input is the call's calldata. */
export function isDirectSettleCall(tx: Pick<ChainTransaction, 'to' | 'input'>, proxy: string): boolean {
  return tx.to === proxy && functions.settleFeesWithTEE.is(tx.input)
}

/** A settlement and where its result stands. */
export interface PlacedSettlement {
  logIndex: number
  contract: string
  settlement: SettlementEvent
}

/** An item with the call that it stands in. */
interface CalledItem {
  item: SettlementItem
  caller: string
  source: ContractCall['source']
}

/**
 * Joins the results of one transaction, in log order, with the items of its settle calls, in the order of execution: at
 * each contract the k-th result is of the k-th item. Only as a whole: where counts, users or amounts disagree anywhere,
 * every item's calldata is unavailable, since a result that is paired with another item's payer or hash would be a false
 * fact.
 */
export function joinSettlements(
  results: readonly SettlementResult[],
  calls: readonly ContractCall[],
  tx: ChainTransaction,
): PlacedSettlement[] {
  // Without a result the contract has not read the calldata: an array's length in it is anybody's number.
  const items = results.length === 0 ? null : pairItems(results, calls)
  return results.map((result, n) => {
    const paired = items?.[n] ?? null
    const level = takeLevel(result, paired, tx)
    return {
      logIndex: result.logIndex,
      contract: result.contract,
      settlement: {
        kind: 'settlement',
        n,
        payer: result.payer,
        caller: paired?.caller ?? guessCaller({ ...result, level }, results, tx),
        status: result.status,
        unsettledAmount: result.unsettledAmount,
        item: paired?.item ?? null,
        calldata: paired?.source ?? 'unavailable',
        fundSpent: isAccepted(result.status) ? result.spent : null,
        level,
      },
    }
  })
}

/** The item of each result; null where any of them does not fit. */
function pairItems(results: readonly SettlementResult[], calls: readonly ContractCall[]): CalledItem[] | null {
  const waiting = new Map<string, CalledItem[]>()
  for (const { contract } of results) {
    if (waiting.has(contract)) continue
    const items = listItems(calls, contract)
    if (items?.length !== results.filter((result) => result.contract === contract).length) return null
    waiting.set(contract, items.reverse())
  }
  const paired: CalledItem[] = []
  for (const result of results) {
    const called = waiting.get(result.contract)?.pop()
    if (called === undefined || !agrees(result, called)) return null
    paired.push(called)
  }
  return paired
}

/** The items of all settle calls to a contract, one call after the other; null where a call cannot be read. */
function listItems(calls: readonly ContractCall[], contract: string): CalledItem[] | null {
  const listed: CalledItem[] = []
  for (const { input, from: caller, source } of pickCalls(calls, contract, [functions.settleFeesWithTEE])) {
    const items = findItems(input)
    if (items === null) return null
    for (const item of items) listed.push({ item, caller, source })
  }
  return listed
}

/** The items of a settle call; null where this decoder cannot read it. */
export function findItems(input: string): SettlementItem[] | null {
  try {
    return decodeCall(functions.settleFeesWithTEE, input).settlements.map((item) => ({
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

/** Number of items that a settle call announces, without reading them; NaN where it announces none. */
export function readItemCount(input: string): number {
  const list = SELECTOR_DIGITS + 2 * readWordEnd(input, SELECTOR_DIGITS)
  return readWordEnd(input, list)
}

/** Of the ABI word at an index of the text the last four bytes, which is as much as the codec reads of a pointer or length. */
function readWordEnd(input: string, from: number): number {
  return Number.parseInt(input.slice(from + 56, from + 64), 16)
}

/** What the contract's own arithmetic leaves possible: PARTIAL pays less than the fee, a refused item pays nothing. */
function agrees(result: SettlementResult, { item, caller }: CalledItem): boolean {
  if (item.user !== result.payer) return false
  if (!isAccepted(result.status)) return result.unsettledAmount === item.totalFee
  const settled = item.totalFee - result.unsettledAmount
  if (item.provider !== caller || settled < 0n) return false
  if (settled > 0n && result.level !== null && result.level.provider !== caller) return false
  return result.spent === null || result.spent === settled
}

/**
 * The BalanceUpdated log of the item itself: there is one exactly where something moved. Without calldata FundSpent says
 * so; contracts of 2025 have none, and there only a direct settle call holds no deposit.
 */
function takeLevel(result: SettlementResult, paired: CalledItem | null, tx: ChainTransaction) {
  if (!isAccepted(result.status)) return null
  if (paired) return paired.item.totalFee > result.unsettledAmount ? result.level : null
  return result.spent !== null || isDirectSettleCall(tx, result.contract) ? result.level : null
}

/** Without calldata an inner call's sender is named by the log of the account that it moved, or of another item's. */
function guessCaller(result: SettlementResult, results: readonly SettlementResult[], tx: ChainTransaction): string {
  if (result.level) return result.level.provider
  if (tx.to === result.contract) return tx.from
  const named = results.find(({ spent, level, contract }) => spent !== null && level && contract === result.contract)
  return named?.level?.provider ?? tx.to ?? tx.from
}
