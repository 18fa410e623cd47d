import pino from 'pino'
import { startDevnet } from './devnet.js'
import { MisconfigurationError, parseEnv } from './env.js'

const MISCONFIGURED = 78

async function main(): Promise<void> {
  const env = parseEnv(process.env)
  const log = pino({ name: 'devnet', level: env.LOG_LEVEL })
  // The official SDKs print every step to the console; standard output is for our own lines.
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    console[method] = (...words: unknown[]) => log.trace({ sdk: String(words[0]) })
  const stopped = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopped.abort())
  const devnet = await startDevnet({
    dataDir: env.DATA_DIR,
    healthPort: env.PORT,
    rpcPort: env.RPC_PORT,
    log,
  })
  if (!stopped.signal.aborted)
    await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve, { once: true }))
  await devnet.stop()
  process.exit(0)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(error instanceof MisconfigurationError ? MISCONFIGURED : 1)
})
