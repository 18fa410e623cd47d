import { NetworkFileError } from '@touchstone/networks'
import pino from 'pino'
import { ConfigError } from './config-error.js'
import { parseEnv } from './env.js'
import { startGateway } from './gateway.js'

/** Exit code that tells the supervisor not to start the process again. */
const EXIT_CONFIG = 78
/** Answers that do not end after a stop was asked for are cut off. */
const STOP_DEADLINE_MS = 5_000

async function main() {
  const { settings, logLevel } = parseEnv(process.env)
  const log = pino({ name: 'touchstone:gateway', level: logLevel })
  // Until it listens there is nothing to finish.
  const stopEarly = () => process.exit(0)
  process.once('SIGTERM', stopEarly).once('SIGINT', stopEarly)
  const gateway = await startGateway({ ...settings, log })
  process.off('SIGTERM', stopEarly).off('SIGINT', stopEarly)
  log.info({ url: gateway.url, chainId: settings.chainId, finality: settings.finality }, 'the gateway listens')
  const stop = () => {
    setTimeout(() => process.exit(0), STOP_DEADLINE_MS).unref()
    void gateway.stop().finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(error instanceof ConfigError || error instanceof NetworkFileError ? EXIT_CONFIG : 1)
})
