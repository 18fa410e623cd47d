/**
 * Requests a second for the newest 25 settlements with their six statuses, from 32 connections that each wait for their answer:
 * executed every time; with kept answers; and with kept answers while a row is written every second, as blocks come.
 */
import { report } from '../report.mjs'
import { readSizes } from './harness/dataset.mjs'
import { load } from './harness/load.mjs'
import { LIST } from './harness/queries.mjs'
import { SECONDS, withBlocks, withCluster } from './harness/run.mjs'
import { ask, KEPT } from './harness/server.mjs'

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
  await withBlocks(data, () => measure('kept, a write a second', KEPT, { atLeast: 4000 }))
})
