import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import pg from 'pg'
import { until } from '../src/testing/until.js'

const INDEXER = fileURLToPath(new URL('../../indexer/dist/main.js', import.meta.url))
const STOP_MS = 10_000

export interface Indexing {
  database: pg.Client
  /** Everything that the indexer wrote. */
  output(): string
  stop(): Promise<void>
}

/** The built indexer as a process of its own, on a database of its own, until it has read the block of that height. */
export async function indexUpTo(block: number, env: Record<string, string>): Promise<Indexing> {
  const postgres = await startTestPostgres()
  await migrate(postgres.url)
  const database = new pg.Client(postgres.url)
  await database.connect()
  const child = spawn(process.execPath, [INDEXER], {
    env: { PATH: process.env.PATH, DATABASE_URL: postgres.url, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part.toString()))
  const indexing: Indexing = {
    database,
    output: () => parts.join(''),
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve))
      const alive = child.exitCode === null && child.signalCode === null
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      if (alive) await exited
      clearTimeout(timer)
      await database.end()
      await postgres.stop()
    },
  }
  const reached = async () => {
    if (child.exitCode !== null)
      throw new Error(`The indexer ended with ${child.exitCode}: ${parts.join('').slice(-2_000)}`)
    const { rows } = await database.query(
      `select greatest((select max(height) from squid_processor.status), (select max(height) from squid_processor.hot_block)) as head`,
    )
    return Number(rows[0]?.head ?? -1) >= block ? true : undefined
  }
  await until(`Block ${block} in the index`, 60_000, reached).catch(async (error: Error) => {
    await indexing.stop()
    throw new Error(`${error.message}\n${parts.join('').slice(-2_000)}`)
  })
  return indexing
}
