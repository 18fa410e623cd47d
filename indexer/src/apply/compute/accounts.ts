import { Account, AccountChange } from '@touchstone/store/model'
import type { AccountLevel, EventOf, Position } from '../../decode/event'
import type { FactState } from '../state'

/** A payer has an account with a provider at each serving contract. */
export function accountId(contract: string, payer: string, provider: string): string {
  return `${contract}-${payer}-${provider}`
}

/** Sets an account to the level that a log states and keeps the change. */
export function setLevel(
  state: FactState,
  level: AccountLevel,
  at: Position,
  cause: 'settlement' | 'deposit-or-refund',
) {
  const { payer, provider, balance, pendingRefund } = level
  const account = new Account({
    ...(state.accounts.find(accountId(at.contract, payer, provider)) ?? openAccount(payer, provider, at)),
    balance,
    pendingRefund,
    updatedBlock: at.blockNumber,
  })
  state.accounts.put(account)
  const change = new AccountChange({
    id: `${at.blockNumber}-${at.logIndex}`,
    account,
    balance,
    pendingRefund,
    cause,
    blockNumber: at.blockNumber,
    logIndex: at.logIndex,
    blockTime: at.blockTime,
    txHash: at.txHash,
  })
  state.accountChanges.put(change)
}

/** Notes the nonce that an accepted settlement consumed, also where nothing moved. */
export function setSettled(state: FactState, payer: string, provider: string, nonce: bigint | null, at: Position) {
  const account = state.accounts.find(accountId(at.contract, payer, provider)) ?? openAccount(payer, provider, at)
  state.accounts.put(new Account({ ...account, nonce: nonce ?? account.nonce, settledBlock: at.blockNumber }))
}

/** Notes the key that the payer named for this account: generation C checks its bills against it. */
export function setAccountSigner(state: FactState, payer: string, provider: string, signer: string, at: Position) {
  const account = state.accounts.find(accountId(at.contract, payer, provider)) ?? openAccount(payer, provider, at)
  state.accounts.put(new Account({ ...account, signer }))
}

export function applyAccountLevel(state: FactState, event: EventOf<'account-level'>) {
  setLevel(state, event, event.at, 'deposit-or-refund')
}

/** Deleting an account zeroes it without a BalanceUpdated; the nonce stays for a later account of the same pair. */
export function applyAccountDeleted(state: FactState, event: EventOf<'account-deleted'>) {
  setLevel(state, { ...event, balance: 0n, pendingRefund: 0n }, event.at, 'deposit-or-refund')
}

/**
 * A refund request locks everything that is not locked yet and logs no amount: from then on the pending refund is the
 * whole balance, also where the request only found one already running.
 */
export function applyRefundRequested(state: FactState, event: EventOf<'refund-requested'>) {
  const account = state.accounts.find(accountId(event.at.contract, event.payer, event.provider))
  if (!account) return
  setLevel(state, { ...event, balance: account.balance, pendingRefund: account.balance }, event.at, 'deposit-or-refund')
}

function openAccount(payer: string, provider: string, at: Position): Account {
  return new Account({
    id: accountId(at.contract, payer, provider),
    contract: at.contract,
    payer,
    provider,
    balance: 0n,
    pendingRefund: 0n,
    nonce: null,
    signer: null,
    openedBlock: at.blockNumber,
    settledBlock: null,
    updatedBlock: at.blockNumber,
  })
}
