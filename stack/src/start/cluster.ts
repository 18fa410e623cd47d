import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { findFreePort, isPortFree } from '../net/port.js'
import { getPostgresBinaries } from '../postgres/binaries.js'
import { PostgresError } from '../postgres/postgres-error.js'
import { createCluster, getPostgresCommand, isServing, toPostgresUrl } from '../postgres/server.js'
import { findCommand } from '../supervisor/identity.js'
import type { ServiceSpec } from '../supervisor/service.js'

const DATABASE = 'touchstone'
const SETTINGS = { wal_level: 'minimal', max_wal_senders: '0', max_connections: '100', jit: 'off' }

const placeSchema = z.object({ port: z.int().min(1).max(65_535), password: z.string().min(16) })

/** How the embedded server is reached; kept in $DATA_DIR/postgres.json, readable by its owner alone. */
type Place = z.infer<typeof placeSchema>

export type Cluster = { spec: ServiceSpec; url: string; createDatabase(): Promise<void> }

/**
 * Prepares the embedded PostgreSQL of a state folder: makes the cluster at the first start, keeps port and password, and
 * clears what a killed server left in the way.
 * @throws PostgresError where the data belong to another version of PostgreSQL.
 */
export async function prepareCluster(dataDir: string, inherited: NodeJS.ProcessEnv): Promise<Cluster> {
  const folder = join(dataDir, 'postgres')
  const place = await keepPlace(join(dataDir, 'postgres.json'))
  if (existsSync(folder)) await requireSameVersion(folder)
  else await createWhole(folder, place.password)
  dropStaleProcessFile(folder)
  const url = toPostgresUrl(place, DATABASE)
  const adminUrl = toPostgresUrl(place, 'postgres')
  const spec: ServiceSpec = {
    name: 'postgres',
    command: await getPostgresCommand({ folder, port: place.port, settings: SETTINGS }),
    cwd: dataDir,
    env: { ...inherited, DATA_DIR: dataDir },
    stopSignal: 'SIGINT',
    probe: async () => ((await isServing(adminUrl)) ? 'ready' : 'silent'),
  }
  return { spec, url, createDatabase: () => createDatabase(adminUrl) }
}

/** Port and password of the last start; another port where that one is taken by now. */
async function keepPlace(path: string): Promise<Place> {
  const kept = readPlace(path)
  if (kept && (await isPortFree(kept.port))) return kept
  const place = { port: await findFreePort(), password: kept?.password ?? randomBytes(24).toString('hex') }
  writeFileSync(`${path}.new`, JSON.stringify(place), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return place
}

function readPlace(path: string): Place | undefined {
  if (!existsSync(path)) return undefined
  try {
    return placeSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new PostgresError(
      `${path} should hold port and password of the embedded PostgreSQL and does not: restore it, or remove ${join(path, '..')} to start from nothing.`,
      { cause },
    )
  }
}

/** initdb cut short would leave a folder that is neither empty nor a cluster: it works aside and is renamed. */
async function createWhole(folder: string, password: string): Promise<void> {
  const aside = `${folder}.new`
  rmSync(aside, { recursive: true, force: true })
  await createCluster(aside, password)
  renameSync(aside, folder)
}

async function requireSameVersion(folder: string): Promise<void> {
  const { postgres } = await getPostgresBinaries()
  const ours = spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout.match(/(\d+)\.\d+/)?.[1]
  const theirs = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (ours === theirs) return
  throw new PostgresError(
    `${folder} holds data of PostgreSQL ${theirs} and this build brings PostgreSQL ${ours}, which cannot read them: remove ${join(folder, '..')} to start from nothing, choose another DATA_DIR, or run them with the build that made them.`,
  )
}

/**
 * A killed server leaves its process number behind, and PostgreSQL refuses to start while anybody runs under it: in a
 * container that is soon another program.
 */
function dropStaleProcessFile(folder: string): void {
  const path = join(folder, 'postmaster.pid')
  if (!existsSync(path)) return
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  if (!findCommand(pid)?.includes(folder)) rmSync(path)
  else
    throw new PostgresError(
      `A PostgreSQL that this stack did not start (process ${pid}) uses ${folder}: stop it with \`kill -INT ${pid}\`.`,
    )
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`)
  } finally {
    await client.end()
  }
}
