import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import pg from 'pg'
import { until } from '../src/testing/until.js'

const programOf = (room: string) => fileURLToPath(new URL(`../../${room}/dist/main.js`, import.meta.url))
const STOP_MS = 10_000

export interface Indexing {
  databaseUrl: string
  database: pg.Client
  /** Everything that the indexer wrote. */
  output(): string
  stop(): Promise<void>
}

/** A built program as a process of its own. */
interface Program {
  output(): string
  hasEnded(): boolean
  stop(): Promise<void>
}

function start(room: string, env: Record<string, string>): Program {
  const child = spawn(process.execPath, [programOf(room)], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part.toString()))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    output: () => parts.join(''),
    hasEnded,
    async stop() {
      if (hasEnded()) return
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exited
      clearTimeout(timer)
    },
  }
}

/** The built gateway on that port, with a folder of its own. */
export async function startGateway(
  port: number,
  env: Record<string, string>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-gateway-'))
  const program = start('gateway', { DATA_DIR: folder, PORT: `${port}`, ...env })
  const url = `http://127.0.0.1:${port}`
  await until('The gateway', 20_000, async () => {
    if (program.hasEnded()) throw new Error(`The gateway ended: ${program.output()}`)
    return (await fetch(`${url}/height`).catch(() => undefined))?.ok ? true : undefined
  })
  return {
    url,
    async stop() {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The built indexer on a database of its own, once it has read the block of that height. */
export async function indexUpTo(block: number, env: Record<string, string>): Promise<Indexing> {
  const postgres = await startTestPostgres()
  await migrate(postgres.url)
  const database = new pg.Client(postgres.url)
  await database.connect()
  const program = start('indexer', { DATABASE_URL: postgres.url, ...env })
  const stop = async () => {
    await program.stop()
    await database.end()
    await postgres.stop()
  }
  const reached = async () => {
    if (program.hasEnded()) throw new Error('The indexer ended.')
    const { rows } = await database.query(
      `select greatest((select max(height) from squid_processor.status), (select max(height) from squid_processor.hot_block)) as head`,
    )
    return Number(rows[0]?.head ?? -1) >= block ? true : undefined
  }
  try {
    await until(`Block ${block} in the index`, 60_000, reached)
    return { databaseUrl: postgres.url, database, output: program.output, stop }
  } catch (error) {
    await stop()
    throw new Error(`${(error as Error).message}\n${program.output().slice(-2_000)}`)
  }
}

/** The built auditor on that index, with a folder of its own. */
export function startAuditor({ databaseUrl }: Indexing, env: Record<string, string>): Omit<Program, 'hasEnded'> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-auditor-'))
  const program = start('auditor', { DATABASE_URL: databaseUrl, DATA_DIR: folder, ...env })
  return {
    output: program.output,
    async stop() {
      await program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
