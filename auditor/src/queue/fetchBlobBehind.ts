import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import { findBlobFacts, listSockets } from '../facts/blob.js'
import { type FetchAttempt, type Refusal, refuse } from '../fetch/attempt.js'
import { getFetchHistory, insertAttempt, wasDenied } from '../fetch/attemptRows.js'
import { type BlobSources, fetchBlob } from '../fetch/da/fetchBlob.js'
import { askQuorum, toNodes } from '../fetch/da/quorum.js'
import type { NodeRows } from '../fetch/da/rows.js'
import type { FetchedPayload } from '../fetch/storage/fetchRoot.js'
import type { Metrics } from '../metrics.js'
import type { Door } from '../safe/door.js'
import { findOwnCopy, type KeptPointer, keepWitness } from '../trails/pointers.js'
import { PATIENT_ROUNDS } from './backoff.js'

/** 0G DA as one network has it. */
export interface BlobNetwork extends BlobSources {
  /** DAEntrance and DASigners; without them nothing is known of a quorum. */
  entrance: Hex | undefined
  signers: Hex | undefined
  /** Nodes of the chain, through a guard that lists them. */
  rpc: readonly string[]
  rpcDoor: Door
  /** Epochs for which nodes keep a blob. */
  epochWindow: number
}

export interface BlobContext {
  pool: pg.Pool
  blobs: BlobStore
  /** Undefined where the network's file names no 0G DA. */
  da: BlobNetwork | undefined
  metrics: Metrics
}

/** A blob is signed for within minutes of its dispersal; behind this it is worth saying that it was not. */
const GRACE_MS = 60 * 60_000

/**
 * Brings the blob that an anchored file names: an own copy, else from 0G DA, with every attempt kept under the anchored
 * root. @returns undefined where no source had it.
 */
export async function fetchBlobBehind(
  context: BlobContext,
  asked: { root: Hex; kept: KeptPointer; namedAt: Date; stop: AbortSignal },
): Promise<FetchedPayload | undefined> {
  const { pool, blobs, da, metrics } = context
  const { root, kept, namedAt, stop } = asked
  const since = new Date()
  const { pointer, witness } = kept
  const name = `da://${pointer.dataRoot}/${pointer.epoch}/${pointer.quorumId}`
  const own = await findOwnCopy(pool, blobs, pointer)
  if (own) {
    await keepWitness(pool, pointer.dataRoot, own)
    return { bytes: own.bytes, source: own.source }
  }
  const record = async (attempt: FetchAttempt) => {
    metrics.countAttempt(attempt.outcome, attempt.bytes)
    await insertAttempt(pool, attempt)
  }
  const note = (refusal: Refusal, source: string) => {
    const at = new Date()
    const { outcome, detail } = refusal
    return record({ root, source, outcome, detail, startedAt: at, finishedAt: at, bytes: 0 })
  }
  if (da === undefined) {
    await note(refuse('unreachable', "the network's file names no 0G DA"), 'auditor')
    return undefined
  }
  const facts = da.entrance && (await findBlobFacts(pool, da.entrance, pointer))
  if (facts?.isAttested === false && Date.now() - namedAt.getTime() > GRACE_MS)
    await note(refuse('da-unattested', `no quorum signed for ${name}`), 'chain')
  const blob = await fetchBlob(da, {
    ...{ root, pointer, stop, record },
    ...(witness === undefined ? {} : { witness }),
    findNodes: (signal) => findNodes(pool, da, kept, signal),
  })
  if (blob) {
    await keepWitness(pool, pointer.dataRoot, blob)
    return { bytes: blob.bytes, source: `${name} from ${blob.source}` }
  }
  if (facts && isBehindWindow(pointer.epoch, facts.epoch, da) && (await isGivenUp(pool, root, { since, namedAt })))
    await note(refuse('expired', `window of ${da.epochWindow} epochs ended, now is epoch ${facts.epoch}`), 'chain')
  return undefined
}

/** The rule of 0G's nodes: the pruner of 0g-da-node drops epoch e while e + window < the current epoch. */
export function isBehindWindow(epoch: bigint, now: bigint, { epochWindow }: BlobNetwork): boolean {
  return epoch + BigInt(epochWindow) < now
}

/** Whether a source said in this round that it has not got the blob, or none has answered for days: as at the end of a storage term. */
async function isGivenUp(
  pool: pg.Pool,
  root: Hex,
  { since, namedAt }: { since: Date; namedAt: Date },
): Promise<boolean> {
  if (await wasDenied(pool, root, since)) return true
  return (await getFetchHistory(pool, root, namedAt)).rounds >= PATIENT_ROUNDS
}

/** The nodes of a blob's quorum, by a node of the chain, with the sockets that they are said to have. */
export async function findNodes(
  pool: pg.Pool,
  { signers, rpc, rpcDoor, limits }: BlobNetwork,
  { pointer }: KeptPointer,
  signal: AbortSignal,
): Promise<{ ok: true; nodes: NodeRows[] } | Refusal> {
  if (signers === undefined) return refuse('unreachable', "the network's file names no contract of the signers")
  let refusal = refuse('unreachable', 'the network has no node that could tell the quorum')
  for (const url of rpc) {
    const quorum = await askQuorum({ door: rpcDoor, url, timeoutMs: limits.requestMs, signal }, signers, pointer)
    if (quorum.ok) return { ok: true, nodes: toNodes(quorum.rows, await listSockets(pool, [...quorum.rows.keys()])) }
    refusal = refuse(quorum.outcome, `the quorum is not known: ${quorum.detail}`)
  }
  return refusal
}
