/** Runs once when the server starts: a wrong variable stops it at once with exit code 78 instead of failing each request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { getEnv } = await import('./lib/env')
  try {
    getEnv()
  } catch (error) {
    console.error((error as Error).message)
    process.exit(78)
  }
}
