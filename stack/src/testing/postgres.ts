import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
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
/** How long a session that was left is waited for, and how often it is looked at. */
const GOODBYE_MS = 1_000
const GOODBYE_POLL_MS = 10

let ownServer: Promise<RunningServer> | undefined

/**
 * Creates a database of its own for the caller: on the server that TEST_DATABASE_URL names (the vitest set-up in
 * ./global.ts names one for the whole run), else on a server started for this process. Empty, or a copy of the template.
 */
export async function startTestPostgres(template?: Template): Promise<TestPostgres> {
  const admin = process.env.TEST_DATABASE_URL || (await getOwnServer()).url
  const name = `touchstone_test_${randomBytes(6).toString('hex')}`
  const source = template === undefined ? 'template0' : await findTemplate(template, admin)
  // With fsync off, copying files is faster than logging them: 30 against 65 ms.
  await runAsAdmin(admin, `CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`)
  return { url: at(admin, name), stop: () => dropDatabase(admin, name) }
}

/**
 * A pool has ended once it has said goodbye: a server that has not read that yet would answer by ending the session, an error
 * that nobody listens for any more. Whoever stays is put out.
 */
async function dropDatabase(admin: string, name: string): Promise<void> {
  const client = await connectWithin(admin, SERVER_DEADLINE_MS)
  try {
    const deadline = Date.now() + GOODBYE_MS
    const isInUse = async () =>
      (await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1 LIMIT 1', [name])).rowCount === 1
    while ((await isInUse()) && Date.now() < deadline) await delay(GOODBYE_POLL_MS)
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

/** What the copies of a database start with: migrations take a hundred times as long as copying what they made. */
export type Template = {
  /** One of a run: letters, digits and underscores. */
  name: string
  /** Fills an empty database, and leaves no connection to it. */
  prepare(url: string): Promise<void>
}

/** Templates are of one run, whose code made them; the set-up of vitest names it to all its processes. */
const run = process.env.TEST_DATABASE_RUN || randomBytes(6).toString('hex')
const templates = new Map<string, Promise<string>>()
/** Key of the advisory lock under which one process at a time makes a template: ASCII "templ". */
const TEMPLATE_LOCK = 0x74656d706c

function findTemplate(template: Template, admin: string): Promise<string> {
  const made = templates.get(template.name) ?? makeTemplate(template, admin)
  templates.set(template.name, made)
  return made
}

/** Makes the template, unless another process of the run did. It counts as made once it is marked. */
async function makeTemplate({ name, prepare }: Template, admin: string): Promise<string> {
  const source = `touchstone_template_${run}_${name}`
  const client = await connectWithin(admin, SERVER_DEADLINE_MS)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rows } = await client.query<{ made: boolean }>(
      'SELECT datistemplate AS made FROM pg_database WHERE datname = $1',
      [source],
    )
    if (rows[0]?.made) return source
    await client.query(`DROP DATABASE IF EXISTS ${source} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${source} TEMPLATE template0 STRATEGY file_copy`)
    await prepare(at(admin, source))
    await client.query(`ALTER DATABASE ${source} IS_TEMPLATE true`)
    return source
  } finally {
    await client.end()
  }
}

/** Drops the templates of a run on a server that outlives it. */
export async function dropTemplates(admin: string, ofRun: string): Promise<void> {
  const client = await connectWithin(admin, SERVER_DEADLINE_MS)
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [`touchstone_template_${ofRun}_`],
    )
    for (const { name } of rows) {
      await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`)
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
    }
  } finally {
    await client.end()
  }
}

function at(admin: string, database: string): string {
  const url = new URL(admin)
  url.pathname = `/${database}`
  return url.href
}

export type RunningServer = {
  url: string
  /** Ends it at once, as a crash would, and starts it again over what it left. */
  restart(): Promise<void>
  stop(): Promise<void>
}

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
  const start = async () => {
    const started = await startPostgres({
      folder: cluster,
      port,
      password,
      settings: TEST_SETTINGS,
      onLog: () => undefined,
    })
    unref(started.process)
    return started
  }
  let server = await start()
  const killNow = () => {
    server.process.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', killNow)
  return {
    url: server.url('postgres'),
    async restart() {
      const ended = once(server.process, 'exit')
      server.process.kill('SIGQUIT')
      await ended
      server = await start()
    },
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
