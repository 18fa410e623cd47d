import { existsSync } from 'node:fs'
import type { ThreadPool } from '../src/threads/pool.js'

/** Imports compiled code of the auditor: threads run nothing else. */
export async function importBuilt<T>(path: string): Promise<T> {
  const url = new URL(`../dist/${path}`, import.meta.url)
  if (!existsSync(url))
    throw new Error(`${url.pathname} is missing. Build first: npx turbo run build --filter=@touchstone/auditor`)
  return (await import(url.href)) as T
}

export const importPool = () => importBuilt<typeof import('../src/threads/pool.js')>('threads/pool.js')

/** Runs `use` with threads of those limits, and ends them. */
export async function withThreads<T>(
  limits: { heapMb?: number; keptMb?: number; baseMs?: number; perMbMs?: number },
  use: (threads: ThreadPool) => Promise<T>,
): Promise<T> {
  const { createThreadPool } = await importPool()
  const threads = createThreadPool(1, { heapMb: 512, keptMb: 512, baseMs: 60_000, perMbMs: 0, ...limits })
  try {
    return await use(threads)
  } finally {
    await threads.stop()
  }
}
