import { loadNetwork, NetworkFileError } from '@touchstone/networks'
import { checkBlobs } from '@touchstone/store/blobs'
import { BlobPlaceError } from '@touchstone/store/blobs/errors'
import { pino } from 'pino'
import { startAuditor } from './auditor.js'
import { parseEnv, withOwnNodes } from './env.js'
import { KeyFileError } from './judge/key.js'
import { EnvError } from './places.js'
import { WebhookFileError } from './webhooks/config.js'

/** A supervisor does not start a process again that ended so. */
const EXIT_CONFIG = 78

const CONFIG_ERRORS = [EnvError, NetworkFileError, KeyFileError, WebhookFileError, BlobPlaceError]

async function main(): Promise<void> {
  const env = parseEnv(process.env)
  const log = pino({ level: env.LOG_LEVEL, name: 'auditor' })
  const away = await checkBlobs(env)
  if (away !== undefined) log.warn(`Payloads cannot be kept now: ${away}`)
  const auditor = await startAuditor(env, withOwnNodes(loadNetwork(env.NETWORK), env), log)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  await Promise.race([stopped, auditor.failed])
  await auditor.stop()
  log.info('auditor stopped')
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    const isConfig = CONFIG_ERRORS.some((kind) => error instanceof kind)
    console.error(isConfig ? error.message : (error.stack ?? error.message))
    process.exit(isConfig ? EXIT_CONFIG : 1)
  },
)
