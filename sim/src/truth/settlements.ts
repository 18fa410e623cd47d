import type { Item } from '../traffic/terms.js'
import { accountId, openAccount } from './accounts.js'
import { openProvider } from './providers.js'
import { isAcknowledged } from './services.js'
import { type Calldata, loggedAt, type Place, type Truth } from './truth.js'

/** One item of a settle call as the contract dealt with it. */
export interface Settled {
  contract: string
  /** Who called; where the calldata cannot be read, whom the logs name. */
  caller: string
  item: Item
  status: number
  unsettled: bigint
  settled: bigint
  /** What FundSpent said; null where there is none. */
  spent: bigint | null
  /** Balances around the item where something moved. */
  before: bigint | null
  after: bigint | null
  calldata: Calldata
}

export function tellSettlement(truth: Truth, place: Place, told: Settled): void {
  const { contract, caller, item, status, calldata } = told
  const account = { contract, payer: item.user, provider: caller }
  const known = truth.find('account', accountId(account))
  const subject = `${contract} ${caller}`
  const service = truth.findOpen('service_revision', subject)
  const code = truth.findOpen('contract_implementation', contract)?.row
  const isRead = calldata !== 'unavailable'
  const isAccepted = status <= 1
  const n = place.next('result')
  truth.put('settlement', `${place.chainId}-${place.txHash}-${n}`, {
    n,
    payer: item.user,
    provider: caller,
    named_provider: isRead ? item.provider : null,
    status,
    accepted: isAccepted,
    total_fee: isRead ? item.totalFee : null,
    unsettled_amount: told.unsettled,
    settled_amount: isRead ? told.settled : (told.spent ?? 0n),
    requests_hash: isRead ? item.requestsHash : null,
    nonce: isRead ? item.nonce : null,
    signature: isRead ? item.signature.slice(0, 2 + 2 * 1024) : null,
    calldata,
    generation: code?.generation ?? 'unknown',
    implementation: code?.implementation ?? null,
    fund_spent: told.spent,
    balance_before: told.before ?? known?.balance ?? null,
    balance_after: told.after,
    previous_nonce: known?.nonce ?? null,
    signer: service?.row.tee_signer ?? null,
    signer_acknowledged: isAcknowledged(truth, contract, caller),
    service_id: service?.id ?? null,
    window_from_block: known?.settled_block ?? known?.opened_block ?? null,
    contract,
    block_hash: place.blockHash,
    tx_from: place.txFrom,
    ...loggedAt(place),
  })
  // Whose account it was that took an item and moved nothing, calldata alone could tell.
  if (!isAccepted || (!isRead && told.after === null)) return
  openProvider(truth, place, caller)
  openAccount(truth, place, account)
  const nonce = isRead ? item.nonce : (truth.find('account', accountId(account))?.nonce ?? null)
  truth.put('account', accountId(account), { nonce, settled_block: place.blockNumber })
}
