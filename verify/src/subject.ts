/**
 * What the checks are given: facts from the chain, bytes from elsewhere, and the trust material of the network.
 * Plain data without methods: the auditor fills it from its database, a browser from an evidence bundle.
 */

import type { FileBytes } from './fileBytes.js'

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
  /** Trust mode that the registered facts of the service amount to; left out where the index does not say. */
  derivedMode?: string
  /** Trust mode that the service claims by its label `verifiability`; left out where that is not known. */
  verifiability?: string
}

/**
 * Generation of the InferenceServing implementation in force at a log. B is kept and not judged; C keeps the signer in
 * the account, D in the service, both sign by EIP-191; E signs EIP-712 typed data.
 */
export type Generation = 'B' | 'C' | 'D' | 'E'

/** One settlement with everything that the indexer knows around it. */
export interface SettlementSubject {
  id: string
  chainId: number
  generation: Generation
  /** Position of this item among the transaction's TEESettlementResult logs of the contract, from 0. */
  ordinal: number
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
export interface FetchedTrail<Bytes extends FileBytes = Uint8Array> {
  root: Hex
  /** `tx.from` of the anchor: the author. Never the `sender` field, which anyone can choose. */
  author: Hex
  anchorTx: Hex
  bytes: Bytes
  /** Where the matching bytes came from. */
  source: string
  /** Sources that served other bytes for this root before one matched, with the root of what they served. */
  faultySources: { source: string; foundRoot: string }[]
  /** Where the anchored file only names a blob on 0G DA; `bytes` are then the blob's. */
  da?: DaTrail
}

/** A trail that is in memory or read piece by piece. */
export type JudgedTrail = FetchedTrail<FileBytes>

/** How an anchored root leads to a blob on 0G DA. */
export interface DaTrail {
  /** Text of the anchored file: `da://<root>/<epoch>/<quorum>`. */
  pointer: string
  /** Roots of the two extensions, a witness that needs no trust. */
  r1: Hex
  r2: Hex
}

/** An anchor whose bytes no source delivered so far. */
export interface UnfetchedTrail {
  root: Hex
  author: Hex
  anchorTx: Hex
  /** One line an attempt: source and what happened. */
  attempts: { source: string; outcome: string }[]
  /** Milliseconds. Set where the payload was withdrawn by its root: the bytes are gone on purpose, not out of reach. */
  withdrawnAt?: number
  /** Milliseconds. Set where the storage term ended then and no source had the bytes: they are not asked for again. */
  expiredAt?: number
}

/** What a node said about the block, as raw bytes. Nothing in it is trusted: it recomputes to the block hash or it is nothing. */
export interface ReceiptEvidence {
  /** RLP of the block header. */
  header: Uint8Array
  /** Position of the transaction in its block, from 0. */
  transactionIndex: number
  /** RLP nodes of the receipts trie, from the root down to the receipt. */
  receiptProof: readonly Uint8Array[]
  /** RLP nodes of the transactions trie down to the transaction; absent where the calldata was not asked for. */
  transactionProof?: readonly Uint8Array[]
  /** Who served it. */
  source: string
}

/** An attestation report as a service answered it, kept byte by byte. */
export interface CapturedReport {
  /** URL without query secrets. */
  source: string
  /** Milliseconds. */
  observedAt: number
  /** The answer's body: the JSON of a 0G broker, a dstack guest agent or an OpenAI-style gateway. */
  bytes: Uint8Array
  /** Header ZG-Quote-Signature: EIP-191 over keccak256 of the body. It makes the report the signer's own statement. */
  signature: Hex | null
  /** JSON of Intel's collateral archived with the observation; null where none could be had, or where the body carries it. */
  collateral: string | null
}

/** A response signature of this settlement that also stands under a request of another accepted settlement. */
export interface SignatureUse {
  /** The signature, lower-case hex. */
  signature: Hex
  /** Id of the other settlement, and its time in milliseconds. */
  settlement: string
  blockTime: number
  /** The opened trail and line where it stands. */
  root: Hex
  line: number
  /** `tx.from` of that trail's anchor. Only the provider's own words accuse it; unknown, the use accuses nobody. */
  author?: Hex
  /** The signed text and its signer, where another signature over the same text is the use. */
  text?: string
  signingAddress?: Hex
  /** The other settlement was paid in part, so its requests may rightly be billed again. */
  isPartial?: boolean
}

export interface SettlementEvidence<Bytes extends FileBytes = Uint8Array> {
  trails: FetchedTrail<Bytes>[]
  unfetched: UnfetchedTrail[]
  /** Null where no node served it so far: the payment could then not be checked. */
  receipt: ReceiptEvidence | null
  /** Attempts to get it that ended without one. */
  receiptAttempts?: readonly { source: string; outcome: string }[]
  /** Reports observed at the provider's service, any order. */
  reports: CapturedReport[]
  /** Attempts to get a report that ended without one, newest first. */
  reportAttempts: { source: string; outcome: string }[]
  /** Sigstore bundles about images of the measured code, JSON, from anywhere: each proves itself or nothing. */
  imageBundles?: readonly string[]
  /** Earlier uses only: the first bill keeps its signature, a later one is its duplicate. */
  earlierUses: SignatureUse[]
}

/** Evidence as it is judged: its trails in memory or read piece by piece. */
export type JudgedEvidence = SettlementEvidence<FileBytes>
