/** Exit codes with which Next.js ends after a clean stop by signal; a supervisor would take them for a crash. */
const STOPPED = new Set([130, 143])

/**
 * Runs once when the server starts: a wrong variable stops it at once with exit code 78 instead of failing each
 * request, and a stop by SIGINT or SIGTERM exits with 0.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { getEnv } = await import('./lib/env')
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
