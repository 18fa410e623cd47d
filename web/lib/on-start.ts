import { getEnv } from './env'

/** Exit codes with which Next.js ends after a clean stop by signal; a supervisor would take them for a crash. */
const STOPPED = new Set([130, 143])

/**
 * A wrong variable stops the server at once with exit code 78 instead of failing each request, and a stop by SIGINT or
 * SIGTERM exits with 0.
 */
export function onStart(): void {
  try {
    getEnv()
  } catch (error) {
    console.error((error as Error).message)
    process.exit(78)
  }
  process.on('exit', (code) => {
    if (STOPPED.has(code)) process.exitCode = 0
  })
}
