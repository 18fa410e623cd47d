import { join } from 'node:path'
import type { Network } from '@touchstone/networks'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Queryable } from '../database.js'
import type { Env } from '../env.js'
import { readSigner, type VerdictSigner } from '../judge/key.js'
import type { Anchorer } from './anchor/anchorer.js'
import { findAnchor } from './anchor/anchorRows.js'
import { openAnchorer } from './anchor/openAnchorer.js'
import { openLogFolder } from './logFolder.js'
import { startPublisher } from './publisher.js'
import { createLogRoutes, type ServeLog } from './serve.js'
import { findVerdictProof } from './verdictProof.js'

/** The verdict log of one auditor process. */
export interface VerdictLog {
  serve: ServeLog
  /** The proof that the log holds a verdict; undefined while it does not, or while its files cannot be read. */
  findProof(db: Queryable, verdict: string): Promise<string | undefined>
  /** Lines for /healthz about what is not as it should be or not done at all. */
  remarks(): Promise<string[]>
  /** Why nothing is published although this process could; undefined where all is well. */
  problem(): string | undefined
  /** Lines of the Prometheus text format about this process. */
  renderMetrics(): string[]
  stop(): Promise<void>
}

/** Opens `$DATA_DIR/log`, publishes into it where this process is the one that does, and serves it. @throws KeyFileError */
export async function openLog(
  env: Env,
  network: Network,
  { pool, signer, log }: { pool: pg.Pool; signer: VerdictSigner; log: Logger },
): Promise<VerdictLog> {
  const folder = openLogFolder(join(env.DATA_DIR, 'log'))
  const previous = env.PREVIOUS_KEY_FILE === undefined ? undefined : await readSigner(env.PREVIOUS_KEY_FILE)
  const anchorer = await openAnchorer(env, network, { db: pool, logKeyId: signer.keyId, folder, log })
  const publisher = startPublisher({
    ...{ folder, signer, previous, log, databaseUrl: env.DATABASE_URL },
    origin: env.LOG_ORIGIN ?? `touchstone/${network.name}/${signer.keyId.slice(0, 16)}`,
    everyMs: env.LOG_PUBLISH_SECONDS * 1_000,
    // What a node of the chain does must not hold up the log.
    afterStep: () => anchorer?.wake(),
  })
  return {
    serve: createLogRoutes(pool, folder, log),
    findProof: (db, verdict) =>
      findVerdictProof(db, folder, verdict).catch((error: Error) => {
        log.warn({ err: error, verdict }, 'a bundle goes without its proof of the log')
        return undefined
      }),
    remarks: async () => {
      const problem = publisher.problem()
      const unpublished = problem === undefined ? [] : [`log: not published: ${problem}`]
      return [...unpublished, ...(await describeAnchors(pool, anchorer))]
    },
    problem: () => publisher.problem(),
    renderMetrics: () => [
      '# HELP touchstone_auditor_log_anchor_trouble 1 while this process cannot anchor checkpoints, by what stands against it.',
      '# TYPE touchstone_auditor_log_anchor_trouble gauge',
      ...[anchorer?.trouble()].flatMap((trouble) =>
        trouble === undefined ? [] : [`touchstone_auditor_log_anchor_trouble{kind="${trouble.kind}"} 1`],
      ),
    ],
    stop: async () => {
      await publisher.stop()
      await anchorer?.stop()
    },
  }
}

async function describeAnchors(db: Queryable, anchorer: Anchorer | undefined): Promise<string[]> {
  const isAnchored = (await findAnchor(db)) !== undefined
  const why = anchorer === undefined ? 'ANCHOR_KEY_FILE is not set' : anchorer.trouble()?.sentence
  if (isAnchored) return why === undefined ? [] : [`log: no new checkpoint is anchored here: ${why}`]
  return [`log: nothing is anchored on chain: ${why ?? 'the first transaction waits, or another process makes it'}`]
}
