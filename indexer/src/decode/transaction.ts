import { events as beacon } from '../abi/Beacon'
import { events as flow } from '../abi/Flow'
import { events as registry } from '../abi/IdentityRegistry'
import { events as serving } from '../abi/InferenceServing'
import { events as ledger } from '../abi/LedgerManager'
import { decodeAccountDeleted, decodeFundSpent, decodeLevel, decodeRefundRequested } from './account'
import { decodeMetadata, decodeRegistered, decodeTransfer, decodeUri } from './agent'
import { decodeSubmit } from './anchor'
import type { ChainBlock, ChainLog, ChainTransaction, WatchedContracts } from './chain'
import type { AccountLevel, EventBody, FactEvent, Undecodable } from './event'
import { decodeServiceRemoved, decodeServiceUpdated, decodeSignerAcknowledged } from './service'
import { decodeResult, isAccepted, isDirectSettleCall, joinSettlements, type SettlementResult } from './settlement'
import { parseAddress } from './text'

/** Logs that say nothing alone: they are joined to a settlement, or stand for a deposit or refund. */
type LogMeaning =
  | EventBody
  | ({ kind: 'level-log' } & AccountLevel)
  | { kind: 'fund-spent'; payer: string; service: string; amount: bigint }
  | { kind: 'result'; payer: string; status: number; unsettledAmount: bigint }

export interface DecodedBlock {
  events: FactEvent[]
  undecodable: Undecodable[]
}

/** Decodes what matched in one block, in log order. Pure; hostile logs end in `undecodable`, never in an exception. */
export function decodeBlock(block: ChainBlock, watched: WatchedContracts): DecodedBlock {
  const decoded: DecodedBlock = { events: [], undecodable: [] }
  for (const tx of block.transactions) {
    const meanings = decodeLogs(tx, watched, decoded.undecodable)
    for (const [logIndex, body] of joinMeanings(meanings, tx, watched))
      decoded.events.push({ ...body, at: positionOf(block, tx, logIndex) })
  }
  return decoded
}

function positionOf(block: ChainBlock, tx: ChainTransaction, logIndex: number) {
  const { height: blockNumber, hash: blockHash, timestamp } = block
  const place = { txHash: tx.hash, txFrom: tx.from, txTo: tx.to, logIndex }
  return { blockNumber, blockHash, blockTime: new Date(timestamp), ...place }
}

function decodeLogs(tx: ChainTransaction, watched: WatchedContracts, undecodable: Undecodable[]) {
  const meanings: [number, LogMeaning][] = []
  for (const log of tx.logs) {
    try {
      const meaning = decodeLog(log, tx, watched)
      if (meaning) meanings.push([log.logIndex, meaning])
    } catch (error) {
      // The codec's message repeats the whole data of the log.
      const reason = (error as Error).message.slice(0, 200)
      undecodable.push({
        txHash: tx.hash,
        logIndex: log.logIndex,
        address: log.address,
        topic: log.topics[0] ?? '',
        reason,
      })
    }
  }
  return meanings
}

/** Meaning of one log by who emitted it; undefined for topics that are not read. Throws on malformed data. */
function decodeLog(log: ChainLog, tx: ChainTransaction, watched: WatchedContracts): LogMeaning | undefined {
  switch (log.address) {
    case watched.inferenceServing:
      return decodeServingLog(log, tx, log.address)
    case watched.ledgerManager:
      return log.topics[0] === ledger.FundSpent.topic ? { kind: 'fund-spent', ...decodeFundSpent(log) } : undefined
    case watched.flow:
      return log.topics[0] === flow.Submit.topic ? decodeSubmit(log) : undefined
    case watched.identityRegistry:
      return decodeRegistryLog(log)
  }
  if (!watched.beacons.includes(log.address) || log.topics[0] !== beacon.Upgraded.topic) return undefined
  const { implementation } = beacon.Upgraded.decode(log)
  return { kind: 'upgraded', beacon: log.address, implementation: parseAddress(implementation) }
}

