/**
 * Other GraphQL servers over the same tables, each in a folder of its own under bench/api/peers, installed from its lock file
 * at the first use, without caches and with the ten connections that ours has.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findFreePort, ROOT, runToEnd, startChild, until } from '../../index/harness/child.mjs'
import { withClient } from './cluster.mjs'

const PEERS = join(ROOT, 'bench/api/peers')
const POOL = '10'
const STATUSES = 'outcome payment signature opening content enclave workload'
const FIELDS = 'id settledAmount payer provider blockNumber blockTime'

/** `@subsquid/graphql-server` 4.11.0. It takes the keys of all tables to be called `id`: a view renames one column. */
export const subsquid = {
  name: '@subsquid/graphql-server',
  atLeast: 3,
  query: `{ settlements(limit: 25, orderBy: [blockNumber_DESC, n_DESC]) { ${FIELDS} verdict { ${STATUSES} } } }`,
  rowsOf: (data) => data.settlements,
  statusesOf: (row) => row.verdict,
  async start({ url }) {
    const cwd = await install('subsquid')
    await withClient(url, (client) =>
      client.query(`create schema if not exists peer; create or replace view peer.current_verdict as
        select settlement_id as id, settlement_id, outcome, payment, signature, opening, content, enclave, workload
        from verdicts.current_verdict`),
    )
    const port = await findFreePort()
    const place = new URL(url)
    const env = {
      ...{ DB_HOST: place.hostname, DB_PORT: place.port, DB_NAME: place.pathname.slice(1), DB_USER: place.username },
      ...{ DB_PASS: place.password, GQL_PORT: `${port}`, GQL_DB_CONNECTION_POOL_SIZE: POOL, NODE_ENV: 'production' },
      // The view stands in a schema of its own.
      PGOPTIONS: '-c search_path=public,peer',
    }
    const child = startChild(['node_modules/.bin/squid-graphql-server'], { cwd, env })
    return listen(child, `http://127.0.0.1:${port}/graphql`)
  },
}

/** PostGraphile 4.14.1, told of the one relation by a tag. */
export const postgraphile = {
  name: 'PostGraphile',
  atLeast: 2,
  query: `{ allSettlements(first: 25, orderBy: [BLOCK_NUMBER_DESC, N_DESC]) {
    nodes { ${FIELDS} currentVerdictBySettlementId { ${STATUSES} } } } }`,
  rowsOf: (data) => data.allSettlements.nodes,
  statusesOf: (row) => row.currentVerdictBySettlementId,
  async start({ url }) {
    const cwd = await install('postgraphile')
    const port = await findFreePort()
    const options = ['--schema', 'public,verdicts', '--port', `${port}`, '--host', '127.0.0.1', '--max-pool-size', POOL]
    const lean = ['--disable-query-log', '--disable-default-mutations', '--legacy-relations', 'omit']
    const command = ['node_modules/.bin/postgraphile', '--connection', url, ...options, ...lean]
    const child = startChild(command, { cwd, env: { NODE_ENV: 'production', GRAPHILE_ENV: 'production' } })
    return listen(child, `http://127.0.0.1:${port}/graphql`)
  },
}

async function install(name) {
  const cwd = join(PEERS, name)
  if (!existsSync(join(cwd, 'node_modules'))) await runToEnd(['npm', 'ci', '--no-audit', '--no-fund'], { cwd })
  return cwd
}

async function listen(child, url) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' }
  const isReady = () =>
    fetch(url, options).then(
      (response) => response.ok,
      () => false,
    )
  await until(`a server at ${url}`, isReady, { child, withinMs: 120_000, everyMs: 200 })
  return { url, stop: () => child.stop() }
}
