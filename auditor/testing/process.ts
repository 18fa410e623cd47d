import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './auditing.js'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export interface AuditorProcess {
  child: ChildProcess
  /** What it wrote to stderr so far. */
  errors(): string
  /** Exit code or signal, once it ended. */
  ended: Promise<number | NodeJS.Signals | null>
}

/** Starts the built auditor as a process of its own, as a supervisor would. */
export function spawnAuditor(env: Record<string, string>): AuditorProcess {
  if (!existsSync(MAIN))
    throw new Error(`${MAIN} is missing. Build first: npx turbo run build --filter=@touchstone/auditor`)
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece.toString()
  })
  child.stdout.resume()
  return {
    child,
    errors: () => errors,
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code))),
  }
}

/** Environment of a process that works on the bench. */
export async function processEnv(bench: Bench, changes: Record<string, string> = {}): Promise<Record<string, string>> {
  const network = join(bench.env.DATA_DIR, 'network.json')
  await writeFile(network, JSON.stringify(bench.network))
  return {
    DATABASE_URL: bench.url,
    NETWORK: network,
    DATA_DIR: bench.env.DATA_DIR,
    RETRY_BASE_SECONDS: '1',
    LOG_LEVEL: 'error',
    ...changes,
  }
}
