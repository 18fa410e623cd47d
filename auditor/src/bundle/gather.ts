import { createHash } from 'node:crypto'
import type { BlobStore } from '@touchstone/store/blobs'
import {
  type FileRef,
  type Manifest,
  putManifest,
  type SettlementSubject,
  toFileRef,
  toManifest,
} from '@touchstone/verify'
import type pg from 'pg'
import { withinTransaction } from '../database.js'
import { findSettlement } from '../facts/settlement.js'
import type { Receipts } from '../fetch/receipts.js'
import { type EvidenceRefs, listEvidence, loadBeside, type TrailRef } from '../judge/evidence.js'
import { type ArchiveFile, fileOf, type Measured, measure } from './archiveFile.js'
import { listGaps } from './gaps.js'
import { type FindLogProof, findPublished, type Published } from './published.js'

/** What bundles are made from. */
export interface BundleContext {
  pool: pg.Pool
  blobs: BlobStore
  /** Enclave reports under their SHA-256. */
  reports: BlobStore
  receipts: Receipts
  chainId: number
  /** Accounts that pay for many: what they paid is no agent's. */
  routers: readonly string[]
  findLogProof: FindLogProof
}

/** The files of one bundle, in the order of their names, and what they are. */
export interface Gathered {
  subject: SettlementSubject
  /** The verdict in force; undefined where there is none. */
  published: Published | undefined
  manifest: FileRef
  files: ArchiveFile[]
  gaps: string[]
}

interface Known {
  subject: SettlementSubject
  refs: EvidenceRefs
  published: Published | undefined
}

/**
 * Everything that the verdict about a settlement is made from, as it is known now; undefined where the chain has no such
 * final settlement. Bytes of trails are read through once, for their digests, and again when they are written.
 */
export async function gatherBundle(context: BundleContext, settlementId: string): Promise<Gathered | undefined> {
  const known = await readKnown(context, settlementId)
  if (!known) return undefined
  const { subject, refs, published } = known
  const evidence = await loadBeside(context, subject, refs)
  const files = new Map<string, ArchiveFile>()
  const put = (folder: string, ending: string, bytes: Uint8Array) => {
    const ref = toFileRef(folder, ending, createHash('sha256').update(bytes).digest('hex'))
    files.set(ref.file, fileOf(ref.file, bytes))
    return ref
  }
  const trails: Manifest['trails'] = []
  const unfetched = [...evidence.unfetched]
  for (const trail of refs.trails) {
    const { root, author, anchor_tx: anchorTx, source, faultySources, da } = trail
    const file = await measureTrail(context.blobs, trail)
    if (file === undefined) unfetched.push({ root, author, anchorTx, attempts: [LOST] })
    else {
      files.set(file.archived.name, file.archived)
      trails.push({ root, author, anchorTx, source, faultySources, ...(da && { da }), ...file.ref })
    }
  }
  // Nodes that failed before another served it say nothing about the settlement, and change by the minute.
  const receiptAttempts = evidence.receipt === null ? evidence.receiptAttempts : []
  const logProof = published?.logProof
  const bundle = {
    ...{ subject, evidence: { ...evidence, unfetched, receiptAttempts }, verdict: published?.verdict ?? null },
    ...(logProof === undefined ? {} : { logProof }),
  }
  const draft = toManifest({ ...bundle, gaps: [] }, trails, put)
  const gaps = listGaps(draft)
  const manifest = putManifest({ ...draft, gaps }, put)
  const sorted = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { subject, published, manifest, files: sorted, gaps }
}

const LOST = { source: 'auditor', outcome: 'kept bytes were lost' }

async function readKnown({ pool, chainId, findLogProof }: BundleContext, id: string): Promise<Known | undefined> {
  const client = await pool.connect()
  try {
    return await withinTransaction(client, 'begin isolation level repeatable read read only', async () => {
      const facts = await findSettlement(client, chainId, id)
      if (!facts) return undefined
      const { subject } = facts
      const published = await findPublished(client, subject, findLogProof)
      return { subject, refs: await listEvidence(client, subject), published }
    })
  } finally {
    client.release()
  }
}

async function measureTrail(
  blobs: BlobStore,
  { root }: TrailRef,
): Promise<{ ref: FileRef; archived: ArchiveFile } | undefined> {
  const measured = await measureBlob(blobs, root)
  if (measured === undefined) return undefined
  const ref = toFileRef('trails', 'jsonl', measured.sha256)
  const { size, crc } = measured
  return { ref, archived: { name: ref.file, size, crc, open: () => openBlob(blobs, root) } }
}

async function measureBlob(blobs: BlobStore, root: string): Promise<Measured | undefined> {
  const stream = await blobs.findStream(root)
  if (stream === undefined) return undefined
  const measured = measure()
  for await (const chunk of stream) measured.add(chunk as Uint8Array)
  return measured.result()
}

async function* openBlob(blobs: BlobStore, root: string): AsyncGenerator<Uint8Array> {
  const stream = await blobs.findStream(root)
  if (stream !== undefined) for await (const chunk of stream) yield chunk as Uint8Array
}
