import { createHash } from 'node:crypto'
import type { Hex } from '@touchstone/verify'
import type { HeldBytes } from '../../files/heldBytes.js'
import type { Scratch } from '../../files/spool.js'
import { withDeadline } from '../../safe/deadline.js'
import { type Door, normaliseBase } from '../../safe/door.js'
import { cleanText } from '../../untrusted/text.js'
import type { FetchAttempt, Refusal } from '../attempt.js'
import { refuse } from '../attempt.js'
import type { RpcSource } from '../jsonRpc.js'
import { type FetchLimits, pauseBetween } from '../limits.js'
import { type Assembly, addFrom, startAssembly } from './assembly.js'
import { matchRoot } from './matchRoot.js'
import type { RootHash } from './rootHash.js'
import { sampleSegments } from './sample.js'
import { CHUNK_BYTES, type WrongSegment } from './segments.js'
import { askLocations, downloadFile } from './storageIndexer.js'
import {
  askFile,
  askShard,
  askStatus,
  findHeld,
  type HeldFile,
  type StorageNetwork,
  type Submission,
} from './storageNode.js'

export interface FetchSources {
  network: StorageNetwork
  indexers: readonly string[]
  nodes: readonly string[]
  door: Door
  limits: FetchLimits
  hash: RootHash
}

export interface FetchRequest {
  root: Hex
  /** Submissions of the root at the network's Flow, the most telling first; none where it is anchored at another alone. */
  submissions: readonly Submission[]
  /** Ends the work without an outcome: the process is stopping. */
  stop: AbortSignal
  /** Files of the work that asks; what is fetched lies there. */
  scratch: Scratch
  /** Keeps one attempt; called as each source is done, so that a crash loses none before it. */
  record(attempt: FetchAttempt): Promise<void>
}

/** Bytes that recompute to the root, and the source that had them. */
export interface FetchedPayload {
  bytes: HeldBytes
  source: string
}

/** Submissions that a node without the file is asked about: enough to tell why. */
const MAX_ASKED = 3

/** What one source delivered, not yet compared with the root. */
type Delivery = { ok: true; served: HeldBytes; size: number } | ((Refusal | WrongSegment) & { bytes?: number })

/** What the nodes of one round share. */
interface Round {
  submissions: readonly Submission[]
  /** Every submission is too large to fetch. */
  isSample: boolean
  /** Files in the making, by their number of chunks. */
  assemblies: Map<number, Assembly>
}

interface Source {
  name: string
  deliver(signal: AbortSignal): Promise<Delivery>
}

/**
 * Asks the sources one after the other until one delivers bytes that recompute to the root: nodes in the indexer's
 * order, the nodes of the network's file, then the indexers' gateways. A source that is no match is recorded and passed
 * over; nothing that a source does is an accusation of who anchored the root.
 * @returns undefined where no source had the bytes.
 */
export async function fetchRoot(from: FetchSources, asked: FetchRequest): Promise<FetchedPayload | undefined> {
  return withDeadline(from.limits.rootMs, asked.stop, async (deadline) => {
    for await (const source of listSources(from, asked, deadline)) {
      const payload = await trySource(source, from, asked, deadline)
      if (payload) return payload
      await pauseBetween(from.limits, deadline)
    }
    return undefined
  })
}

async function* listSources(from: FetchSources, asked: FetchRequest, deadline: AbortSignal): AsyncGenerator<Source> {
  if (asked.submissions.length === 0) {
    yield refused('auditor', refuse('wrong-network', 'anchored at a Flow whose storage network is not listed'))
    return
  }
  const submissions = asked.submissions.filter(({ size }) => size <= from.limits.maxPayloadBytes)
  const first = submissions[0]
  if (!first) yield refused('auditor', refuse('too-large', `above the limit of ${from.limits.maxPayloadBytes} bytes`))
  const round: Round = { submissions: first ? submissions : asked.submissions, isSample: !first, assemblies: new Map() }
  const seen = new Set<string>()
  const asNode = (url: string): Source[] => {
    const base = normaliseBase(url)
    const name = base ?? cleanText(url, 300)
    if (seen.has(name)) return []
    seen.add(name)
    // Whether its host may be dialled is decided when it is.
    if (base) return [nodeSource(base, from, asked, round)]
    return [refused(name, refuse('unreachable', 'refused: not an http or https address without credentials'))]
  }
  for (const indexer of from.indexers) {
    const locations = await askLocations(rpcSource(indexer, from, deadline), asked.root)
    if (!locations.ok) yield refused(indexer, locations)
    else for (const url of locations.urls) yield* asNode(url)
  }
  for (const url of from.nodes) yield* asNode(url)
  if (first) for (const indexer of from.indexers) yield gatewaySource(indexer, from, asked, first)
}

