import { listRouters, type Network, requireContract } from '@touchstone/networks'
import { migrate } from '@touchstone/store/migrate'
import { trustHash, VERIFIER_VERSION } from '@touchstone/verify'
import { runMigrations } from 'graphile-worker'
import type { Logger } from 'pino'
import { createBundleRoutes } from './bundle/serve.js'
import { openContexts } from './contexts.js'
import { endsWithin } from './drain.js'
import type { Env } from './env.js'
import { loadSigner } from './judge/key.js'
import { openLog } from './log/openLog.js'
import { createMetrics } from './metrics.js'
import { openPool } from './pool.js'
import { openLeases } from './queue/leases.js'
import { type Sweeper, startSweeper } from './queue/sweeper.js'
import { startWorkers } from './queue/workers.js'
import { createReadiness } from './readiness.js'
import { startServer } from './server.js'
import { watchChanges } from './webhooks/watch.js'

export interface Auditor {
  /** Port of /healthz, /readyz, /metrics, /bundle/ and /log/, where they are served. */
  port: number | undefined
  /**
   * Takes no new work and ends the work in hand; what takes longer than DRAIN_SECONDS is cut off and free for others at
   * once. Lets everything go.
   */
  stop(): Promise<void>
  /** Rejects when the process can no longer do its work. */
  failed: Promise<never>
}

/**
 * Starts one auditor process on a network; any number of them share a database.
 * @throws NetworkFileError, KeyFileError where the surroundings are wrong, else the driver's error.
 */
export async function startAuditor(env: Env, network: Network, log: Logger): Promise<Auditor> {
  for (const kind of ['inferenceServing', 'flow'] as const) requireContract(network, kind)
  const signer = await loadSigner(env.KEY_FILE)
  const pool = openPool(env.DATABASE_URL, env.CONCURRENCY, log)
  await migrate(env.DATABASE_URL, () => runMigrations({ pgPool: pool }))
  const metrics = createMetrics()
  const { close, ...contexts } = openContexts(env, network, { pool, signer, metrics, log })
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
    (payload) => sweeper?.look(payload),
  )
  const workers = await startWorkers({ pool, leases, concurrency: env.CONCURRENCY, log, ...contexts })
  workers.done.catch(fail)
  const fitness = { verifier: VERIFIER_VERSION, trust: trustHash(network.trust) }
  const sweeps = { fitness, transactions: contexts.transactions, routers: listRouters(network) }
  sweeper = startSweeper(pool, leases, sweeps, log)
  const watch = watchChanges(
    pool,
    [...(contexts.webhooks?.hooks.values() ?? [])],
    { name: network.name, chainId: network.chainId, routers: listRouters(network) },
    log,
  )
  const verdictLog = await openLog(env, network, { pool, signer, log })
  const bundles = createBundleRoutes(
    { ...contexts.judging, routers: listRouters(network), findLogProof: verdictLog.findProof },
    log,
  )
  const readiness = createReadiness(pool, () => verdictLog.problem())
  const served = { pool, metrics, readiness, bundles, verdictLog }
  const server = env.PORT === undefined ? undefined : await startServer(env.PORT, served)
  log.info({ network: network.name, keyId: signer.keyId, port: server?.port }, 'auditor started')
  return {
    port: server?.port,
    failed,
    stop: async () => {
      readiness.drain()
      await Promise.all([sweeper.stop(), watch.stop()])
      const isDrained = await endsWithin(workers.stop(), env.DRAIN_SECONDS * 1_000)
      if (!isDrained) {
        log.warn({ seconds: env.DRAIN_SECONDS }, 'work in hand is cut off; others may take it up at once')
        await leases.freeOwn().catch((error: Error) => log.error({ err: error }, 'the jobs in hand were not freed'))
      }
      await server?.stop()
      await verdictLog.stop()
      const closed = close().then(() => leases.close())
      // What was cut off still holds connections.
      if (isDrained) await closed.then(() => pool.end())
      else await endsWithin(closed, CLOSE_MS)
    },
  }
}

/** How long the rest may take where work was cut off. */
const CLOSE_MS = 2_000
