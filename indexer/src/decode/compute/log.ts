import { events as serving } from '../../abi/InferenceServing'
import { events as serving2025 } from '../../abi/InferenceServing2025'
import { events as ledger } from '../../abi/LedgerManager'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import type { AccountLevel, EventBody, LoggedService } from '../event'
import { type RawLogEvent, toRawLog } from '../raw'
import { decodeAccountDeleted, decodeFundSpent, decodeLevel, decodeRefundRequested, decodeStake } from './account'
import { decodeServiceRemoved, decodeServiceUpdated, decodeSignerAcknowledged } from './service'
import { decodeResult } from './settlement'
import { decodeAllTokensRevoked, decodeTokenRevoked, decodeTokensRevoked } from './token'

/** Logs that are not whole alone: they are joined with each other, or with the call that made them. */
export type ComputeMeaning =
  | ({ kind: 'level-log' } & AccountLevel)
  | { kind: 'fund-spent'; payer: string; service: string; amount: bigint }
  | { kind: 'result'; payer: string; status: number; unsettledAmount: bigint }
  | { kind: 'service-log'; service: LoggedService }
  | { kind: 'batch-log'; provider: string; raw: RawLogEvent }

const BATCH_TOPIC = serving2025.TEESettlementCompleted.topic

/** Events without rows of their own, by topic. */
const UNMODELLED = nameByTopic({
  ...serving2025,
  ...{ LockTimeUpdated: serving.LockTimeUpdated, OwnershipTransferred: serving.OwnershipTransferred },
  ...{ ContractInitialized: serving.ContractInitialized, Initialized: serving.Initialized },
  ...{ BatchBalanceUpdated: serving.BatchBalanceUpdated, ServiceRegistered: ledger.ServiceRegistered },
  ...{ LedgerInfoUpdated: ledger.LedgerInfoUpdated, RecommendedServiceUpdated: ledger.RecommendedServiceUpdated },
})

/** A log of an InferenceServing proxy. What has no row of its own is kept raw: a later generation may say new things. */
export function decodeServingLog(log: ChainLog): EventBody | ComputeMeaning {
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
      return { kind: 'service-log', service: decodeServiceUpdated(log) }
    case serving.ServiceRemoved.topic:
      return decodeServiceRemoved(log)
    case serving.ProviderTEESignerAcknowledged.topic:
      return decodeSignerAcknowledged(log)
    case serving.ProviderStaked.topic:
    case serving.ProviderStakeReturned.topic:
      return decodeStake(log)
    case serving.TokenRevoked.topic:
      return decodeTokenRevoked(log)
    case serving.TokensRevoked.topic:
      return decodeTokensRevoked(log)
    case serving.AllTokensRevoked.topic:
      return decodeAllTokensRevoked(log)
    case BATCH_TOPIC:
      return decodeBatch(log)
    case serving2025.TEESettlementFailed.topic:
      return toRawLog(log, 'generation', 'TEESettlementFailed')
  }
  return toUnknown(log)
}

/** A log of a LedgerManager. */
export function decodeLedgerLog(log: ChainLog): EventBody | ComputeMeaning {
  if (log.topics[0] === ledger.FundSpent.topic) return { kind: 'fund-spent', ...decodeFundSpent(log) }
  return toUnknown(log)
}

/** Generation B tells how a whole call ended; its items are in calldata alone, which is kept with this log. */
function decodeBatch(log: ChainLog): ComputeMeaning {
  const { provider } = decodeEvent(serving2025.TEESettlementCompleted, log)
  return { kind: 'batch-log', provider, raw: toRawLog(log, 'generation', 'TEESettlementCompleted') }
}

function toUnknown(log: ChainLog): RawLogEvent {
  return toRawLog(log, 'unknown-event', UNMODELLED.get(log.topics[0] ?? '') ?? null)
}

function nameByTopic(events: Record<string, { topic: string }>): ReadonlyMap<string, string> {
  return new Map(Object.entries(events).map(([name, { topic }]) => [topic, name]))
}
