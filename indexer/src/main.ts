import { createLogger, LogLevel, setLogLevelCallback } from '@subsquid/logger'
import { loadNetwork, NetworkFileError } from '@touchstone/networks'
import { VerdictMigrationError } from '@touchstone/store/migration-error'
import { type Env, parseEnv } from './env'
import { ConfigError, EXIT_CONFIG } from './start/config-error'
import { assertNetwork, chooseRpcUrl, openRpc, waitForRpc } from './start/rpc'
import { startFrom } from './start/startFrom'
import { steadyClock } from './start/steadyClock'

async function main() {
  steadyClock()
  const env = await parseEnv(process.env)
  setLogLevelCallback(() => LEVELS[env.LOG_LEVEL])
  const log = createLogger('touchstone:indexer')
  const network = startFrom(loadNetwork(env.NETWORK), env.FROM_BLOCK)
  if (env.FROM_BLOCK !== undefined) log.warn(`FROM_BLOCK: what happened before block ${env.FROM_BLOCK} stays unknown.`)
  const rpc = openRpc(chooseRpcUrl(env, network))
  // Until the processor runs there is nothing to finish.
  const stopEarly = () => process.exit(0)
  process.once('SIGTERM', stopEarly).once('SIGINT', stopEarly)
  const warn = (sentence: string) => log.warn(sentence)
  // The RPC answers while the modules load that take longest: a slow RPC would hold up every start.
  const asked = waitForRpc(rpc, network, warn)
  // Whoever awaits it below hears of a failure.
  asked.catch(() => undefined)
  const { migrate } = await import('@touchstone/store/migrate')
  const migrated = migrate(env.DATABASE_URL)
  migrated.catch(() => undefined)
  const { buildFactsSource } = await import('@touchstone/store')
  const opened = migrated.then(() => buildFactsSource(env.DATABASE_URL).initialize())
  opened.catch(() => undefined)
  const { prepare } = await import('./start/prepare.js')
  const { run } = await import('./run.js')
  const [answers, source] = await Promise.all([asked, opened])
  assertNetwork(rpc.url, answers, network, warn)
  const frames = await prepare(env, network, { rpc, head: answers.head, source, log })
  process.off('SIGTERM', stopEarly).off('SIGINT', stopEarly)
  await run(env, network, { rpc, frames, source, log })
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
