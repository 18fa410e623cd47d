import type { BlobStore } from '@touchstone/store/blobs'
import {
  inputsHash,
  type SettlementEvidence,
  type SettlementSubject,
  type TrustMaterial,
  toCells,
  toVerdictBody,
  VERIFIER_VERSION,
  verifySettlement,
} from '@touchstone/verify'
import type pg from 'pg'
import { withinTransaction } from '../database.js'
import { findSettlement, type SettlementFacts } from '../facts/settlement.js'
import type { Receipts } from '../fetch/receipts.js'
import type { Metrics } from '../metrics.js'
import { nextLookAt } from '../queue/backoff.js'
import { queueFetch, queueJudgeAt } from '../queue/jobs.js'
import { type EvidenceRefs, listEvidence, loadEvidence, needsReceipt } from './evidence.js'
import type { VerdictSigner } from './key.js'
import { withSettlementLock } from './settlementLock.js'
import { findLatestVerdict, insertVerdict, type NewestVerdict, type NewVerdict, putInForce } from './verdictRows.js'
import { findTokenizer } from './vocabulary.js'

export interface JudgeContext {
  pool: pg.Pool
  blobs: BlobStore
  /** Enclave reports under their SHA-256. */
  reports: BlobStore
  receipts: Receipts
  /** First pause before a settlement whose receipt no node served is looked at again; doubles up to an hour. */
  retryBaseSeconds: number
  chainId: number
  trust: TrustMaterial
  signer: VerdictSigner
  metrics: Metrics
}

/**
 * `unchanged`: the newest verdict was made from the same inputs. `postponed`: no node serves the receipt now, and the
 * verdict in force has seen it. `gone`: the chain has no such final settlement.
 */
export type Judgement = 'judged' | 'unchanged' | 'postponed' | 'gone'

/**
 * Judges one settlement on what is known now: the same inputs are never judged twice, changed ones append a verdict
 * that supersedes the last and moves the shares, all of it in one transaction.
 */
export function judge(context: JudgeContext, settlementId: string): Promise<Judgement> {
  return withSettlementLock(context.pool, settlementId, async (client) => {
    const known = await readKnown(client, context.chainId, settlementId)
    if (!known) return 'gone'
    const { facts } = known
    const { evidence, lost } = await loadEvidence(context, facts.subject, known.refs)
    if (lost.length > 0) await queueFetch(client, 'select unnest($1::text[]) as root', [lost])
    const inputs = inputsHash(facts.subject, evidence, context.trust)
    const latest = await findLatestVerdict(client, settlementId)
    if (evidence.receipt === null && needsReceipt(facts.subject)) {
      await queueJudgeAt(client, settlementId, nextLookAt(new Date(), latest?.judgedAt, context.retryBaseSeconds))
      if (latest !== undefined && hasSeenReceipt(latest, facts.subject)) return 'postponed'
    }
    if (latest?.inputs === inputs) {
      // Taken out of force when its settlement vanished, which is now back.
      if (!latest.inForce)
        await withinTransaction(client, 'begin', () => putInForce(client, settlementId, latest, toPlacement(facts)))
      return 'unchanged'
    }
    const verdict = await makeVerdict(context, facts.subject, evidence, inputs)
    await withinTransaction(client, 'begin', async () => {
      const id = await insertVerdict(client, verdict, latest?.id ?? null)
      await putInForce(client, settlementId, { ...verdict, id }, toPlacement(facts))
    })
    context.metrics.countVerdict(verdict.outcome)
    return 'judged'
  })
}

/** A node that is away for a while must not take back what was proven. */
function hasSeenReceipt(
  { inForce, statuses, blockHash, verifier }: NewestVerdict,
  subject: SettlementSubject,
): boolean {
  return inForce && statuses.payment === 'pass' && blockHash === subject.blockHash && verifier === VERIFIER_VERSION
}

/** Facts and published evidence of one moment. */
function readKnown(
  client: pg.PoolClient,
  chainId: number,
  settlementId: string,
): Promise<{ facts: SettlementFacts; refs: EvidenceRefs } | undefined> {
  return withinTransaction(client, 'begin isolation level repeatable read read only', async () => {
    const facts = await findSettlement(client, chainId, settlementId)
    return facts && { facts, refs: await listEvidence(client, facts.subject) }
  })
}

async function makeVerdict(
  { trust, signer }: JudgeContext,
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  inputs: string,
): Promise<NewVerdict> {
  const tokenizer = await findTokenizer(subject, evidence, trust)
  const verdict = await verifySettlement(subject, evidence, trust, tokenizer && { tokenizer })
  const body = toVerdictBody(subject, evidence, trust, verdict)
  return {
    settlementId: subject.id,
    inputs,
    outcome: verdict.outcome,
    fault: verdict.fault,
    statuses: toCells(verdict.questions),
    body,
    signature: signer.sign(body),
    keyId: signer.keyId,
    verifier: VERIFIER_VERSION,
  }
}

function toPlacement({ subject, settledAmount }: SettlementFacts) {
  const { payer, caller, blockTime, blockNumber } = subject
  return { payer, provider: caller, amount: settledAmount, blockTime, blockNumber }
}
