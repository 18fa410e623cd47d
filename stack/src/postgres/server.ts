import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { getPostgresBinaries } from './binaries.js'
import { PostgresError } from './postgres-error.js'
import { getUnprivilegedPrefix } from './unprivileged.js'

const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 8_000
const USER = 'touchstone'

/** A running server of our own. */
export type PostgresServer = {
  process: ChildProcess
  /** Connection string of a database on it. */
  url(database: string): string
  /** Fast shutdown; kills after eight seconds. */
  stop(): Promise<void>
}

export type PostgresCommandOptions = {
  /** Folder of the cluster, made by createCluster. */
  folder: string
  port: number
  /** Server settings, as for `postgres -c`. */
  settings: Readonly<Record<string, string>>
}

export type PostgresOptions = PostgresCommandOptions & {
  password: string
  /** Receives the server's log lines. */
  onLog(text: string): void
}

/** Makes an empty cluster in `folder`, which must not exist or be empty. Its only account is `touchstone`. */
export async function createCluster(folder: string, password: string): Promise<void> {
  const { initdb } = await getPostgresBinaries()
  await mkdir(dirname(folder), { recursive: true })
  const passwordFile = `${folder}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  const args = ['-D', folder, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8']
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync')
  try {
    await runToEnd(initdb, args)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** The command that runs a server on 127.0.0.1 in the foreground. SIGINT ends it at once and cleanly. */
export async function getPostgresCommand(options: PostgresCommandOptions): Promise<[string, ...string[]]> {
  const { postgres } = await getPostgresBinaries()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings }
  const args = ['-D', options.folder, '-p', String(options.port)]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  return [...getUnprivilegedPrefix(), postgres, ...args] as [string, ...string[]]
}

/** Connection string of a database on our own server. */
export function toPostgresUrl({ port, password }: { port: number; password: string }, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
}

/** Starts a server on 127.0.0.1 and waits until it answers. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const [program, ...rest] = await getPostgresCommand(options)
  // A process group of its own: Ctrl-C reaches the supervisor alone, which stops the database last.
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let tail = ''
  const collect = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2_000)
    options.onLog(chunk.toString())
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const url = (database: string) => toPostgresUrl(options, database)
  await waitUntilReady(child, url('postgres'), () => tail)
  return { process: child, url, stop: () => stopPostgres(child) }
}

async function waitUntilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS
  let spawnError: Error | undefined
  child.once('error', (error) => {
    spawnError = error
  })
  for (;;) {
    if (spawnError) throw new PostgresError(`PostgreSQL could not be started: ${spawnError.message}`)
    if (child.exitCode !== null || child.signalCode !== null)
      throw new PostgresError(`PostgreSQL stopped while starting. Its last words:\n${log()}`)
    if (await isServing(url)) return
    if (Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw new PostgresError(
        `PostgreSQL did not answer within ${START_DEADLINE_MS / 1000} s. Its last words:\n${log()}`,
      )
    }
    await delay(40)
  }
}

/** Whether a server answers a query there. */
export async function isServing(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stopPostgres(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGINT')
  const killer = setTimeout(() => child.kill('SIGQUIT'), STOP_DEADLINE_MS)
  await exited
  clearTimeout(killer)
}

async function runToEnd(program: string, args: string[]): Promise<void> {
  const [first, ...rest] = [...getUnprivilegedPrefix(), program, ...args] as [string, ...string[]]
  const child = spawn(first, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new PostgresError(`PostgreSQL's initdb failed:\n${output.slice(-2_000)}`)
}
