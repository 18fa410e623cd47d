import type { BlobStore } from '@touchstone/store/blobs'
import {
  type DaTrail,
  type Hex,
  isRejected,
  type SettlementEvidence,
  type SettlementSubject,
  type SignatureUse,
  type UnfetchedTrail,
} from '@touchstone/verify'
import { prepared, type Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import { NAMINGS } from '../facts/namings.js'
import { IS_TERM_END } from '../fetch/attemptRows.js'
import type { Receipts } from '../fetch/receipts.js'
import type { HeldBytes } from '../files/heldBytes.js'
import type { Scratch } from '../files/spool.js'
import { openPayload } from '../trails/payloads.js'
import { listEarlierUses } from './earlierUses.js'
import { listReports, loadReports, type ReportRefs } from './reports.js'

/** Trails that one judgement reads. Anyone can anchor any number; the provider's come first, then the payer's. */
const MAX_TRAILS = 16
/** Bytes of all of them together; the first is read whatever its size. */
const MAX_TRAIL_BYTES = 256 * 1024 * 1024
/** Files of provider or payer behind the settlement that are no trail, e.g. encrypted ones. */
const MAX_UNREADABLE = 3
const MAX_UNFETCHED = 20
const MAX_FAULTY_SOURCES = 20

/** Where a trail's bytes and author come from; the bytes themselves are read later, outside the transaction. */
export interface TrailRef {
  root: Hex
  author: Hex
  anchor_tx: Hex
  source: string
  size: string
  faultySources: { source: string; foundRoot: string }[]
  /** Only where the anchored file names a blob on 0G DA. */
  da?: DaTrail
}

/** Evidence whose large trails lie on disk, open as long as the work that loaded it. */
export type LoadedEvidence = SettlementEvidence<HeldBytes>

export interface EvidenceRefs {
  trails: TrailRef[]
  unfetched: UnfetchedTrail[]
  reports: ReportRefs
  earlierUses: SignatureUse[]
}

const NOTHING: EvidenceRefs = { trails: [], unfetched: [], reports: { reports: [], attempts: [] }, earlierUses: [] }

/** What was published about a settlement, as the tables say at one moment. Nothing is looked for behind a refused item. */
export async function listEvidence(db: Queryable, subject: SettlementSubject): Promise<EvidenceRefs> {
  const { item } = subject
  if (subject.status > 1) return NOTHING
  // Without calldata no nonce is known, and trails are found by it.
  if (!item) return { ...NOTHING, reports: await listReports(db, subject) }
  const named = await listNamed(db, subject, item.nonce)
  const unreadable = await listUnreadable(db, subject)
  const trails = fitBudget([...named, ...unreadable])
  const faulty = await listFaultySources(db, [...new Set(trails.map(({ root }) => root))])
  return {
    trails: trails.map(({ pointer, r1, r2, ...trail }) => ({
      ...trail,
      faultySources: faulty.get(trail.root) ?? [],
      ...(pointer !== null && r1 !== null && r2 !== null ? { da: { pointer, r1, r2 } } : {}),
    })),
    unfetched: [
      ...(await listWithdrawn(db, subject, item.nonce)),
      ...(await listUnfetched(db, subject)),
      ...(await listUnread(db, subject)),
    ],
    reports: await listReports(db, subject),
    earlierUses: await listEarlierUses(db, subject),
  }
}

/**
 * Reads the bytes, and the receipt of the settlement's block from a node. A trail whose bytes are gone from the blob
 * store cannot be looked at: it counts as not delivered and is named in `lost`, to be fetched again.
 */
export async function loadEvidence(
  stores: { blobs: BlobStore; reports: BlobStore; receipts: Receipts },
  subject: SettlementSubject,
  refs: EvidenceRefs,
  scratch: Scratch,
): Promise<{ evidence: LoadedEvidence; lost: Hex[] }> {
  const trails: LoadedEvidence['trails'] = []
  const lost: UnfetchedTrail[] = []
  for (const { root, author, anchor_tx: anchorTx, source, size, faultySources, da } of refs.trails) {
    const bytes = await openPayload(stores.blobs, root, Number(size), scratch)
    if (bytes) trails.push({ root, author, anchorTx, source, faultySources, bytes, ...(da && { da }) })
    else lost.push({ root, author, anchorTx, attempts: [{ source: 'auditor', outcome: 'kept bytes were lost' }] })
  }
  const beside = await loadBeside(stores, subject, refs)
  const evidence = { ...beside, trails, unfetched: [...beside.unfetched, ...lost] }
  return { evidence, lost: lost.map(({ root }) => root) }
}

/** All of it but the bytes of trails. */
export async function loadBeside(
  { reports, receipts }: { reports: BlobStore; receipts: Receipts },
  subject: SettlementSubject,
  refs: EvidenceRefs,
): Promise<Omit<SettlementEvidence, 'trails'>> {
  const none = { receipt: null, receiptAttempts: [] }
  return {
    unfetched: refs.unfetched,
    ...(needsReceipt(subject) ? await receipts.find(subject.blockHash, subject.txHash) : none),
    ...(await loadReports(reports, refs.reports)),
    earlierUses: refs.earlierUses,
  }
}

/** Whether the verdict rests on the receipt: not of a refused item, and not of a generation that is not judged. */
export function needsReceipt({ status, generation }: SettlementSubject): boolean {
  return !isRejected(status) && generation !== 'B'
}

interface TrailRow extends Omit<TrailRef, 'faultySources' | 'da'> {
  pointer: string | null
  r1: Hex | null
  r2: Hex | null
}

/**
 * One row a root: the anchor of the provider wins, then the payer's, then the earliest. A validation request that names the
 * file with its hash counts as an anchor by who sent it.
 */
async function listNamed(db: Queryable, subject: SettlementSubject, nonce: bigint): Promise<TrailRow[]> {
  const { rows } = await db.query<TrailRow>(
    prepared(
      `select root, author, anchor_tx, source, size, pointer, r1, r2 from (
       select distinct on (a.root) a.root, a.author, a.tx_hash as anchor_tx, p.source, p.size, a.block_number, a.log_index,
         d.file as pointer, d.r1, d.r2
       from verdicts.trail_settlement t
       join ${NAMINGS} a on a.root = t.root and a.block_number <= ${FINAL_HEIGHT}
       join verdicts.payload p on p.root = t.root and p.withdrawn_at is null
       left join verdicts.da_pointer d on d.root = t.root
       where t.payer = $1 and t.provider = $2 and t.nonce = $3
       order by a.root, (a.author = $2) desc, (a.author = $1) desc, a.block_number, a.log_index) named
     order by (author = $2) desc, (author = $1) desc, block_number, log_index
     limit ${MAX_TRAILS}`,
      [subject.payer, subject.caller, `${nonce}`],
    ),
  )
  return rows
}

/** The earliest first, so that later files change nothing. */
async function listUnreadable(db: Queryable, subject: SettlementSubject): Promise<TrailRow[]> {
  const { rows } = await db.query<TrailRow>(
    prepared(
      `select root, author, anchor_tx, source, size, pointer, r1, r2 from (
       select distinct on (a.root) a.root, a.author, a.tx_hash as anchor_tx, p.source, p.size, a.block_number, a.log_index,
         d.file as pointer, d.r1, d.r2
       from anchor a
       join verdicts.trail t on t.root = a.root and t.status = 'rejected' and t.exceeded is null
       join verdicts.payload p on p.root = a.root and p.withdrawn_at is null
       left join verdicts.da_pointer d on d.root = a.root
       where a.payer = $1 and a.provider = $2 and a.author in ($1, $2)
         and a.block_number >= $3 and a.block_number <= ${FINAL_HEIGHT}
       order by a.root, (a.author = $2) desc, a.block_number, a.log_index) unreadable
     order by block_number, log_index
     limit ${MAX_UNREADABLE}`,
      [subject.payer, subject.caller, subject.blockNumber],
    ),
  )
  return rows
}

function fitBudget(trails: readonly TrailRow[]): TrailRow[] {
  let bytes = 0
  return trails.filter(({ size }, at) => {
    bytes += Number(size)
    return at === 0 || bytes <= MAX_TRAIL_BYTES
  })
}

async function listFaultySources(db: Queryable, roots: readonly Hex[]) {
  const { rows } = await db.query<{ root: Hex; source: string; found_root: string }>(
    prepared(
      `select distinct root, source, found_root from verdicts.fetch_attempt
     where root = any($1) and outcome in ('mismatch', 'size-mismatch') and found_root is not null
     order by root, source, found_root`,
      [roots],
    ),
  )
  const byRoot = new Map<Hex, { source: string; foundRoot: string }[]>()
  for (const { root, source, found_root: foundRoot } of rows) {
    const list = byRoot.get(root) ?? []
    if (list.length < MAX_FAULTY_SOURCES) list.push({ source, foundRoot })
    byRoot.set(root, list)
  }
  return byRoot
}

/**
 * Anchors of the provider, at or behind the settlement, that were asked for and that no source delivered. An anchor
 * that was not asked for yet is no statement: its fetch comes first and has the settlement judged again.
 */
async function listUnfetched(db: Queryable, subject: SettlementSubject): Promise<UnfetchedTrail[]> {
  const { rows } = await db.query<{
    root: Hex
    author: Hex
    anchor_tx: Hex
    source: string
    outcome: string
    expired: string | null
  }>(
    prepared(
      `select u.root, u.author, u.anchor_tx, f.source, f.outcome, f.expired from (
       select distinct on (a.root) a.root, a.author, a.tx_hash as anchor_tx, a.block_number, a.log_index
       from anchor a
       where a.payer = $1 and a.provider = $2 and a.author = $2
         and a.block_number >= $3 and a.block_number <= ${FINAL_HEIGHT}
         and not exists (select from verdicts.payload p where p.root = a.root)
         and not exists (select from verdicts.withdrawal w where w.root = a.root)
         and exists (select from verdicts.fetch_attempt f where f.root = a.root)
       order by a.root, a.block_number, a.log_index) u
     cross join lateral (
       select distinct on (source) source, outcome,
         case when ${IS_TERM_END} and f.finished_at > (select max(block_time) from anchor n where n.root = u.root)
           then right(detail, 10) end as expired
       from verdicts.fetch_attempt f where f.root = u.root
       order by source, id desc) f
     order by u.block_number desc, u.log_index desc, f.source`,
      [subject.payer, subject.caller, subject.blockNumber],
    ),
  )
  const byRoot = new Map<Hex, UnfetchedTrail>()
  for (const { root, author, anchor_tx: anchorTx, source, outcome, expired } of rows) {
    const trail = byRoot.get(root) ?? { root, author, anchorTx, attempts: [] }
    trail.attempts.push({ source, outcome })
    if (expired !== null) trail.expiredAt = Date.parse(expired)
    byRoot.set(root, trail)
  }
  return [...byRoot.values()].slice(0, MAX_UNFETCHED)
}

/** Files of the provider, at or behind the settlement, that came and that our limits kept us from reading. */
async function listUnread(db: Queryable, subject: SettlementSubject): Promise<UnfetchedTrail[]> {
  const { rows } = await db.query<{ root: Hex; author: Hex; anchor_tx: Hex; reason: string }>(
    prepared(
      `select distinct on (a.root) a.root, a.author, a.tx_hash as anchor_tx, t.reason
     from anchor a
     join verdicts.trail t on t.root = a.root and t.exceeded is not null
     join verdicts.payload p on p.root = a.root and p.withdrawn_at is null
     where a.payer = $1 and a.provider = $2 and a.author = $2
       and a.block_number >= $3 and a.block_number <= ${FINAL_HEIGHT}
     order by a.root, a.block_number, a.log_index limit ${MAX_UNFETCHED}`,
      [subject.payer, subject.caller, subject.blockNumber],
    ),
  )
  return rows.map(({ root, author, anchor_tx: anchorTx, reason }) => ({
    ...{ root, author, anchorTx },
    attempts: [{ source: 'auditor', outcome: reason }],
  }))
}

/**
 * Files that were withdrawn and named the settlement, or that its provider anchored behind it and nobody could read. A
 * request names no parties, so that what nobody could read of it belongs to no bill.
 */
async function listWithdrawn(db: Queryable, subject: SettlementSubject, nonce: bigint): Promise<UnfetchedTrail[]> {
  const { rows } = await db.query<{ root: Hex; author: Hex; anchor_tx: Hex; withdrawn_at: Date }>(
    prepared(
      `select distinct on (a.root) a.root, a.author, a.tx_hash as anchor_tx, w.withdrawn_at
     from verdicts.withdrawal w
     join ${NAMINGS} a on a.root = w.root and a.block_number <= ${FINAL_HEIGHT}
     where exists (select from verdicts.trail_settlement t
         where t.root = w.root and t.payer = $1 and t.provider = $2 and t.nonce = $4)
       or exists (select from anchor o
         where o.root = w.root and o.tx_hash = a.tx_hash and o.log_index = a.log_index
           and o.payer = $1 and o.provider = $2 and o.author = $2 and o.block_number >= $3
           and not exists (select from verdicts.trail t where t.root = w.root and t.status = 'parsed'))
     order by a.root, (a.author = $2) desc, (a.author = $1) desc, a.block_number, a.log_index
     limit ${MAX_UNFETCHED}`,
      [subject.payer, subject.caller, subject.blockNumber, `${nonce}`],
    ),
  )
  return rows.map(({ root, author, anchor_tx: anchorTx, withdrawn_at: withdrawnAt }) => ({
    ...{ root, author, anchorTx, attempts: [], withdrawnAt: withdrawnAt.getTime() },
  }))
}
