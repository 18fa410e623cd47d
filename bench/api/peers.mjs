/**
 * Requests a second for the same list on the same tables: this API without kept answers, `@subsquid/graphql-server` and
 * PostGraphile, in turns, two rounds each, of which the better one counts. There is no figure unless all list the same. A second
 * pair of figures, named so, is of this API as it runs by default, with answers kept for as long as the database holds the same
 * rows; the peers keep none.
 */
import { report } from '../report.mjs'
import { readSizes } from './harness/dataset.mjs'
import { load } from './harness/load.mjs'
import { postgraphile, subsquid } from './harness/peers.mjs'
import { LIST } from './harness/queries.mjs'
import { SECONDS, withCluster } from './harness/run.mjs'
import { ask, KEPT, startApi } from './harness/server.mjs'

const ROUNDS = 2
const QUESTIONS = ['payment', 'signature', 'opening', 'content', 'enclave', 'workload']

const touchstone = {
  name: 'Touchstone',
  query: LIST.query,
  rowsOf: (data) => data.settlements.nodes,
  statusesOf: (row) => Object.fromEntries(row.questions.map(({ id, status }) => [id, status])),
  start: (data) => startApi(data),
}
const byDefault = { ...touchstone, name: 'Touchstone as it runs by default', start: (data) => startApi(data, KEPT) }

await withCluster(async ({ dataset }) => {
  const data = await dataset(readSizes())
  const best = new Map()
  const seen = new Map()
  for (let round = 0; round < ROUNDS; round += 1)
    for (const server of [touchstone, byDefault, subsquid, postgraphile]) {
      const running = await server.start(data)
      try {
        seen.set(server.name, digestOf(server, await ask(running.url, { query: server.query })))
        const { rate } = await load({
          url: running.url,
          bodies: [{ query: server.query }],
          connections: 32,
          seconds: SECONDS,
        })
        best.set(server.name, Math.max(rate, best.get(server.name) ?? 0))
      } finally {
        await running.stop()
      }
    }
  if (new Set(seen.values()).size !== 1) throw new Error(`The servers list other rows:\n${[...seen].join('\n')}`)
  const result = { bench: 'api peers', case: `${data.sizes.settlements} settlements` }
  for (const [name, value] of best) report({ ...result, metric: name, value, unit: '1/s' })
  const times = (own, { name }) => ({ value: best.get(own.name) / best.get(name), unit: 'times' })
  for (const peer of [subsquid, postgraphile])
    report(
      { ...result, metric: `executed each time, against ${peer.name}`, ...times(touchstone, peer) },
      { atLeast: peer.atLeast },
    )
  for (const peer of [subsquid, postgraphile])
    report({ ...result, metric: `as each runs by default, against ${peer.name}`, ...times(byDefault, peer) })
})

/** What a server showed, whatever it calls it: ids in order, each with its statuses; nothing where there is no verdict. */
function digestOf({ rowsOf, statusesOf }, data) {
  return JSON.stringify(rowsOf(data).map((row) => [row.id, QUESTIONS.map((id) => statusesOf(row)?.[id] ?? null)]))
}
