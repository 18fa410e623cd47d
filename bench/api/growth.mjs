/**
 * How the 95th percentile of each query grows from a tenth of the settlements, agents and records to all of them. The two are
 * measured in turns, and each round gives a ratio; the middle one counts.
 */
import { report } from '../report.mjs'
import { readSizes, scaleTo } from './harness/dataset.mjs'
import { load } from './harness/load.mjs'
import { agentPages, LIST, others, searches, years } from './harness/queries.mjs'
import { withCluster } from './harness/run.mjs'
import { warm } from './harness/server.mjs'

const ROUNDS = 3
const SECONDS = Number(process.env.API_SECONDS ?? 5)
const RATE = 25

await withCluster(async ({ dataset, withApi }) => {
  const sizes = readSizes()
  const large = await dataset(sizes)
  const small = await dataset(scaleTo(sizes, Math.max(1, Math.floor(sizes.settlements / 10))))
  const queriesOf = async (data) => ({
    ...{
      list: [LIST],
      'agent page': agentPages(data),
      search: await searches(data),
      'a year by day': await years(data),
    },
    ...(await others(data)),
  })
  const [few, many] = [await queriesOf(small), await queriesOf(large)]
  await withApi(small, {}, (smallApi) =>
    withApi(large, {}, async (largeApi) => {
      for (const metric of Object.keys(many)) {
        const rounds = []
        await warm(smallApi.url, few[metric])
        await warm(largeApi.url, many[metric])
        for (let round = 0; round < ROUNDS; round += 1) {
          const before = await measure(smallApi, few[metric])
          const after = await measure(largeApi, many[metric])
          rounds.push({ before, after, ratio: after / before })
        }
        const { before, after, ratio } = rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(ROUNDS / 2)]
        const result = { bench: 'api growth', case: `${small.sizes.settlements} to ${sizes.settlements} settlements` }
        report({ ...result, metric: `${metric}: p95 before`, value: before, unit: 'ms' })
        report({ ...result, metric: `${metric}: p95 after`, value: after, unit: 'ms' })
        report({ ...result, metric: `${metric}: growth`, value: ratio, unit: 'times' }, { below: 1.25 })
      }
    }),
  )
})

async function measure({ url }, bodies) {
  return (await load({ url, bodies, rate: RATE, connections: 5, seconds: SECONDS })).p95
}
