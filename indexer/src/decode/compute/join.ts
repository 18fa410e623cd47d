import type { ChainTransaction } from '../chain'
import type { AccountLevel, EventBody } from '../event'
import type { PlacedMeaning } from '../log'
import type { ComputeMeaning } from './log'
import { isAccepted, isDirectSettleCall, joinSettlements, type SettlementResult } from './settlement'

/** Logs of one item that wait for its result. */
interface PendingLogs {
  spent?: Extract<ComputeMeaning, { kind: 'fund-spent' }>
  level?: AccountLevel & { logIndex: number; contract: string }
}

/** Joins results with the FundSpent and BalanceUpdated logs right before them, then with the calldata. */
export function joinMeanings(meanings: PlacedMeaning[], tx: ChainTransaction): PlacedMeaning<EventBody>[] {
  const joined: PlacedMeaning<EventBody>[] = []
  const results: SettlementResult[] = []
  let pending: PendingLogs = {}
  const release = () => {
    const { level } = pending
    if (level) joined.push({ logIndex: level.logIndex, contract: level.contract, meaning: toLevelEvent(level) })
    pending = {}
  }
  for (const { logIndex, contract, meaning } of meanings) {
    if (meaning.kind === 'fund-spent') {
      release()
      pending.spent = meaning
    } else if (meaning.kind === 'level-log') {
      if (pending.level) release()
      pending.level = { ...meaning, logIndex, contract }
    } else if (meaning.kind === 'result') {
      const own = takeOwnLogs({ ...meaning, contract }, pending, tx)
      results.push({ ...meaning, logIndex, contract, ...own })
      if (own.level) pending = {}
      release()
    } else {
      release()
      joined.push({ logIndex, contract, meaning })
    }
  }
  release()
  for (const { logIndex, contract, settlement } of joinSettlements(results, tx))
    joined.push({ logIndex, contract, meaning: settlement })
  return joined.sort((one, other) => one.logIndex - other.logIndex)
}

/**
 * The contract logs FundSpent, BalanceUpdated and the result of one item directly one after the other. Contracts of 2025
 * have no FundSpent: there a level belongs to an item only in a direct settle call, which can hold no deposit.
 */
function takeOwnLogs(
  result: { payer: string; status: number; contract: string },
  pending: PendingLogs,
  tx: ChainTransaction,
): Pick<SettlementResult, 'fundSpent' | 'level'> {
  const { payer, contract } = result
  const isSpent = pending.spent?.payer === payer && pending.spent.service === contract
  const spent = isSpent ? pending.spent : undefined
  const isOwn = isAccepted(result.status) && (spent !== undefined || isDirectSettleCall(tx, contract))
  if (!isOwn) return { fundSpent: null, level: null }
  const hasLevel = pending.level?.payer === payer && pending.level.contract === contract
  return { fundSpent: spent?.amount ?? null, level: hasLevel ? (pending.level ?? null) : null }
}

function toLevelEvent({ payer, provider, balance, pendingRefund }: AccountLevel): EventBody {
  return { kind: 'account-level', payer, provider, balance, pendingRefund }
}
