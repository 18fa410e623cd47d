import { createHash } from 'node:crypto'
import { type DaPointer, type DaWitness, type Hex, MAX_DA_PAYLOAD } from '@touchstone/verify'
import { withDeadline } from '../../safe/deadline.js'
import { type FetchAttempt, type Refusal, refuse } from '../attempt.js'
import { pauseBetween } from '../limits.js'
import { collectRows, notRebuilt, type RowRecovery } from './collectRows.js'
import type { DaRootHash, RecomputedRoot } from './daRoot.js'
import { callOnce, type GrpcDial } from './grpc.js'
import { type BlobKey, RETRIEVE_FROM_DISPERSER, RETRIEVE_FROM_RETRIEVER } from './protos.js'
import type { NodeRows } from './rows.js'

/** Where blobs are asked for; base addresses from the network's file. */
export interface BlobSources extends GrpcDial {
  dispersers: readonly string[]
  retrievers: readonly string[]
  hash: DaRootHash
  recover: RowRecovery
}

export interface BlobRequest {
  /** Root of the anchored file that names the blob: attempts are kept under it. */
  root: Hex
  pointer: DaPointer
  /** Known from an own recomputation. */
  witness?: DaWitness
  /** The nodes of the quorum with their rows; asked for only when nobody else had the blob. */
  findNodes(signal: AbortSignal): Promise<{ ok: true; nodes: NodeRows[] } | Refusal>
  /** Ends the work without an outcome: the process is stopping. */
  stop: AbortSignal
  record(attempt: FetchAttempt): Promise<void>
}

/** Bytes that recompute to the data root, both extensions included. */
export interface FetchedBlob extends DaWitness {
  bytes: Uint8Array
  source: string
}

type Delivery = { ok: true; served: Uint8Array; rebuilt?: number } | Refusal

interface Source {
  name: string
  deliver(signal: AbortSignal): Promise<Delivery>
}

/**
 * Asks dispersers, retrievers and at last the nodes of the quorum themselves, until one delivers bytes that recompute to
 * the data root. Wrong bytes name their source; nothing here accuses who dispersed or anchored.
 * @returns undefined where no source had the blob.
 */
export function fetchBlob(from: BlobSources, asked: BlobRequest): Promise<FetchedBlob | undefined> {
  return withDeadline(from.limits.rootMs, asked.stop, (deadline) => askInTurn(from, asked, deadline))
}

async function askInTurn(
  from: BlobSources,
  asked: BlobRequest,
  deadline: AbortSignal,
): Promise<FetchedBlob | undefined> {
  const known = new Map<string, RecomputedRoot>()
  for (const source of listSources(from, asked)) {
    const startedAt = new Date()
    const delivery = await withDeadline(from.limits.sourceMs, deadline, (signal) => source.deliver(signal))
    const judged = delivery.ok ? await judge(delivery, from, asked, known) : delivery
    // What we broke off ourselves says nothing about the source.
    asked.stop.throwIfAborted()
    await asked.record({
      root: asked.root,
      source: source.name,
      outcome: judged.outcome,
      startedAt,
      finishedAt: new Date(),
      bytes: delivery.ok && judged.outcome !== 'rows-missing' ? delivery.served.length : 0,
      ...('foundRoot' in judged ? { foundRoot: judged.foundRoot } : {}),
      ...('detail' in judged ? { detail: judged.detail } : {}),
    })
    if (delivery.ok && judged.outcome === 'match')
      return { bytes: delivery.served, source: source.name, r1: judged.r1, r2: judged.r2 }
    await pauseBetween(from.limits, deadline)
  }
  return undefined
}

function listSources(from: BlobSources, asked: BlobRequest): Source[] {
  const { dataRoot, epoch, quorumId } = asked.pointer
  const key: BlobKey = {
    storage_root: Buffer.from(dataRoot.slice(2), 'hex'),
    epoch: `${epoch}`,
    quorum_id: `${quorumId}`,
  }
  const services = [
    ...from.dispersers.map((url) => ({ url, method: RETRIEVE_FROM_DISPERSER })),
    ...from.retrievers.map((url) => ({ url, method: RETRIEVE_FROM_RETRIEVER })),
  ]
  return [
    ...services.map(({ url, method }) => ({
      name: `${url.replace(/\/+$/, '')}${method.path}`,
      deliver: async (signal: AbortSignal): Promise<Delivery> => {
        const called = await callOnce(from, { url, method, request: key, signal })
        return called.ok ? { ok: true, served: called.answer.data } : called
      },
    })),
    { name: `nodes of quorum ${quorumId}, epoch ${epoch}`, deliver: (signal) => collect(from, asked, key, signal) },
  ]
}

async function collect(from: BlobSources, asked: BlobRequest, key: BlobKey, signal: AbortSignal): Promise<Delivery> {
  const found = await asked.findNodes(signal)
  if (!found.ok) return found
  return collectRows(from, found.nodes, key, signal, async (node, { outcome, detail }, startedAt) => {
    asked.stop.throwIfAborted()
    const times = { startedAt, finishedAt: new Date() }
    await asked.record({ root: asked.root, source: `${node.url} (DA node)`, outcome, ...times, bytes: 0, detail })
  })
}

type Judged =
  | { outcome: 'match'; r1: Hex; r2: Hex }
  | { outcome: 'mismatch'; foundRoot: Hex; detail: string }
  | (Refusal & { outcome: 'size-mismatch' })

/** Bytes that nobody served as they are accuse nobody: where rebuilt ones are wrong, rows are still missing. */
async function judge(
  { served, rebuilt = 0 }: { served: Uint8Array; rebuilt?: number },
  from: BlobSources,
  asked: BlobRequest,
  known: Map<string, RecomputedRoot>,
): Promise<Judged | Refusal> {
  const judged = await matchDataRoot(served, from, asked, known)
  return rebuilt > 0 && judged.outcome !== 'match' ? notRebuilt(rebuilt) : judged
}

/** The same wrong bytes from several sources are recomputed once. */
async function matchDataRoot(
  served: Uint8Array,
  { hash }: BlobSources,
  { pointer: { dataRoot }, witness }: BlobRequest,
  known: Map<string, RecomputedRoot>,
): Promise<Judged> {
  if (served.length > MAX_DA_PAYLOAD) {
    const detail = `${served.length} bytes, a blob holds at most ${MAX_DA_PAYLOAD}`
    return { ...refuse('size-mismatch', detail), outcome: 'size-mismatch' }
  }
  const digest = createHash('sha256').update(served).digest('hex')
  const found = known.get(digest) ?? (await hash({ bytes: served, dataRoot, ...(witness && { witness }) }))
  known.set(digest, found)
  if (found.root === dataRoot) return { outcome: 'match', r1: found.r1, r2: found.r2 }
  return { outcome: 'mismatch', foundRoot: found.root, detail: 'the bytes recompute to another data root' }
}
