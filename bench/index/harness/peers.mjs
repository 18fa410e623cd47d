/**
 * Other indexers on the same chain and the same PostgreSQL, each in a folder of its own under bench/index/peers, installed
 * from its lock file at the first use.
 */
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findFreePort, ROOT, runToEnd, startChild } from './child.mjs'

const PEERS = join(ROOT, 'bench/index/peers')
const PNPM_BIN = join(PEERS, 'pnpm/node_modules/.bin')

const settingsOf = (chain) => ({
  CHAIN_ID: `${chain.network.chainId}`,
  END_BLOCK: `${chain.final}`,
  RPC_URL: chain.url,
  SERVING: chain.serving,
})

/** ponder 0.16.10 on PostgreSQL. Its request limiter starts at 20 a second and grows by itself; no setting changes it. */
export const ponder = {
  kind: 'ponder',
  async prepare() {
    const cwd = join(PEERS, 'ponder')
    if (!existsSync(join(cwd, 'node_modules'))) await runToEnd(['npm', 'ci', '--no-audit', '--no-fund'], { cwd })
    // It keeps what the RPC answered in the database, which is new for each run.
    rmSync(join(cwd, '.ponder'), { recursive: true, force: true })
  },
  async start(chain, database) {
    const env = { ...settingsOf(chain), DATABASE_URL: database.url, PONDER_TELEMETRY_DISABLED: 'true' }
    const args = ['start', '--schema', 'bench', '--port', `${await findFreePort()}`, '--log-level', 'warn']
    return startChild(['node_modules/.bin/ponder', ...args], { cwd: join(PEERS, 'ponder'), env })
  },
}

/** envio 2.32.12 in RPC mode on PostgreSQL, without Hasura. Code generation and table set-up are not timed. */
export const envio = {
  kind: 'envio',
  async prepare(chain, database) {
    const cwd = join(PEERS, 'envio')
    const env = envioEnv(chain, database)
    if (!existsSync(join(PNPM_BIN, 'pnpm')))
      await runToEnd(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: join(PEERS, 'pnpm') })
    if (!existsSync(join(cwd, 'node_modules'))) await runToEnd(['pnpm', 'install', '--frozen-lockfile'], { cwd, env })
    // The generated code holds the chain's settings.
    await runToEnd(['node_modules/.bin/envio', 'codegen'], { cwd, env })
    rmSync(join(cwd, 'node_modules/generated'), { force: true })
    symlinkSync('../generated', join(cwd, 'node_modules/generated'))
    await runToEnd(['node_modules/.bin/envio', 'local', 'db-migrate', 'setup'], { cwd, env })
  },
  async start(chain, database) {
    // Its generated code requires packages of its packages.
    const env = { ...envioEnv(chain, database), NODE_PATH: join(PEERS, 'envio/node_modules/.pnpm/node_modules') }
    return startChild(['node', 'src/Index.res.js'], { cwd: join(PEERS, 'envio/generated'), env })
  },
}

function envioEnv(chain, database) {
  const { hostname, port, username, password, pathname } = new URL(database.url)
  return {
    ...settingsOf(chain),
    PATH: `${PNPM_BIN}${delimiter}${process.env.PATH}`,
    ENVIO_PG_HOST: hostname,
    ENVIO_PG_PORT: port,
    ENVIO_PG_USER: username,
    ENVIO_PG_PASSWORD: decodeURIComponent(password),
    // The command line reads another name than the indexer.
    ENVIO_POSTGRES_PASSWORD: decodeURIComponent(password),
    ENVIO_PG_DATABASE: pathname.slice(1),
    ENVIO_PG_PUBLIC_SCHEMA: 'bench',
    ENVIO_HASURA: 'false',
    TUI_OFF: 'true',
    LOG_LEVEL: 'warn',
  }
}
