/** What every topic begins and ends with: the cluster, and one API after the other over its data sets. */
import { startCluster, withClient } from './cluster.mjs'
import { prepareDataset } from './dataset.mjs'
import { startApi } from './server.mjs'

/** Seconds that each figure is measured for; API_SECONDS sets it. */
export const SECONDS = Number(process.env.API_SECONDS ?? 20)

const BLOCK_MS = 1000

/** Writes a row every second while `work` runs, as blocks come: nothing that is kept outlives one. */
export function withBlocks({ url }, work) {
  return withClient(url, async (client) => {
    await client.query('create table if not exists public.bench_block (at timestamptz)')
    const insert = () => client.query('insert into public.bench_block values (now())').catch(() => undefined)
    const blocks = setInterval(insert, BLOCK_MS)
    try {
      return await work()
    } finally {
      clearInterval(blocks)
      await client.query('drop table public.bench_block')
    }
  })
}

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
