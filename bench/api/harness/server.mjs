/** The real server of the API, in a process of its own, over a data set. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, ROOT, startChild, until } from '../../index/harness/child.mjs'
import { CHAIN_ID } from './dataset.mjs'

const NETWORK = {
  ...{ name: 'bench', displayName: 'Bench', chainId: CHAIN_ID, finality: 2, rpc: [], ws: [], contracts: [] },
  ...{ accounts: [], storage: { indexers: [], nodes: [] } },
  trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
}

/** The API as it runs by default: with the answers that it keeps. */
export const KEPT = { API_CACHE_BYTES: `${32 * 1024 * 1024}` }

/**
 * Without limits of requests, since all load is one client's.
 * @param {Record<string, string>} [env] beside the defaults. Without `API_CACHE_BYTES` no answer is kept or shared.
 */
export async function startApi(dataset, env = {}) {
  const network = join(mkdtempSync(join(tmpdir(), 'touchstone-bench-api-')), 'network.json')
  writeFileSync(network, JSON.stringify(NETWORK))
  const port = await findFreePort()
  const settings = {
    ...{ DATABASE_URL: dataset.url, NETWORK: network, API_PORT: `${port}`, API_HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    ...{
      API_OPERATIONS: join(ROOT, 'web/lib/generated/operations.json'),
      API_CACHE_BYTES: '0',
      NODE_ENV: 'production',
      API_RATE: '1000000',
      API_BURST: '1000000',
    },
  }
  // Those of `npm start`, unless others are measured.
  const flags = (process.env.API_NODE_FLAGS ?? '--max-semi-space-size=64 --no-allocation-site-pretenuring')
    .split(' ')
    .filter(Boolean)
  const child = startChild(['node', ...flags, 'api/dist/main.js'], { env: { ...settings, ...env } })
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
  await until('the API answers', isReady, { child, withinMs: 60_000 })
  return { url: `${url}/graphql`, base: url, child, stop: () => child.stop() }
}

/** One operation. @throws where the answer has errors, so that no figure is one of refusals. */
export async function ask(url, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.json()
  if (!response.ok || answer.errors)
    throw new Error(`${response.status}: ${JSON.stringify(answer.errors)?.slice(0, 500)}`)
  return answer.data
}

const WARM = 200
const TRIES = 4

/**
 * Asks the first of the bodies before a clock runs, so that it measures a server at work and not the disk: what reads much for the
 * first time may run into the server's time-out, and is asked again.
 * @throws what `ask` throws where a body has no answer after some tries.
 */
export async function warm(url, bodies) {
  for (const body of bodies.slice(0, WARM))
    for (let tried = 1; ; tried++) {
      const failure = await ask(url, body).then(
        () => undefined,
        (error) => error,
      )
      if (failure === undefined) break
      if (tried === TRIES) throw failure
      console.error(`  asked again: ${failure.message.slice(0, 120)}`)
    }
}

/** SQL statements that requests have caused so far. */
export async function countStatements({ base }) {
  const text = await (await fetch(`${base}/metrics`)).text()
  return Number(/^touchstone_api_sql_statements_total (\d+)$/m.exec(text)[1])
}
