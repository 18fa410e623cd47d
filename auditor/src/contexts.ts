import { join } from 'node:path'
import { findContract, type Network, requireContract } from '@touchstone/networks'
import { openBlobs } from '@touchstone/store/blobs'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { CollateralSources } from './capture/askCollateral.js'
import type { ReportSources } from './capture/askReport.js'
import type { Env } from './env.js'
import { createDaRootHash, createRowRecovery } from './fetch/da/daRoot.js'
import { DEFAULT_LIMITS, type FetchLimits } from './fetch/limits.js'
import { createReceipts } from './fetch/receipts.js'
import type { FetchSources } from './fetch/storage/fetchRoot.js'
import { createRootHash, type RootHash } from './fetch/storage/rootHash.js'
import { openSpool } from './files/spool.js'
import type { VerdictSigner } from './judge/key.js'
import { createLater } from './judge/later.js'
import { createJudging } from './judge/opinion.js'
import { usesVocabulary } from './judge/vocabulary.js'
import type { Metrics } from './metrics.js'
import type { BlobNetwork } from './queue/fetchBlobBehind.js'
import type { WorkersContext } from './queue/workers.js'
import { createDialGuard } from './safe/dialGuard.js'
import { openDoor } from './safe/door.js'
import { TASK_LIMITS } from './threads/limits.js'
import { createThreadPool } from './threads/pool.js'
import { createTrailReader } from './trails/trailReader.js'
import { readWebhooks } from './webhooks/config.js'

/** What the three kinds of work are given, and the end of everything that they dial through. */
export interface Contexts
  extends Pick<WorkersContext, 'fetching' | 'capturing' | 'judging' | 'commitments' | 'transactions' | 'webhooks'> {
  close(): Promise<void>
}

/** A receiver has so long to answer. */
const RECEIVER_MS = 15_000

interface Shared {
  pool: pg.Pool
  signer: VerdictSigner
  metrics: Metrics
  log: Logger
}

/** @throws NetworkFileError where the network's file lacks a contract. */
export function openContexts(env: Env, network: Network, { pool, signer, metrics, log }: Shared): Contexts {
  const { chainId, trust } = network
  const contract = requireContract(network, 'inferenceServing').address
  const flow = requireContract(network, 'flow').address
  const blobs = openBlobs(env)
  const reports = openBlobs(env, 'reports')
  const limits = { ...DEFAULT_LIMITS, requestMs: env.REQUEST_TIMEOUT_MS, maxPayloadBytes: env.MAX_PAYLOAD_BYTES }
  const threads = env.THREADS === 0 ? undefined : createThreadPool(env.THREADS)
  // One thread judges, so that a process holds one copy of the vocabularies that recounts take.
  const judge =
    env.THREADS === 0 ? undefined : createThreadPool(1, TASK_LIMITS, undefined, { vocabulary: usesVocabulary(trust) })
  const sources = openSources(limits, network, flow, createRootHash(threads))
  const da = openDa(limits, network)
  const receipts = createReceipts(network.rpc, limits)
  const chainDoor = openDoor(network.rpc, limits)
  const reportSources = openReportSources(limits, network)
  const gateways = network.ipfs?.gateways ?? []
  const web = { door: openDoor(gateways, limits), gateways, limits: { ...limits, rootMs: 2 * limits.requestMs } }
  const collateral = openCollateral(limits, network)
  const retryBaseSeconds = env.RETRY_BASE_SECONDS ?? (network.name === 'devnet' ? 3 : 60)
  const read = createTrailReader({ chainId, contract }, threads)
  const spool = openSpool(join(env.DATA_DIR, 'spool'), env.SPOOL_BYTES)
  const common = { pool, retryBaseSeconds, metrics, log, spool }
  const webhooks = openWebhooks(env, network, limits)
  return {
    fetching: { ...common, blobs, sources, da, read, termDays: network.storage.termDays },
    capturing: { ...common, reports, sources: reportSources, collateral, trust, everySeconds: env.CAPTURE_SECONDS },
    judging: {
      ...common,
      blobs,
      reports,
      receipts,
      waitMs: env.JUDGE_WAIT_MS,
      chainId,
      judging: createJudging(trust, judge),
      later: createLater(),
      signer,
    },
    commitments: { pool, blobs, read, retryBaseSeconds, sources, web, da, spool, termDays: network.storage.termDays },
    transactions: {
      pool,
      retryBaseSeconds,
      chainId,
      nodes: { chainId, rpc: network.rpc, door: chainDoor, limits },
      log,
    },
    webhooks: webhooks && { ...webhooks, pool, retryBaseSeconds, log },
    close: async () => {
      await web.door.close()
      await webhooks?.door.close()
      await Promise.all([threads?.stop(), judge?.stop()])
      await receipts.close()
      await chainDoor.close()
      await sources.door.close()
      await da?.rpcDoor.close()
      await reportSources.door.close()
      await collateral.door.close()
    },
  }
}

/** A door of its own, whose exceptions are those of receivers alone. @throws WebhookFileError */
function openWebhooks({ WEBHOOKS_FILE }: Env, network: Network, limits: FetchLimits) {
  if (WEBHOOKS_FILE === undefined) return undefined
  const door = openDoor(network.webhooks ?? [], limits)
  const hooks = readWebhooks(WEBHOOKS_FILE, door.findListed)
  const timeoutMs = Math.min(limits.requestMs, RECEIVER_MS)
  return { hooks: new Map(hooks.map((hook) => [hook.name, hook])), door, timeoutMs }
}

function openSources(
  limits: FetchLimits,
  network: Network,
  flow: FetchSources['network']['flow'],
  hash: RootHash,
): FetchSources {
  const { indexers, nodes } = network.storage
  return {
    network: { chainId: network.chainId, flow },
    indexers,
    nodes,
    limits,
    door: openDoor([...indexers, ...nodes], limits),
    hash,
  }
}

/** A door of its own: an indexer's answer can choose among storage addresses, and must not choose a provider's. */
function openReportSources(limits: FetchLimits, network: Network): ReportSources {
  return { door: openDoor(network.providers ?? [], limits), limits }
}

function openCollateral(limits: FetchLimits, network: Network): CollateralSources {
  const services = network.quotes?.collateral ?? []
  return {
    services,
    door: openDoor(
      services.flatMap(({ base, rootCrl }) => [base, rootCrl]),
      limits,
    ),
    limits,
  }
}

/** Sockets of DA nodes come from the chain: a guard of their own, whose exceptions are those of the file's DA alone. */
function openDa(limits: FetchLimits, network: Network): BlobNetwork | undefined {
  if (network.da === undefined) return undefined
  const { dispersers, retrievers, nodes, epochWindow = 300 } = network.da
  return {
    ...{ dispersers, retrievers, epochWindow, limits },
    guard: createDialGuard([...dispersers, ...retrievers, ...nodes]),
    hash: createDaRootHash(),
    recover: createRowRecovery(),
    entrance: findContract(network, 'daEntrance')?.address,
    signers: findContract(network, 'daSigners')?.address,
    rpc: network.rpc,
    rpcDoor: openDoor(network.rpc, limits),
  }
}
