import type { DaEvent } from './da/event'
import type { FineTuningEvent } from './fineTuning/event'
import type { IdentityEventBody } from './identity/event'
import type { RawLogEvent } from './raw'

/**
 * What the indexer reads from the chain: plain values, decoded and bounded. Hex is 0x-prefixed lower case, amounts are
 * neuron.
 */

export type { IdentityEventBody }

/** Where an event stands. Every event of a block carries the same block fields. */
export interface Position {
  blockNumber: number
  blockHash: string
  blockTime: Date
  txHash: string
  /** Sender of the transaction: the only authenticated author. */
  txFrom: string
  /** What the sender called; null for a contract creation. */
  txTo: string | null
  /** Who emitted the log, or was called: the contract that the event is about. */
  contract: string
  /** -1 for a call that logs nothing: it comes before the transaction's logs. */
  logIndex: number
}

/** One item of a `settleFeesWithTEE` call as its calldata names it. */
export interface SettlementItem {
  user: string
  provider: string
  totalFee: bigint
  requestsHash: string
  nonce: bigint
  signature: string
}

/** The level of a sub-account as a BalanceUpdated log states it. */
export interface AccountLevel {
  payer: string
  provider: string
  balance: bigint
  pendingRefund: bigint
}

/** A settlement's result with the logs that belong to it. */
export interface SettlementEvent {
  kind: 'settlement'
  /** Ordinal over all results of the transaction. */
  n: number
  payer: string
  /** Who called: of the paired call, else the provider that a BalanceUpdated names, else the best guess. */
  caller: string
  status: number
  unsettledAmount: bigint
  /** Null where the calldata could not be paired with the logs beyond doubt. */
  item: SettlementItem | null
  calldata: CalldataSource
  fundSpent: bigint | null
  /** The BalanceUpdated log of this item, with its own log index. */
  level: (AccountLevel & { logIndex: number }) | null
}

/** Where calldata was read: from the transaction, which is the call itself, or from a trace of the calls within it. */
export type CalldataSource = 'transaction' | 'trace' | 'unavailable'

/** Fields of a service that only the calldata carries. */
export interface ServiceExtras {
  additionalInfo: string
  /** Null for the call of generations B and C: there the payer's account holds the key. */
  teeSigner: string | null
}

export interface ServiceUpdatedEvent {
  kind: 'service-updated'
  provider: string
  serviceType: string
  url: string
  model: string
  verifiability: string
  inputPrice: bigint
  outputPrice: bigint
  /** Null where the update was not a call that agrees with the log. */
  extras: ServiceExtras | null
  calldata: CalldataSource
}

/** A service as its log alone states it. */
export type LoggedService = Omit<ServiceUpdatedEvent, 'extras' | 'calldata'>

/** A provider's stake at a serving contract grew or was paid back. */
export interface StakeEvent {
  kind: 'stake'
  provider: string
  change: 'staked' | 'returned'
  amount: bigint
}

/** A payer ended session tokens. */
export interface TokenRevocationEvent {
  kind: 'token-revocation'
  payer: string
  provider: string
  /** Ids, comma-separated; `all` ends the generation. */
  tokens: string
  /** New generation of `all`. */
  generation: bigint | null
}

/** A payer's own word on a provider's key, which the contract does not log. */
export interface PayerAcknowledgedEvent {
  kind: 'payer-acknowledged'
  /** Ordinal over the transaction's calls of this kind. */
  n: number
  payer: string
  provider: string
  acknowledged: boolean
  /** The key itself, which generation C keeps in the account; null for the call that names none. */
  signer: string | null
  calldata: 'transaction' | 'trace'
}

/** Money into, within or out of the ledger, which logs none of it. */
export interface LedgerMovementEvent {
  kind: 'ledger-movement'
  /** Ordinal over the transaction's movements. */
  n: number
  payer: string
  sender: string
  movement: 'add-ledger' | 'deposit' | 'deposit-for' | 'transfer' | 'retrieve' | 'refund' | 'delete-ledger'
  amount: bigint | null
  provider: string | null
  service: string | null
  calldata: 'transaction' | 'trace'
}

export interface AnchorEvent {
  kind: 'anchor'
  submissionIndex: bigint
  root: string
  size: bigint
  sectors: bigint
  startPos: bigint
  tags: string
  /** Payer and provider where the tags are those of a trail. */
  trail: { payer: string; provider: string } | null
  claimedSender: string
}

/** What happened, without where. */
export type EventBody =
  | SettlementEvent
  | ({ kind: 'account-level' } & AccountLevel)
  | { kind: 'account-deleted'; payer: string; provider: string }
  | { kind: 'refund-requested'; payer: string; provider: string }
  | ServiceUpdatedEvent
  | { kind: 'service-removed'; provider: string }
  | { kind: 'signer-acknowledged'; provider: string; signer: string; acknowledged: boolean }
  | { kind: 'upgraded'; beacon: string; implementation: string }
  | StakeEvent
  | TokenRevocationEvent
  | PayerAcknowledgedEvent
  | LedgerMovementEvent
  | AnchorEvent
  | DaEvent
  | FineTuningEvent
  | RawLogEvent
  | IdentityEventBody

export type FactEvent<Body extends EventBody = EventBody> = Body & { at: Position }

/** Narrows to the events of one kind. */
export type EventOf<Kind extends EventBody['kind']> = FactEvent<Extract<EventBody, { kind: Kind }>>

/** A log of a watched contract that does not decode: its row is a raw log, this is its line for the operator. */
export interface Undecodable {
  txHash: string
  logIndex: number
  address: string
  topic: string
  reason: string
}
