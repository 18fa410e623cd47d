import type { Place, Truth } from './truth.js'

export interface Level {
  contract: string
  payer: string
  provider: string
  balance: bigint
  pending: bigint
}

/** A level that the contract holds from this log on, whether the log names it or not. */
export function tellLevel(truth: Truth, place: Place, level: Level, cause: 'settlement' | 'deposit-or-refund'): void {
  const { contract, payer, provider, balance, pending } = level
  openAccount(truth, place, level)
  truth.put('account', accountId(level), { balance, pending_refund: pending, updated_block: place.blockNumber })
  truth.put('account_change', `${place.blockNumber}-${place.logIndex}`, {
    account_id: accountId({ contract, payer, provider }),
    balance,
    pending_refund: pending,
    cause,
    block_number: place.blockNumber,
    log_index: place.logIndex,
    block_time: place.blockTime,
    tx_hash: place.txHash,
  })
}

export function accountId({ contract, payer, provider }: Pick<Level, 'contract' | 'payer' | 'provider'>): string {
  return `${contract}-${payer}-${provider}`
}

/** The account's row, made at the first log that names it. */
export function openAccount(truth: Truth, place: Place, of: Pick<Level, 'contract' | 'payer' | 'provider'>): void {
  if (truth.find('account', accountId(of))) return
  const { contract, payer, provider } = of
  truth.put('account', accountId(of), {
    contract,
    payer,
    provider,
    balance: 0n,
    pending_refund: 0n,
    nonce: null,
    opened_block: place.blockNumber,
    settled_block: null,
    updated_block: place.blockNumber,
  })
}
