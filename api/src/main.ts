import { setTimeout as delay } from 'node:timers/promises'
import { NetworkFileError } from '@touchstone/networks'
import { checkBlobs } from '@touchstone/store/blobs'
import { BlobPlaceError } from '@touchstone/store/blobs/errors'
import { type ApiConfig, EnvError, EXIT_CONFIG, readConfig } from './env'
import { findObstacle } from './http/health'
import { type Api, buildApi } from './server'

const READY_POLL_MS = 1_000

async function main(): Promise<void> {
  const config = readConfigOrExit()
  const away = config.blobs && (await checkBlobs(config.blobs))
  const api = await buildApi(config)
  if (away !== undefined) api.app.log.warn(`Payloads are not shown now: ${away}`)
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  await api.app.listen({ host: config.host, port: config.port })
  await announceReady(api, stop.signal)
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve()
    else stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await api.app.close()
}

/** One line while the tables are missing, one when they are there; requests are answered with UNAVAILABLE meanwhile. */
async function announceReady({ app, services }: Api, signal: AbortSignal): Promise<void> {
  const obstacle = await findObstacle(services.database)
  if (obstacle === undefined) return
  app.log.warn(`Waiting: ${obstacle}`)
  while (!signal.aborted && (await findObstacle(services.database)) !== undefined)
    await delay(READY_POLL_MS, undefined, { signal }).catch(() => undefined)
  if (!signal.aborted) app.log.info('The tables are there: answering queries.')
}

function readConfigOrExit(): ApiConfig {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof EnvError || error instanceof NetworkFileError)) throw error
    console.error(error.message)
    process.exit(EXIT_CONFIG)
  }
}

main().catch((error: Error & { code?: string; port?: number }) => {
  if (error instanceof BlobPlaceError) {
    console.error(error.message)
    process.exit(EXIT_CONFIG)
  }
  const busy = error.code === 'EADDRINUSE'
  console.error(busy ? `Port ${error.port} is in use. Stop the other process or set API_PORT to a free port.` : error)
  process.exit(busy ? EXIT_CONFIG : 1)
})
