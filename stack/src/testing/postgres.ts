import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { findFreePort } from '../net/port.js'
import { createCluster, startPostgres } from '../postgres/server.js'

/** A database that belongs to one test, on a real PostgreSQL. */
export type TestPostgres = {
  /** Connection string of the fresh, empty database. */
  url: string
  /** Drops the database; the server goes with the process that started it. */
  stop(): Promise<void>
}

/** Durability costs time and a test's data has none to lose. */
const TEST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '64MB',
  max_connections: '200',
  jit: 'off',
}

const SERVER_DEADLINE_MS = 60_000

let ownServer: Promise<RunningServer> | undefined

/**
 * Creates an empty database of its own for the caller: on the server that TEST_DATABASE_URL names (the vitest set-up in
 * ./global.ts names one for the whole run), else on a server started for this process.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const admin = process.env.TEST_DATABASE_URL || (await getOwnServer()).url
  const name = `touchstone_test_${randomBytes(6).toString('hex')}`
  // With fsync off, copying files is faster than logging them: 30 against 65 ms.
  await runAsAdmin(admin, `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY file_copy`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, stop: () => runAsAdmin(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

export type RunningServer = { url: string; stop(): Promise<void> }

/** Starts a server with data in a temporary folder. `port` is chosen free where it is left out. */
export async function startTestServer(port?: number): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-postgres-'))
  const password = randomBytes(16).toString('hex')
  return startTestServerAt({ folder, password, port: port ?? (await findFreePort()) })
}

export type TestServerPlace = { folder: string; password: string; port: number }

/** As startTestServer, at a place chosen by the caller, who can name its URL before it runs. */
export async function startTestServerAt({ folder, password, port }: TestServerPlace): Promise<RunningServer> {
  const cluster = join(folder, 'cluster')
  await createCluster(cluster, password)
  const server = await startPostgres({
    folder: cluster,
    port,
    password,
    settings: TEST_SETTINGS,
    onLog: () => undefined,
  })
  const killNow = () => {
    server.process.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', killNow)
  unref(server.process)
  return {
    url: server.url('postgres'),
    async stop() {
      process.removeListener('exit', killNow)
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A test process that forgets to stop its server must end all the same; the exit hook above takes the server along. */
function unref(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref()
}

function getOwnServer(): Promise<RunningServer> {
  ownServer ??= startTestServer()
  return ownServer
}

async function runAsAdmin(url: string, sql: string): Promise<void> {
  const client = await connectWithin(url, SERVER_DEADLINE_MS)
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The shared server may still be starting: the set-up does not hold up tests that need no database. */
async function connectWithin(url: string, deadlineMs: number): Promise<pg.Client> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (cause) {
      await client.end().catch(() => undefined)
      if (Date.now() > deadline)
        throw new Error(`No test database at ${new URL(url).host}. Unset TEST_DATABASE_URL or start that server.`, {
          cause,
        })
      await delay(50)
    }
  }
}
