import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Audit } from './audit/audit.js'
import { Quiet } from './audit/quiet.js'
import { ConfigError } from './config-error.js'
import { findForeignBlock } from './disk/identity.js'
import { Keeper } from './disk/keeper.js'
import { type Database, openDatabase } from './disk/store.js'
import { Backfill } from './fetch/backfill.js'
import { DetailSource } from './fetch/details.js'
import { FreshParts } from './fetch/freshParts.js'
import { Head } from './fetch/head.js'
import { RangeFetcher } from './fetch/rangeFetcher.js'
import { FrameSource } from './frames/frameSource.js'
import type { GatewayParts } from './parts.js'
import { admitEndpoints } from './rpc/admission.js'
import { RpcPool } from './rpc/pool.js'
import { PageReader } from './serve/page.js'
import type { GatewayLog, GatewaySettings } from './settings.js'

const TIMEOUT_MS = 30_000
/** Needs beyond this number forget what they learnt of range sizes; nothing that is kept is lost. */
const MAX_BACKFILLS = 200

/** A gateway that listens. */
export interface RunningGateway {
  /** What clients give to `setGateway`. */
  url: string
  /** Lets answers under way end, then closes the folder. */
  stop(): Promise<void>
}

/**
 * Opens the folder, asks the RPCs what they are, and listens. Starts without an RPC too: it serves what it has and goes on
 * asking.
 * @throws ConfigError where a setting is wrong: an RPC of another chain or without logs, a folder in use or of another chain.
 */
export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const log = settings.log ?? SILENT
  const pool = new RpcPool(settings.rpcUrls, {
    rate: settings.rpcRate,
    timeoutMs: settings.rpcTimeoutMs ?? TIMEOUT_MS,
  })
  const stopping = new AbortController()
  // The RPCs answer while the folder is opened and the modules load that take longest: a slow one would hold up every start.
  const admitted = admitEndpoints(pool.endpoints, settings.chainId, log, stopping.signal)
  // Whoever awaits it below hears of a failure.
  admitted.catch(() => undefined)
  const database = await openFolder(settings, log).catch((error) => {
    stopping.abort()
    throw error
  })
  try {
    const { buildServer } = await import('./serve/server.js')
    await admitted
    const head = new Head(database, pool, settings.finality)
    await head.load()
    // The first client that wants the height waits for this answer; whoever wants less need not.
    head.refresh().catch(() => undefined)
    await assertSameChain(database, pool, settings)
    const backfills = new Map<string, Backfill>()
    const parts = await assemble(database, pool, settings, { head, backfills })
    const server = buildServer(parts)
    const url = await listen(server, settings)
    const auditing = settings.audit === false ? undefined : runAudit(parts, log, stopping.signal)
    return {
      url,
      async stop() {
        stopping.abort()
        await server.close()
        for (const backfill of backfills.values()) backfill.stop()
        await auditing
        await database.close()
      },
    }
  } catch (error) {
    stopping.abort()
    await database.close()
    throw error
  }
}

function openFolder({ dataDir, chainId }: GatewaySettings, log: GatewayLog): Promise<Database> {
  return openDatabase(path.join(dataDir, `${chainId}`), (why) => log.warn({}, why))
}

/** A failure of its own ends the audit, never the gateway: the audited height then stands still, and the log says why. */
async function runAudit({ audit, quiet }: GatewayParts, log: GatewayLog, signal: AbortSignal): Promise<void> {
  try {
    await audit.run(() => quiet.wait(signal), signal)
  } catch (error) {
    if (!signal.aborted) log.warn({ error: (error as Error).stack }, 'the audit has ended')
  }
}

async function assemble(
  database: Database,
  pool: RpcPool,
  settings: GatewaySettings,
  { head, backfills }: { head: Head; backfills: Map<string, Backfill> },
): Promise<GatewayParts> {
  const keeper = new Keeper(database)
  await keeper.load()
  const details = new DetailSource(database, pool)
  const fresh = new FreshParts()
  const fetcher = new RangeFetcher(pool, details, keeper, fresh)
  return {
    settings,
    pool,
    keeper,
    head,
    reader: new PageReader(keeper, details),
    fresh,
    frames: new FrameSource(pool, keeper, head),
    audit: new Audit(keeper, pool, settings.log ?? SILENT),
    quiet: new Quiet(),
    backfillOf(need) {
      const found = backfills.get(need.id) ?? new Backfill(need, fetcher, keeper)
      // The most recently used is last.
      backfills.delete(need.id)
      backfills.set(need.id, found)
      const [oldest] = backfills.keys()
      if (backfills.size > MAX_BACKFILLS && oldest !== undefined) backfills.delete(oldest)
      return found
    },
  }
}

async function assertSameChain(database: Database, pool: RpcPool, settings: GatewaySettings) {
  const why = await findForeignBlock(database, pool)
  if (why === undefined) return
  if (!settings.resetOnDeepReorg)
    throw new ConfigError(
      `What ${settings.dataDir} keeps is not of this chain: ${why}. Start with RESET_ON_DEEP_REORG=1 to drop it and ask again, or set DATA_DIR.`,
    )
  settings.log?.warn({ why }, 'dropping everything kept: it is not of this chain')
  await database.clear()
}

async function listen(server: FastifyInstance, { host = '127.0.0.1', port = 0 }: GatewaySettings): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    throw new ConfigError(`Port ${port} of ${host} cannot be used (${(error as Error).message}): set PORT or HOST.`)
  }
}

const SILENT: GatewayLog = { info: () => undefined, warn: () => undefined }
