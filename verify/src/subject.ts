/**
 * What the checks are given: facts from the chain, bytes from elsewhere, and the trust material of the network.
 * Plain data without methods: the auditor fills it from its database, a browser from an evidence bundle.
 */

/** 0x-prefixed lower-case hex. Addresses have 20 bytes, hashes and roots 32. */
export type Hex = `0x${string}`

/** One item of a `settleFeesWithTEE` call as the chain carries it. Amounts in neuron. */
export interface SettlementItem {
  user: Hex
  provider: Hex
  totalFee: bigint
  requestsHash: Hex
  nonce: bigint
  /** 65 bytes r‖s‖v. */
  signature: Hex
}

/** A service as it stood on chain during an interval. Times in milliseconds, `until` exclusive, null while in force. */
export interface ServiceInForce {
  since: number
  until: number | null
  model: string
  /** The service's settlement and response signing key. */
  teeSigner: Hex
  /** Additional response signing key where model and broker are separated (additionalInfo.TargetTeeAddress). */
  targetTeeAddress: Hex | null
  /** Neuron per token. */
  inputPrice: bigint
  outputPrice: bigint
  /** `plain`: fee = tokens x price. Otherwise why it is not: tiers, cache discounts, foreign denomination, unreadable additionalInfo. */
  pricing: 'plain' | { modified: string }
}

/** One settlement with everything that the indexer knows around it. */
export interface SettlementSubject {
  id: string
  chainId: number
  /** The InferenceServing proxy: the EIP-712 verifying contract. */
  contract: Hex
  txHash: Hex
  blockNumber: number
  blockHash: Hex
  /** Milliseconds. */
  blockTime: number
  /** Contract's result: 0 SUCCESS, 1 PARTIAL, 2 PROVIDER_MISMATCH, 3 NO_TEE_SIGNER, 4 INVALID_NONCE, 5 INVALID_SIGNATURE. */
  status: number
  unsettledAmount: bigint
  /** `msg.sender` of the settle call: who was paid. */
  caller: Hex
  /** From the result log; equals `item.user` by contract. */
  payer: Hex
  /** Null where only the log could be read (inner call without trace). */
  item: SettlementItem | null
  /** Amount of the FundSpent log paired with this item; null where there is none. */
  fundSpent: bigint | null
  /** Level after the paired BalanceUpdated log; null where there is none. */
  balanceAfter: bigint | null
  /** Level of the account just before this item; null where it is not known. */
  balanceBefore: bigint | null
  /** Nonce of the last accepted settlement of this payer at this provider; null for the first. */
  previousNonce: bigint | null
  /** The service's signer immediately before this log, as the chain recorded it; null where no service was known. */
  signer: Hex | null
  /** Whether the contract owner had acknowledged that signer immediately before this log. */
  signerAcknowledged: boolean
  /** Every revision of the provider's service up to this settlement, oldest first. */
  services: ServiceInForce[]
}

/** A published trail that names this settlement's payer, provider and nonce, with the bytes that matched its root. */
export interface FetchedTrail {
  root: Hex
  /** `tx.from` of the anchor: the author. Never the `sender` field, which anyone can choose. */
  author: Hex
  anchorTx: Hex
  bytes: Uint8Array
  /** Where the matching bytes came from. */
  source: string
  /** Sources that served other bytes for this root before one matched, with the root of what they served. */
  faultySources: { source: string; foundRoot: string }[]
}

/** An anchor whose bytes no source delivered so far. */
export interface UnfetchedTrail {
  root: Hex
  author: Hex
  anchorTx: Hex
  /** One line an attempt: source and what happened. */
  attempts: { source: string; outcome: string }[]
}

export interface SettlementEvidence {
  trails: FetchedTrail[]
  unfetched: UnfetchedTrail[]
}

/** Trust material of a network: data with dates and sources, never a constant in code. */
export interface TrustMaterial {
  /** Signing keys whose private half is public. */
  mockSigners: { address: Hex; source: string }[]
}
