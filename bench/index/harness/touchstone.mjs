/** Our own indexer, as `npm start` starts it: from a gateway, or from the RPC in evm-processor's own mode. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SPARING } from '../../../stack/dist/start/plan.js'
import { findFreePort, runToEnd, startChild } from './child.mjs'

/** An empty folder for what a gateway keeps. */
export function makeDataDir() {
  return mkdtempSync(join(tmpdir(), 'touchstone-bench-gateway-'))
}

/** Returns at once, as whoever starts both processes does: the indexer waits for its gateway by itself. */
export async function startGateway(chain, dataDir) {
  const port = await findFreePort()
  const env = { ...SPARING, NETWORK: chain.networkFile, DATA_DIR: dataDir, PORT: `${port}`, LOG_LEVEL: 'warn' }
  const child = startChild(['node', 'gateway/dist/packed/start.cjs'], { env })
  return { url: `http://127.0.0.1:${port}`, child, stop: () => child.stop() }
}

/** Makes the tables; what is timed afterwards is indexing alone. */
export function prepareDatabase(database) {
  return runToEnd(['node', 'store/lib/migrate.main.js'], { env: { DATABASE_URL: database.url } })
}

/** @param {string} [gatewayUrl] without it final blocks come from the RPC too. */
export function startIndexer(chain, database, gatewayUrl) {
  const env = { ...SPARING, DATABASE_URL: database.url, NETWORK: chain.networkFile, LOG_LEVEL: 'warn' }
  if (gatewayUrl) env.GATEWAY_URL = gatewayUrl
  return startChild(['node', '--disable-warning=ExperimentalWarning', 'indexer/dist/packed/start.cjs'], { env })
}
