/** The signed form of a verdict, and the digest of what it was made from. Both are RFC 8785 JSON. */

import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { createSha256, sha256 } from '#primitives'
import type { FileBytes } from './fileBytes.js'
import type { DaTrail, JudgedEvidence, ReceiptEvidence, SettlementSubject } from './subject.js'
import type { TrustMaterial } from './trust.js'
import type { Verdict } from './verify.js'

/** Changes whenever a verdict could: the same inputs are judged again under a new version. */
export const VERIFIER_VERSION = 'touchstone-verify/0.4.0'

const MAX_TEXT = 2000

/** sha256 of the canonical JSON of the network's trust material, 64 hex digits. The order of its lists does not count. */
export function trustHash(trust: TrustMaterial): string {
  const lists = Object.entries(trust).map(([name, entries]: [string, readonly unknown[]]) => [
    name,
    entries.map((entry) => canonical(entry)).sort(compare),
  ])
  return digest(Object.fromEntries(lists))
}

/**
 * sha256 of everything that a verdict depends on, 64 hex digits: the facts with block hash and status, the trails
 * considered with the digests of their bytes, the reports or that they were asked for in vain, the trust material and the
 * verifier. Where the bytes of a trail came from, and which attempts failed, is not part of it: it changes no status.
 * `trustDigest` is `trustHash(trust)` where the caller has it already.
 */
export function inputsHash(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
  trustDigest = trustHash(trust),
): string {
  return digest({
    settlement: toFacts(subject),
    trails: listTrails(evidence),
    receipt: evidence.receipt && digestReceipt(evidence.receipt),
    reports: listReports(evidence),
    isUnanswered: evidence.reportAttempts.length > 0,
    ...(evidence.imageBundles === undefined ? {} : { imageBundles: listImageBundles(evidence.imageBundles) }),
    earlierUses: evidence.earlierUses.map((use) => canonical(use)).sort(compare),
    trust: trustDigest,
    verifier: VERIFIER_VERSION,
  })
}

/** Digests that a caller has already: `inputsHash` and `trustHash` of the same arguments. */
export interface KnownDigests {
  inputs: string
  trust: string
}

/** The verdict as the canonical JSON text that is signed, stored and shown. */
export function toVerdictBody(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
  verdict: Verdict,
  known?: KnownDigests,
): string {
  const { outcome, fault, openedBy, questions, observations } = verdict
  const body = {
    settlement: subject.id,
    chainId: subject.chainId,
    contract: subject.contract,
    txHash: subject.txHash,
    blockNumber: subject.blockNumber,
    blockHash: subject.blockHash,
    inputs: known?.inputs ?? inputsHash(subject, evidence, trust),
    verifier: VERIFIER_VERSION,
    trust: known?.trust ?? trustHash(trust),
    outcome,
    ...(fault === undefined ? {} : { fault }),
    openedBy,
    questions,
    observations,
    receipt: evidence.receipt && { source: evidence.receipt.source, sha256: digestReceipt(evidence.receipt) },
    trails: listTrails(evidence),
    reports: listReports(evidence),
  }
  return canonical(body, MAX_TEXT)
}

interface TrailInput {
  root: string
  author: string
  anchorTx: string
  /** SHA-256 of the bytes judged; null where no source delivered them. */
  sha256: string | null
  /** Milliseconds; only where the payload was withdrawn. */
  withdrawnAt?: number
  /** Milliseconds; only where the storage term ended before any source delivered the bytes. */
  expiredAt?: number
  /** Only where the bytes lie on 0G DA. */
  da?: DaTrail
}

function listTrails(evidence: JudgedEvidence): TrailInput[] {
  const fetched = evidence.trails.map(
    (trail): TrailInput => ({
      ...toAnchor(trail),
      sha256: digestFile(trail.bytes),
      ...(trail.da === undefined ? {} : { da: trail.da }),
    }),
  )
  const unfetched = evidence.unfetched.map(
    (trail): TrailInput => ({
      ...toAnchor(trail),
      sha256: null,
      ...(trail.withdrawnAt === undefined ? {} : { withdrawnAt: trail.withdrawnAt }),
      ...(trail.expiredAt === undefined ? {} : { expiredAt: trail.expiredAt }),
    }),
  )
  return [...fetched, ...unfetched].sort((a, b) => compare(`${a.root} ${a.anchorTx}`, `${b.root} ${b.anchorTx}`))
}