async function trySource(
  source: Source,
  from: FetchSources,
  asked: FetchRequest,
  deadline: AbortSignal,
): Promise<FetchedPayload | undefined> {
  const startedAt = new Date()
  const delivery = await withDeadline(from.limits.sourceMs, deadline, (signal) => source.deliver(signal))
  const judged = delivery.ok ? await matchRoot(delivery.served, asked.root, delivery.size, from.hash) : delivery
  // What we broke off ourselves says nothing about the source.
  asked.stop.throwIfAborted()
  const sha256 = 'sha256' in judged ? judged.sha256 : 'data' in delivery ? digestOf(delivery.data) : undefined
  const came = delivery.ok ? delivery.served : 'data' in delivery ? delivery.data : undefined
  await asked.record({
    root: asked.root,
    source: source.name,
    outcome: judged.outcome,
    startedAt,
    finishedAt: new Date(),
    bytes: (delivery.ok ? 0 : (delivery.bytes ?? 0)) + (came?.length ?? 0),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...('foundRoot' in judged && judged.foundRoot ? { foundRoot: judged.foundRoot } : {}),
    ...('detail' in judged ? { detail: judged.detail } : {}),
  })
  return judged.outcome === 'match' ? { bytes: judged.bytes, source: source.name } : undefined
}

function nodeSource(url: string, from: FetchSources, asked: FetchRequest, round: Round): Source {
  return {
    name: url,
    deliver: async (signal) => {
      const node = rpcSource(url, from, signal)
      const found = await findFile(node, from, asked.root, round.submissions)
      if (!found.ok) return found
      if (round.isSample) return sampleSegments(node, asked.root, found.file)
      return deliverFrom(node, asked, found.file, round)
    },
  }
}

/** The submission under which the node holds the root, and which part of it. */
async function findFile(
  node: RpcSource,
  from: FetchSources,
  root: Hex,
  submissions: readonly Submission[],
): Promise<{ ok: true; file: HeldFile } | Refusal> {
  const status = await askStatus(node, from.network)
  if (!status.ok) return status
  const shard = await askShard(node)
  if (!shard.ok) return shard
  const held = await findHeld(node, root)
  // The chain's word on the size, where this submission is one that we know.
  const known = held && submissions.find(({ txSeq }) => txSeq === held.txSeq)
  if (held && (known ?? held).size > 0 && (known || held.size <= from.limits.maxPayloadBytes))
    return { ok: true, file: { ...shard, firstSegment: held.firstSegment, submission: known ?? held } }
  let refusal: Refusal | undefined
  for (const submission of submissions.slice(0, MAX_ASKED)) {
    const answer = await askFile(node, root, submission, status.nextTxSeq)
    if (answer.ok) return { ok: true, file: { ...shard, firstSegment: answer.file.firstSegment, submission } }
    refusal ??= answer
  }
  return refusal ?? refuse('unknown-root', 'no submission of the root is known')
}

async function deliverFrom(
  node: RpcSource,
  { root, scratch }: FetchRequest,
  file: HeldFile,
  round: Round,
): Promise<Delivery> {
  const { size } = file.submission
  // Submissions of one root may claim other sizes; what was proven for one of them is no part of another.
  const chunks = Math.ceil(size / CHUNK_BYTES)
  const assembly = round.assemblies.get(chunks) ?? (await startAssembly(size, scratch))
  round.assemblies.set(chunks, assembly)
  const { outcome, bytes } = await addFrom(node, root, file, assembly)
  return outcome === 'complete' ? { ok: true, served: assembly.read(), size } : { ...outcome, bytes }
}

function gatewaySource(
  indexer: string,
  from: FetchSources,
  { root, scratch }: FetchRequest,
  { size }: Submission,
): Source {
  return {
    name: `${indexer.replace(/\/+$/, '')}/file`,
    deliver: async (signal) => {
      const download = await downloadFile(rpcSource(indexer, from, signal), root, size, scratch)
      return download.ok ? { ...download, size } : download
    },
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function refused(name: string, refusal: Refusal): Source {
  return { name, deliver: async () => refusal }
}

function rpcSource(url: string, { door, limits }: FetchSources, signal: AbortSignal): RpcSource {
  return { door, url: url.replace(/\/+$/, ''), timeoutMs: limits.requestMs, signal }
}
