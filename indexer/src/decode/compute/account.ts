import { events } from '../../abi/InferenceServing'
import { events as ledger } from '../../abi/LedgerManager'
import type { ChainLog } from '../chain'
import type { AccountLevel, StakeEvent } from '../event'
import { parseAddress } from '../text'

/** A BalanceUpdated log: the level after the change, not a delta. */
export function decodeLevel(log: ChainLog): AccountLevel {
  const { user, provider, amount, pendingRefund } = events.BalanceUpdated.decode(log)
  return { payer: parseAddress(user), provider: parseAddress(provider), balance: amount, pendingRefund }
}

/** AccountDeleted zeroes the balance without a BalanceUpdated; nonce and token generation survive. */
export function decodeAccountDeleted(log: ChainLog) {
  const { user, provider } = events.AccountDeleted.decode(log)
  return { kind: 'account-deleted' as const, payer: parseAddress(user), provider: parseAddress(provider) }
}

/** RefundRequested carries no amount. */
export function decodeRefundRequested(log: ChainLog) {
  const { user, provider } = events.RefundRequested.decode(log)
  return { kind: 'refund-requested' as const, payer: parseAddress(user), provider: parseAddress(provider) }
}

/** The ledger's half of a settlement; `service` is the proxy of the serving contract that spent. */
export function decodeFundSpent(log: ChainLog) {
  const { user, service, amount } = ledger.FundSpent.decode(log)
  return { payer: parseAddress(user), service: parseAddress(service), amount }
}

/** ProviderStaked or ProviderStakeReturned. */
export function decodeStake(log: ChainLog): StakeEvent {
  const isPaidIn = log.topics[0] === events.ProviderStaked.topic
  const { provider, amount } = (isPaidIn ? events.ProviderStaked : events.ProviderStakeReturned).decode(log)
  return { kind: 'stake', provider: parseAddress(provider), change: isPaidIn ? 'staked' : 'returned', amount }
}
