import { events } from '../../abi/InferenceServing'
import { events as ledger } from '../../abi/LedgerManager'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import type { AccountLevel, StakeEvent } from '../event'
import { parseAddress } from '../text'

/** A BalanceUpdated log: the level after the change, not a delta. */
export function decodeLevel(log: ChainLog): AccountLevel {
  const { user, provider, amount, pendingRefund } = decodeEvent(events.BalanceUpdated, log)
  return { payer: parseAddress(user), provider: parseAddress(provider), balance: amount, pendingRefund }
}

/** AccountDeleted zeroes the balance without a BalanceUpdated; nonce and token generation survive. */
export function decodeAccountDeleted(log: ChainLog) {
  const { user, provider } = decodeEvent(events.AccountDeleted, log)
  return { kind: 'account-deleted' as const, payer: parseAddress(user), provider: parseAddress(provider) }
}

/** RefundRequested carries no amount. */
export function decodeRefundRequested(log: ChainLog) {
  const { user, provider } = decodeEvent(events.RefundRequested, log)
  return { kind: 'refund-requested' as const, payer: parseAddress(user), provider: parseAddress(provider) }
}

/** The ledger's half of a settlement; `service` is the proxy of the serving contract that spent. */
export function decodeFundSpent(log: ChainLog) {
  const { user, service, amount } = decodeEvent(ledger.FundSpent, log)
  return { payer: parseAddress(user), service: parseAddress(service), amount }
}

/** ProviderStaked or ProviderStakeReturned. */
export function decodeStake(log: ChainLog): StakeEvent {
  const isPaidIn = log.topics[0] === events.ProviderStaked.topic
  const { provider, amount } = decodeEvent(isPaidIn ? events.ProviderStaked : events.ProviderStakeReturned, log)
  return { kind: 'stake', provider: parseAddress(provider), change: isPaidIn ? 'staked' : 'returned', amount }
}
