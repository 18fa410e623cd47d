/**
 * 95th percentile of the agent page at 200 requests a second over many agents, of searches of every kind, and of a year by day.
 * No answer is kept or shared; the agent page once more as the server runs by default, with its kept answers, over all agents that
 * pay, drawn at random, while a row is written every second. Its tables are read into memory before, as on a server that has been
 * asked for a while; API_COLD=1 leaves that out, so that nearly every page is the first to read its rows from the disk. Agent pages
 * are asked for 20 s before the clock runs: V8 compiles the code of the page during the first thousands, of which each takes up to
 * twice the processor time of a later one.
 */
import { report } from '../report.mjs'
import { readSizes } from './harness/dataset.mjs'
import { load } from './harness/load.mjs'
import { readPageTables } from './harness/memory.mjs'
import { agentPages, drawnAgentPages, searches, years } from './harness/queries.mjs'
import { SECONDS, withBlocks, withCluster } from './harness/run.mjs'
import { KEPT, warm } from './harness/server.mjs'

const WARM_SECONDS = Number(process.env.API_WARM_SECONDS ?? 20)

await withCluster(async ({ dataset, withApi }) => {
  const data = await dataset(readSizes())
  const pages = [
    { metric: 'agent page', bodies: agentPages(data), rate: 200, below: 40, warmSeconds: WARM_SECONDS },
    { metric: 'search', bodies: await searches(data), rate: 50, below: 60 },
    { metric: 'a year by day', bodies: await years(data), rate: 50, below: 30 },
  ]
  const measure = async (url, { metric, bodies, rate, below, warmSeconds }) => {
    await warm(url, bodies)
    const measured = await load({ url, bodies, rate, connections: 20, seconds: SECONDS, warmSeconds })
    const result = { bench: 'api pages', case: `${data.sizes.settlements} settlements, ${rate} requests a second` }
    report({ ...result, metric: `${metric}: p95`, value: measured.p95, unit: 'ms' }, { below })
    report(
      { ...result, metric: `${metric}: answered`, value: measured.rate, unit: '1/s' },
      { atLeast: measured.due * 0.98 },
    )
  }
  await withApi(data, {}, async ({ url }) => {
    for (const page of pages) await measure(url, page)
  })
  const isCold = process.env.API_COLD === '1'
  if (!isCold) console.error(`  ${((await readPageTables(data)) / 2 ** 30).toFixed(1)} GiB read into memory`)
  const drawn = {
    metric: `agent page, kept, all agents, a write a second, ${isCold ? 'from the disk' : 'in memory'}`,
    bodies: drawnAgentPages(data),
    rate: 200,
    below: 40,
    warmSeconds: WARM_SECONDS,
  }
  await withBlocks(data, () => withApi(data, KEPT, ({ url }) => measure(url, drawn)))
})
