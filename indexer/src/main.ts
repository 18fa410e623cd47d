import { createLogger, type Logger, LogLevel, setLogLevelCallback } from '@subsquid/logger'
import { loadNetwork, type Network, NetworkFileError } from '@touchstone/networks'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import { VerdictMigrationError } from '@touchstone/store/migration-error'
import { toChainBlock } from './blocks'
import { FactsDatabase } from './database'
import { type DecodedBlock, decodeBlock } from './decode/block'
import { type Env, parseEnv } from './env'
import { createHealth, serveHealth } from './health'
import { buildProcessor, type Processor } from './processor'
import { ConfigError, EXIT_CONFIG } from './start/config-error'
import { findContinuity, resetFacts } from './start/continuity'
import { assertNetwork, chooseRpcUrl, openRpc, printableUrl, type Rpc, waitForRpc } from './start/rpc'
import { seedNetwork } from './start/seed'
import { startFrom } from './start/startFrom'
import { toContext, toWatched } from './watched'
import { writeBatch } from './write'

/** A batch that does not end after a stop was asked for is cut off; it rolls back. */
const STOP_DEADLINE_MS = 5_000

async function main() {
  const env = parseEnv(process.env)
  setLogLevelCallback(() => LEVELS[env.LOG_LEVEL])
  const log = createLogger('touchstone:indexer')
  const network = startFrom(loadNetwork(env.NETWORK), env.FROM_BLOCK)
  if (env.FROM_BLOCK !== undefined) log.warn(`FROM_BLOCK: what happened before block ${env.FROM_BLOCK} stays unknown.`)
  const rpc = openRpc(chooseRpcUrl(env, network))
  // Until the processor runs there is nothing to finish.
  const stopEarly = () => process.exit(0)
  process.once('SIGTERM', stopEarly).once('SIGINT', stopEarly)
  await waitForRpc(rpc, (sentence) => log.warn(sentence))
  await assertNetwork(rpc, network, (sentence) => log.warn(sentence))
  await prepareDatabase(env, network, rpc, log)
  rpc.close()
  process.off('SIGTERM', stopEarly).off('SIGINT', stopEarly)
  await run(env, network, rpc.url, log)
}

async function prepareDatabase(env: Env, network: Network, rpc: Rpc, log: Logger) {
  await migrate(env.DATABASE_URL)
  const source = await buildFactsSource(env.DATABASE_URL).initialize()
  try {
    const continuity = await findContinuity(source, rpc, network)
    if (continuity.kind === 'broken') {
      if (env.RESET_ON_DEEP_REORG === '0')
        throw new ConfigError(
          `The facts kept are not of this chain: ${continuity.why}. Start with RESET_ON_DEEP_REORG=1 to drop and rebuild them.`,
        )
      log.warn(`dropping all facts and reading the chain again: ${continuity.why}`)
      await resetFacts(source)
    }
    await seedNetwork(source, network)
  } finally {
    await source.destroy()
  }
}

async function run(env: Env, network: Network, rpcUrl: string, log: Logger) {
  const health = createHealth()
  const processor = buildProcessor(network, rpcUrl, env.GATEWAY_URL)
  const sdkMetrics = takeOverMetrics(processor, rpcUrl)
  if (env.PORT !== undefined) await serveHealth(health, sdkMetrics, { host: env.HOST, port: env.PORT })
  const database = new FactsDatabase(env.DATABASE_URL, health.noteCommit, network.digestInterval)
  stopOnSignal(database)
  const watched = toWatched(network)
  const context = toContext(network)
  processor.run(database, async ({ blocks, store }) => {
    const decoded = blocks.map((block) => decodeBlock(toChainBlock(block), watched))
    health.noteBatch(decoded)
    warnUndecodable(decoded, log)
    await writeBatch(store, decoded, context)
  })
}

function warnUndecodable(decoded: DecodedBlock[], log: Logger) {
  for (const block of decoded)
    for (const found of block.undecodable) log.warn({ ...found }, 'a log of a watched contract does not decode')
}

function stopOnSignal(database: FactsDatabase) {
  const stop = () => {
    setTimeout(() => process.exit(0), STOP_DEADLINE_MS).unref()
    void database.stop().finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
}

/**
 * The SDK would serve its figures on a port of its own, on every interface; they go out at ours instead, without what may
 * be a key in the RPC's URL. Both members are private in 1.27.3, which is pinned.
 */
function takeOverMetrics(processor: Processor, rpcUrl: string): () => Promise<string> {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const server = processor['getPrometheusServer']()
  server.serve = async () => ({ port: 0, close: async () => undefined })
  return async () => {
    // biome-ignore lint/complexity/useLiteralKeys: as above.
    const text = await server['registry'].metrics()
    return text.replaceAll(/url="[^"]*"/g, `url="${printableUrl(rpcUrl)}"`)
  }
}

const LEVELS: Record<Env['LOG_LEVEL'], LogLevel> = {
  trace: LogLevel.TRACE,
  debug: LogLevel.DEBUG,
  info: LogLevel.INFO,
  warn: LogLevel.WARN,
  error: LogLevel.ERROR,
  fatal: LogLevel.FATAL,
  silent: LogLevel.FATAL,
}

const CONFIG_ERRORS = [ConfigError, NetworkFileError, VerdictMigrationError]

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(CONFIG_ERRORS.some((kind) => error instanceof kind) ? EXIT_CONFIG : 1)
})
