/** Facts of a world's chain in a database, by the real gateway and indexer. */
import { until } from '../../index/harness/child.mjs'
import { makeDataDir, prepareDatabase, startGateway, startIndexer } from '../../index/harness/touchstone.mjs'

const DEADLINE_MS = 10 * 60_000

/** Starts to index; resolves at once. */
export async function startIndexing(networkFile, database) {
  await prepareDatabase(database)
  const gateway = await startGateway({ networkFile }, makeDataDir())
  const indexer = startIndexer({ networkFile }, database, gateway.url)
  return {
    /** Resolves when everything up to the block is final in the database. */
    reaches: (height) =>
      until(`block ${height} is indexed`, async () => (await heightOf(database)) >= height, {
        ...{ child: indexer, everyMs: 100, withinMs: DEADLINE_MS },
      }),
    async stop() {
      await indexer.stop()
      await gateway.stop()
    },
  }
}

/** Indexes all that is on the chain and stops. */
export async function indexAll(world, networkFile, database) {
  const last = await world.chain.head()
  const indexing = await startIndexing(networkFile, database)
  // What comes behind the last block makes it final, and is what a head is told by.
  const pause = world.chain.mineEvery(500)
  try {
    await indexing.reaches(last)
  } finally {
    pause()
    await indexing.stop()
  }
}

async function heightOf({ client }) {
  const { rows } = await client.query('select height from squid_processor.status').catch(() => ({ rows: [] }))
  return rows[0]?.height ?? -1
}
