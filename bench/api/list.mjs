/**
 * Requests a second for the newest 25 settlements with their six statuses, from 32 connections that each wait for their answer:
 * executed every time; with kept answers; and with kept answers while a row is written every second, as blocks come.
 */
import { report } from '../report.mjs'
import { withClient } from './harness/cluster.mjs'
import { readSizes } from './harness/dataset.mjs'
import { load } from './harness/load.mjs'
import { LIST } from './harness/queries.mjs'
import { SECONDS, withCluster } from './harness/run.mjs'
import { ask } from './harness/server.mjs'

const KEPT = { API_CACHE_BYTES: `${32 * 1024 * 1024}` }
const BLOCK_MS = 1000

await withCluster(async ({ dataset, withApi }) => {
  const data = await dataset(readSizes())
  const result = { bench: 'api list', case: `${data.sizes.settlements} settlements` }
  const measure = async (metric, env, target) => {
    const { rate, p95 } = await withApi(data, env, async ({ url }) => {
      const { settlements } = await ask(url, LIST)
      if (settlements.nodes.length !== 25) throw new Error(`${settlements.nodes.length} settlements in place of 25.`)
      return load({ url, bodies: [LIST], connections: 32, seconds: SECONDS })
    })
    report({ ...result, metric, value: rate, unit: '1/s' }, target)
    report({ ...result, metric: `${metric}: p95`, value: p95, unit: 'ms' })
  }
  await measure('executed', {}, { atLeast: 1800 })
  await measure('kept', KEPT, { atLeast: 4000 })
  await withClient(data.url, async (client) => {
    await client.query('create table if not exists public.bench_block (at timestamptz)')
    const blocks = setInterval(
      () => client.query('insert into public.bench_block values (now())').catch(() => undefined),
      BLOCK_MS,
    )
    try {
      await measure('kept, a write a second', KEPT, { atLeast: 4000 })
    } finally {
      clearInterval(blocks)
      await client.query('drop table public.bench_block')
    }
  })
})
