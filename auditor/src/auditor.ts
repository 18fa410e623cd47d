import { type Network, requireContract } from '@touchstone/networks'
import { migrate } from '@touchstone/store/migrate'
import { trustHash, VERIFIER_VERSION } from '@touchstone/verify'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Logger } from 'pino'
import { createBundleRoutes } from './bundle/serve.js'
import { openContexts } from './contexts.js'
import type { Env } from './env.js'
import { loadSigner } from './judge/key.js'
import { openLog } from './log/openLog.js'
import { createMetrics } from './metrics.js'
import { openLeases } from './queue/leases.js'
import { type Sweeper, startSweeper } from './queue/sweeper.js'
import { startWorkers } from './queue/workers.js'
import { startServer } from './server.js'

export interface Auditor {
  /** Port of /healthz, /metrics, /bundle/ and /log/, where they are served. */
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
  for (const kind of ['inferenceServing', 'flow'] as const) requireContract(network, kind)
  const signer = await loadSigner(env.KEY_FILE)
  await migrate(env.DATABASE_URL)
  const pool = openPool(env, log)
  await runMigrations({ pgPool: pool })
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
  )
  const workers = await startWorkers({ pool, leases, concurrency: env.CONCURRENCY, log, ...contexts })
  workers.done.catch(fail)
  sweeper = startSweeper(pool, leases, { verifier: VERIFIER_VERSION, trust: trustHash(network.trust) }, log)
  const verdictLog = await openLog(env, network, { pool, signer, log })
  const bundles = createBundleRoutes({ ...contexts.judging, findLogProof: verdictLog.findProof }, log)
  const server = env.PORT === undefined ? undefined : await startServer(env.PORT, pool, metrics, bundles, verdictLog)
  log.info({ network: network.name, keyId: signer.keyId, port: server?.port }, 'auditor started')
  return {
    port: server?.port,
    failed,
    stop: async () => {
      await server?.stop()
      await sweeper.stop()
      await workers.stop()
      await verdictLog.stop()
      await close()
      await leases.close()
      await pool.end()
    },
  }
}

function openPool(env: Env, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env.DATABASE_URL,
    application_name: 'touchstone-auditor',
    // A lock and the work for each fetch or capture and each judgement; for each pool of workers its listener and queue;
    // the bundles that are written.
    max: env.CONCURRENCY * 4 + 10,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  return pool
}
