import { join } from 'node:path'
import { type Network, requireContract } from '@touchstone/networks'
import { openDiskBlobs } from '@touchstone/store/blobs'
import { migrate } from '@touchstone/store/migrate'
import { trustHash, VERIFIER_VERSION } from '@touchstone/verify'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Logger } from 'pino'
import type { ReportSources } from './capture/askReport.js'
import type { Env } from './env.js'
import type { FetchSources } from './fetch/fetchRoot.js'
import { createDialGuard, DEFAULT_LIMITS, type FetchLimits } from './fetch/guard.js'
import { createReceipts } from './fetch/receipts.js'
import { createRootHash } from './fetch/rootHash.js'
import { loadSigner } from './judge/key.js'
import { createMetrics } from './metrics.js'
import { openLeases } from './queue/leases.js'
import { type Sweeper, startSweeper } from './queue/sweeper.js'
import { startWorkers } from './queue/workers.js'
import { startServer } from './server.js'

export interface Auditor {
  /** Port of /healthz and /metrics, where they are served. */
  port: number | undefined
  /** Ends the work in hand and lets everything go. */
  stop(): Promise<void>
  /** Rejects when the process can no longer do its work. */
  failed: Promise<never>
}

/**
 * Starts one auditor process on a network; any number of them share a database.
 * @throws NetworkFileError, KeyFileError where the surroundings are wrong, else the driver's error.
 */
export async function startAuditor(env: Env, network: Network, log: Logger): Promise<Auditor> {
  const contract = requireContract(network, 'inferenceServing').address
  const flow = requireContract(network, 'flow').address
  const signer = await loadSigner(env.KEY_FILE)
  await migrate(env.DATABASE_URL)
  const pool = new pg.Pool({
    connectionString: env.DATABASE_URL,
    application_name: 'touchstone-auditor',
    // A lock and the work for each fetch or capture and each judgement, and for each pool of workers its listener and its queue.
    max: env.CONCURRENCY * 4 + 6,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  await runMigrations({ pgPool: pool })
  const metrics = createMetrics()
  const blobs = openDiskBlobs(join(env.DATA_DIR, 'blobs'))
  const reports = openDiskBlobs(join(env.DATA_DIR, 'blobs', 'reports'))
  const limits = { ...DEFAULT_LIMITS, requestMs: env.REQUEST_TIMEOUT_MS, maxPayloadBytes: env.MAX_PAYLOAD_BYTES }
  const sources = openSources(limits, network, flow)
  const receipts = createReceipts(network.rpc, limits)
  const reportSources = openReportSources(env, network)
  const retryBaseSeconds = env.RETRY_BASE_SECONDS ?? (network.name === 'devnet' ? 3 : 60)
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  failed.catch((error: Error) => log.error({ err: error }, 'the auditor cannot go on'))
  let sweeper: Sweeper | undefined
  const leases = await openLeases(
    env.DATABASE_URL,
    (error) => fail(error),
    () => sweeper?.wake(),
  )
  const workers = await startWorkers({
    pool,
    leases,
    concurrency: env.CONCURRENCY,
    log,
    fetching: {
      pool,
      blobs,
      sources,
      trails: { chainId: network.chainId, contract },
      retryBaseSeconds,
      metrics,
      log,
    },
    capturing: {
      pool,
      reports,
      sources: reportSources,
      retryBaseSeconds,
      everySeconds: env.CAPTURE_SECONDS,
      metrics,
      log,
    },
    judging: {
      pool,
      blobs,
      reports,
      receipts,
      retryBaseSeconds,
      chain: { chainId: network.chainId, implementations: network.contracts.inferenceServing?.implementations },
      trust: network.trust,
      signer,
      metrics,
    },
  })
  workers.done.catch(fail)
  sweeper = startSweeper(pool, leases, { verifier: VERIFIER_VERSION, trust: trustHash(network.trust) }, log)
  const server = env.PORT === undefined ? undefined : await startServer(env.PORT, pool, metrics)
  log.info({ network: network.name, keyId: signer.keyId, port: server?.port }, 'auditor started')
  return {
    port: server?.port,
    failed,
    stop: async () => {
      await server?.stop()
      await sweeper.stop()
      await workers.stop()
      await receipts.close()
      await sources.guard.close()
      await reportSources.guard.close()
      await leases.close()
      await pool.end()
    },
  }
}

function openSources(limits: FetchLimits, network: Network, flow: FetchSources['network']['flow']): FetchSources {
  const { indexers, nodes } = network.storage
  return {
    network: { chainId: network.chainId, flow },
    indexers,
    nodes,
    limits,
    guard: createDialGuard([...indexers, ...nodes], limits),
    hash: createRootHash(),
  }
}

/** A guard of its own: an indexer's answer can choose among storage addresses, and must not choose a provider's. */
function openReportSources(env: Env, network: Network): ReportSources {
  const limits = { ...DEFAULT_LIMITS, requestMs: env.REQUEST_TIMEOUT_MS }
  return { guard: createDialGuard(network.providers ?? [], limits), limits }
}
