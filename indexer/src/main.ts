import { createLogger, type Logger, LogLevel, setLogLevelCallback } from '@subsquid/logger'
import { loadNetwork, type Network, NetworkFileError } from '@touchstone/networks'
import { buildFactsSource } from '@touchstone/store'
import { migrate } from '@touchstone/store/migrate'
import { VerdictMigrationError } from '@touchstone/store/migration-error'
import { startDigest } from './digest/start'
import { type Env, parseEnv } from './env'
import { openFrames } from './frames/openFrames'
import { run } from './run'
import { ConfigError, EXIT_CONFIG } from './start/config-error'
import { explainBreak, findContinuity, findStatus, resetFacts } from './start/continuity'
import { assertHistory } from './start/history'
import { assertNetwork, chooseRpcUrl, openRpc, type Rpc, waitForRpc } from './start/rpc'
import { seedNetwork } from './start/seed'
import { startFrom } from './start/startFrom'

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
  const warn = (sentence: string) => log.warn(sentence)
  // What does not depend on one another is asked at the same time: a slow RPC would hold up every start.
  const [answers] = await Promise.all([waitForRpc(rpc, network, warn), migrate(env.DATABASE_URL)])
  assertNetwork(rpc.url, answers, network, warn)
  const { head } = answers
  const prepared = prepareFacts(env, network, rpc, log)
  // A gateway has the history: of the RPC only the head is asked.
  const from = env.GATEWAY_URL === undefined ? await prepared : undefined
  const [frames] = await Promise.all([
    openFrames(rpc.url, env.GATEWAY_URL),
    assertHistory(rpc, network, { from, head }),
    prepared,
  ])
  log.info({ capability: frames.capability }, 'calls within transactions')
  process.off('SIGTERM', stopEarly).off('SIGINT', stopEarly)
  await run(env, network, { rpc, frames, log })
}

/** @returns the first block that is not indexed yet. */
async function prepareFacts(env: Env, network: Network, rpc: Rpc, log: Logger): Promise<number> {
  const source = await buildFactsSource(env.DATABASE_URL).initialize()
  try {
    const continuity = await findContinuity(source, rpc, network)
    if (continuity.kind === 'broken') {
      if (env.RESET_ON_DEEP_REORG === '0') throw new ConfigError(explainBreak(continuity.why))
      log.warn(`dropping all facts and reading the chain again: ${continuity.why}`)
      await resetFacts(source)
    }
    await seedNetwork(source, network)
    const { height } = startDigest(network)
    return 1 + Math.max(height, (await findStatus(source))?.height ?? -1)
  } finally {
    await source.destroy()
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
