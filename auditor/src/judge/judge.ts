import type { BlobStore } from '@touchstone/store/blobs'
import { type Hex, type SettlementSubject, VERIFIER_VERSION } from '@touchstone/verify'
import type pg from 'pg'
import { withinTransaction } from '../database.js'
import { findSettlement, type SettlementFacts } from '../facts/settlement.js'
import type { Receipts } from '../fetch/receipts.js'
import type { Scratch, Spool } from '../files/spool.js'
import type { Metrics } from '../metrics.js'
import { nextLookAt } from '../queue/backoff.js'
import { queueFetch, queueJudgeAt, queueJudgeWaiting } from '../queue/jobs.js'
import { type EvidenceRefs, listEvidence, loadEvidence, needsReceipt } from './evidence.js'
import type { Later } from './formOpinion.js'
import type { VerdictSigner } from './key.js'
import type { Judging } from './opinion.js'
import { withSettlementLock } from './settlementLock.js'
import { standsWithdrawn } from './standing.js'
import { findLatestVerdict, insertVerdict, type NewestVerdict, putInForce } from './verdictRows.js'
import { findWait } from './waiting.js'
import { judgeWithinLimits } from './withinLimits.js'

export interface JudgeContext {
  pool: pg.Pool
  blobs: BlobStore
  /** Enclave reports under their SHA-256. */
  reports: BlobStore
  receipts: Receipts
  spool: Spool
  /** First pause before a settlement whose receipt no node served is looked at again; doubles up to an hour. */
  retryBaseSeconds: number
  /** How long a settlement waits for evidence that is under way, milliseconds. */
  waitMs: number
  chainId: number
  judging: Judging
  /** The time for which the TCB of the reports is looked up again. */
  later: (refs: EvidenceRefs) => Later
  signer: VerdictSigner
  metrics: Metrics
}

/**
 * `unchanged`: the newest verdict was made from the same inputs. `postponed`: no node serves the receipt now, and the
 * verdict in force has seen it. `waiting`: evidence is under way, and the settlement is queued for the end of its patience. `stands`: the verdict in force rests on bytes that were withdrawn. `gone`: the chain has no
 * such final settlement.
 */
export type Judgement = 'judged' | 'unchanged' | 'postponed' | 'waiting' | 'stands' | 'gone'

/**
 * Judges one settlement on what is known now: the same inputs are never judged twice, changed ones append a verdict
 * that supersedes the last and moves the shares, all of it in one transaction.
 */
export function judge(context: JudgeContext, settlementId: string): Promise<Judgement> {
  return withSettlementLock(context.pool, settlementId, async (client) => {
    const until = await findWait(client, settlementId, context.waitMs)
    if (until !== undefined) {
      await wakeAt(context.pool, settlementId, until)
      return 'waiting'
    }
    const known = await readKnown(client, context.chainId, settlementId)
    if (!known) return 'gone'
    const { facts, refs } = known
    const { subject } = facts
    const latest = await findLatestVerdict(client, settlementId)
    const later = () =>
      queueJudgeAt(client, settlementId, nextLookAt(new Date(), latest?.judgedAt, context.retryBaseSeconds))
    const lost = new Set<Hex>()
    let isReceiptMissing = false
    const form = async (considered: EvidenceRefs, scratch: Scratch) => {
      const loaded = await loadEvidence(context, subject, considered, scratch)
      for (const root of loaded.lost) lost.add(root)
      isReceiptMissing = loaded.evidence.receipt === null && needsReceipt(subject)
      const began = performance.now()
      const opinion = await context.judging(subject, loaded.evidence, latest?.inputs, context.later(considered))
      if (opinion.kind === 'judged') context.metrics.observeJudgement(performance.now() - began)
      return opinion
    }
    const { opinion, exceeded } = await judgeWithinLimits(subject, refs, (considered) =>
      context.spool.during((scratch) => form(considered, scratch)),
    )
    if (exceeded !== undefined) context.metrics.countLimit('judge', exceeded.kind)
    if (lost.size > 0) await queueFetch(client, 'select unnest($1::text[]) as root', [[...lost]])
    if (isReceiptMissing) await later()
    if (isReceiptMissing && latest !== undefined && hasSeenReceipt(latest, subject)) return 'postponed'
    // What could not be looked at is said, never what was seen before: the newer files may be why it is too much.
    if (exceeded !== undefined) await later()
    if (opinion.kind === 'unchanged') {
      // Taken out of force when its settlement vanished, which is now back.
      if (latest !== undefined && !latest.inForce)
        await withinTransaction(client, 'begin', () => putInForce(client, settlementId, latest, toPlacement(facts)))
      return 'unchanged'
    }
    const { kind: _, ...found } = opinion
    const verdict = {
      ...{ settlementId, ...found },
      ...{ signature: context.signer.sign(found.body), keyId: context.signer.keyId, verifier: VERIFIER_VERSION },
    }
    if (latest !== undefined && (await standsWithdrawn(client, latest, verdict))) return 'stands'
    const reasons = await withinTransaction(client, 'begin', async () => {
      const inserted = await insertVerdict(client, verdict, latest?.id ?? null)
      await putInForce(client, settlementId, { ...verdict, id: inserted.id }, toPlacement(facts))
      return inserted.reasons
    })
    context.metrics.countVerdict(verdict.outcome, reasons)
    return 'judged'
  })
}

/** The queue looks for jobs of a time every few seconds; the job itself is for the case that this process ends before. */
async function wakeAt(pool: pg.Pool, settlementId: string, until: Date): Promise<void> {
  await queueJudgeAt(pool, settlementId, until)
  const wake = () => queueJudgeWaiting(pool, settlementId).catch(() => undefined)
  setTimeout(wake, Math.max(until.getTime() - Date.now(), 0) + 1).unref()
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

function toPlacement({ subject, settledAmount }: SettlementFacts) {
  const { payer, caller, blockTime, blockNumber } = subject
  return { payer, provider: caller, amount: settledAmount, blockTime, blockNumber }
}
