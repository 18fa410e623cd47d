/**
 * A PostgreSQL that keeps its databases between runs, in `.data/bench-api` or where API_DATA says: what it holds takes
 * minutes to make. Its settings are those of `npm start`, with memory for tables of this size.
 */
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createCluster, startPostgres } from '@touchstone/stack/postgres'
import pg from 'pg'
import { findFreePort, ROOT } from '../../index/harness/child.mjs'

const FOLDER = resolve(process.env.API_DATA ?? join(ROOT, '.data/bench-api'))
/** Guards nothing: the server listens on this machine alone and holds generated rows. */
const PASSWORD = 'bench'
const SETTINGS = {
  ...{ wal_level: 'minimal', max_wal_senders: '0', max_connections: '100', jit: 'off' },
  ...{ shared_buffers: '2GB', maintenance_work_mem: '1GB', max_wal_size: '8GB' },
  // What a crash would lose can be made again.
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' },
}

export async function startCluster() {
  const folder = join(FOLDER, 'cluster')
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    rmSync(folder, { recursive: true, force: true })
    await createCluster(folder, PASSWORD)
  }
  const port = await findFreePort()
  const server = await startPostgres({ folder, port, password: PASSWORD, settings: SETTINGS, onLog: () => undefined })
  const killNow = () => server.process.kill('SIGQUIT')
  process.once('exit', killNow)
  return {
    url: server.url,
    pid: server.process.pid,
    async stop() {
      process.removeListener('exit', killNow)
      await server.stop()
    },
  }
}

/** Connects, gives the connection to `work` and closes it. */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
