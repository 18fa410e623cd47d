/** What every topic begins and ends with: the cluster, and one API after the other over its data sets. */
import { startCluster } from './cluster.mjs'
import { prepareDataset } from './dataset.mjs'
import { startApi } from './server.mjs'

/** Seconds that each figure is measured for; API_SECONDS sets it. */
export const SECONDS = Number(process.env.API_SECONDS ?? 20)

/** @param {(bench: { dataset: typeof prepareDataset, withApi: Function }) => Promise<void>} work */
export async function withCluster(work) {
  const cluster = await startCluster()
  try {
    await work({
      dataset: (sizes) => prepareDataset(cluster, sizes),
      async withApi(dataset, env, measure) {
        const api = await startApi(dataset, env)
        try {
          return await measure(api)
        } finally {
          await api.stop()
        }
      },
    })
  } finally {
    await cluster.stop()
  }
}
