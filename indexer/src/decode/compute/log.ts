import { events as serving } from '../../abi/InferenceServing'
import { events as ledger } from '../../abi/LedgerManager'
import type { ChainLog, ChainTransaction } from '../chain'
import type { AccountLevel, EventBody } from '../event'
import { decodeAccountDeleted, decodeFundSpent, decodeLevel, decodeRefundRequested } from './account'
import { decodeServiceRemoved, decodeServiceUpdated, decodeSignerAcknowledged } from './service'
import { decodeResult } from './settlement'

/** Logs that say nothing alone: they are joined to a settlement, or stand for a deposit or refund. */
export type ComputeMeaning =
  | ({ kind: 'level-log' } & AccountLevel)
  | { kind: 'fund-spent'; payer: string; service: string; amount: bigint }
  | { kind: 'result'; payer: string; status: number; unsettledAmount: bigint }

/** A log of an InferenceServing proxy. */
export function decodeServingLog(log: ChainLog, tx: ChainTransaction): EventBody | ComputeMeaning | undefined {
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
      return decodeServiceUpdated(log, tx, log.address)
    case serving.ServiceRemoved.topic:
      return decodeServiceRemoved(log)
    case serving.ProviderTEESignerAcknowledged.topic:
      return decodeSignerAcknowledged(log)
  }
  return undefined
}

/** A log of a LedgerManager. */
export function decodeLedgerLog(log: ChainLog): ComputeMeaning | undefined {
  return log.topics[0] === ledger.FundSpent.topic ? { kind: 'fund-spent', ...decodeFundSpent(log) } : undefined
}