function digestFile(file: FileBytes): string {
  if (file instanceof Uint8Array) return bytesToHex(sha256(file))
  const hash = createSha256()
  for (const piece of file.pieces()) hash.update(piece)
  return bytesToHex(hash.digest())
}

function listReports(evidence: JudgedEvidence) {
  const { reports } = evidence
  return reports
    .map(({ source, observedAt, bytes, signature, collateral }) => ({
      source,
      observedAt,
      sha256: bytesToHex(sha256(bytes)),
      signature,
      collateral: collateral && bytesToHex(sha256(utf8ToBytes(collateral))),
    }))
    .sort((a, b) => compare(`${a.observedAt} ${a.sha256}`, `${b.observedAt} ${b.sha256}`))
}

function listImageBundles(bundles: readonly string[]): string[] {
  return bundles.map((bundle) => bytesToHex(sha256(utf8ToBytes(bundle)))).sort(compare)
}

/** Covers every byte and the position; who served them is no part of it. */
function digestReceipt({ header, transactionIndex, receiptProof, transactionProof }: ReceiptEvidence): string {
  const hashes = (parts: readonly Uint8Array[]) => parts.map((part) => bytesToHex(sha256(part)))
  return digest([
    hashes([header]),
    transactionIndex,
    hashes(receiptProof),
    transactionProof && hashes(transactionProof),
  ])
}

function toAnchor({ root, author, anchorTx }: { root: string; author: string; anchorTx: string }) {
  return { root, author, anchorTx }
}

// Written out field by field: a field added to the subject joins the digest by decision, with a new verifier version.
function toFacts(subject: SettlementSubject): Record<string, unknown> {
  const { item } = subject
  return {
    id: subject.id,
    chainId: subject.chainId,
    generation: subject.generation,
    ordinal: subject.ordinal,
    contract: subject.contract,
    txHash: subject.txHash,
    blockNumber: subject.blockNumber,
    blockHash: subject.blockHash,
    blockTime: subject.blockTime,
    status: subject.status,
    unsettledAmount: subject.unsettledAmount,
    caller: subject.caller,
    payer: subject.payer,
    item: item && {
      user: item.user,
      provider: item.provider,
      totalFee: item.totalFee,
      requestsHash: item.requestsHash,
      nonce: item.nonce,
      signature: item.signature,
    },
    fundSpent: subject.fundSpent,
    balanceAfter: subject.balanceAfter,
    balanceBefore: subject.balanceBefore,
    previousNonce: subject.previousNonce,
    signer: subject.signer,
    signerAcknowledged: subject.signerAcknowledged,
    services: subject.services.map((service) => ({
      since: service.since,
      until: service.until,
      model: service.model,
      teeSigner: service.teeSigner,
      targetTeeAddress: service.targetTeeAddress,
      inputPrice: service.inputPrice,
      outputPrice: service.outputPrice,
      pricing: service.pricing,
      ...(service.derivedMode === undefined ? {} : { derivedMode: service.derivedMode }),
      ...(service.verifiability === undefined ? {} : { verifiability: service.verifiability }),
    })),
  }
}

function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value))))
}

// Only what is shown is cut: a digest covers every character.
function canonical(value: unknown, longest = Number.POSITIVE_INFINITY): string {
  return canonicalize(toPlain(value, longest)) ?? 'null'
}

// Amounts become decimal strings. Texts may quote sources and trails: what PostgreSQL cannot keep is replaced.
function toPlain(value: unknown, longest: number): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return value.slice(0, longest).replace(/[\0\p{Surrogate}]/gu, '\ufffd')
  if (Array.isArray(value)) return value.map((entry) => toPlain(entry, longest))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner, longest)]))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