function decodeServingLog(log: ChainLog, tx: ChainTransaction, proxy: string): LogMeaning | undefined {
  switch (log.topics[0]) {
    case serving.TEESettlementResult.topic:
      return { kind: 'result', ...decodeResult(log) }
    case serving.BalanceUpdated.topic:
      return { kind: 'level-log', ...decodeLevel(log) }
    case serving.AccountDeleted.topic:
      return decodeAccountDeleted(log)
    case serving.RefundRequested.topic:
      return decodeRefundRequested(log)
    case serving.ServiceUpdated.topic:
      return decodeServiceUpdated(log, tx, proxy)
    case serving.ServiceRemoved.topic:
      return decodeServiceRemoved(log)
    case serving.ProviderTEESignerAcknowledged.topic:
      return decodeSignerAcknowledged(log)
  }
  return undefined
}

function decodeRegistryLog(log: ChainLog): LogMeaning | undefined {
  switch (log.topics[0]) {
    case registry.Transfer.topic:
      return decodeTransfer(log)
    case registry.Registered.topic:
      return decodeRegistered(log)
    case registry.MetadataSet.topic:
      return decodeMetadata(log)
    case registry.URIUpdated.topic:
      return decodeUri(log)
  }
  return undefined
}

interface PendingLogs {
  spent?: Extract<LogMeaning, { kind: 'fund-spent' }>
  level?: AccountLevel & { logIndex: number }
}

/** Joins results with the FundSpent and BalanceUpdated logs right before them, then with the calldata. */
function joinMeanings(meanings: [number, LogMeaning][], tx: ChainTransaction, watched: WatchedContracts) {
  const proxy = watched.inferenceServing ?? ''
  const joined: [number, EventBody][] = []
  const results: SettlementResult[] = []
  let pending: PendingLogs = {}
  const release = () => {
    if (pending.level) joined.push([pending.level.logIndex, toLevelEvent(pending.level)])
    pending = {}
  }
  for (const [logIndex, meaning] of meanings) {
    if (meaning.kind === 'fund-spent') {
      release()
      if (meaning.service === proxy) pending.spent = meaning
    } else if (meaning.kind === 'level-log') {
      if (pending.level) release()
      pending.level = { ...meaning, logIndex }
    } else if (meaning.kind === 'result') {
      const own = takeOwnLogs(meaning, pending, tx, proxy)
      results.push({ ...meaning, logIndex, ...own })
      if (own.level) pending = {}
      release()
    } else {
      release()
      joined.push([logIndex, meaning])
    }
  }
  release()
  const settlements = joinSettlements(results, tx, proxy)
  for (const [at, settlement] of settlements.entries()) joined.push([results[at]?.logIndex ?? 0, settlement])
  return joined.sort(([a], [b]) => a - b)
}

/**
 * The contract logs FundSpent, BalanceUpdated and the result of one item directly one after the other. Contracts of 2025
 * have no FundSpent: there a level belongs to an item only in a direct settle call, which can hold no deposit.
 */
function takeOwnLogs(
  result: { payer: string; status: number },
  pending: PendingLogs,
  tx: ChainTransaction,
  proxy: string,
): Pick<SettlementResult, 'fundSpent' | 'level'> {
  const spent = pending.spent?.payer === result.payer ? pending.spent : undefined
  const isOwn = isAccepted(result.status) && (spent !== undefined || isDirectSettleCall(tx, proxy))
  if (!isOwn) return { fundSpent: null, level: null }
  return { fundSpent: spent?.amount ?? null, level: pending.level?.payer === result.payer ? pending.level : null }
}

function toLevelEvent({ payer, provider, balance, pendingRefund }: AccountLevel): EventBody {
  return { kind: 'account-level', payer, provider, balance, pendingRefund }
}
