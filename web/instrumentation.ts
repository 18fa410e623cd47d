/** Called by Next.js once when the server starts. What needs Node.js stands apart: the build also reads this file for another runtime. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') (await import('./lib/on-start')).onStart()
}
