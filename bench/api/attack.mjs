/**
 * Twenty hostile documents: that each is refused without a statement of SQL, and what answers to others take while twenty
 * clients send as many as the default limit of requests lets each, against the same without them.
 */
import { report } from '../report.mjs'
import { readSizes } from './harness/dataset.mjs'
import { HOSTILE } from './harness/hostile.mjs'
import { load } from './harness/load.mjs'
import { LIST } from './harness/queries.mjs'
import { SECONDS, withCluster } from './harness/run.mjs'
import { countStatements } from './harness/server.mjs'

const NORMAL_RATE = 50
/** What a client may send a second by default. */
const ALLOWED = 20
const ROUNDS = 3

await withCluster(async ({ dataset, withApi }) => {
  const data = await dataset(readSizes())
  await withApi(data, {}, async (api) => {
    const result = { bench: 'api attack', case: `${HOSTILE.length} hostile documents` }
    let refused = 0
    for (const body of HOSTILE) refused += (await isRefusedBeforeSql(api, body)) ? 1 : 0
    report({ ...result, metric: 'refused before SQL', value: refused, unit: 'documents' }, { atLeast: HOSTILE.length })
    const rounds = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const idle = await normal(api)
      const [attacked] = await Promise.all([normal(api), attack(api)])
      rounds.push({ idle: idle.p99, attacked: attacked.p99, ratio: attacked.p99 / idle.p99 })
    }
    const { idle, attacked, ratio } = rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(ROUNDS / 2)]
    report({ ...result, metric: 'p99 of others, idle', value: idle, unit: 'ms' })
    report({ ...result, metric: 'p99 of others, attacked', value: attacked, unit: 'ms' })
    report({ ...result, metric: 'p99 of others, attacked against idle', value: ratio, unit: 'times' }, { below: 2 })
  })
})

async function isRefusedBeforeSql(api, body) {
  const before = await countStatements(api)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(api.url, { method: 'POST', headers, body: JSON.stringify(body) })
  const { data, errors } = await response.json()
  return response.status === 400 && data === null && errors.length > 0 && (await countStatements(api)) === before
}

function normal({ url }) {
  return load({ url, bodies: [LIST], rate: NORMAL_RATE, connections: 10, seconds: SECONDS })
}

/** As much as twenty clients may send. */
function attack({ url }) {
  const connections = HOSTILE.length
  return load({ url, bodies: HOSTILE, refused: true, connections, rate: connections * ALLOWED, seconds: SECONDS })
}
